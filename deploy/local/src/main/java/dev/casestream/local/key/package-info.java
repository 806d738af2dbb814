/** The keys of this installation, and the tokens that they sign. */
@NullMarked
package dev.casestream.local.key;

import org.jspecify.annotations.NullMarked;
