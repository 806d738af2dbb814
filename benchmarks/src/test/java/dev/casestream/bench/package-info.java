/** Tests. */
@NullMarked
package dev.casestream.bench;

import org.jspecify.annotations.NullMarked;
