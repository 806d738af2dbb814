@NullMarked
package dev.casestream.local.key;

import org.jspecify.annotations.NullMarked;
