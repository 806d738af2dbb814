/** Tests. */
@NullMarked
package dev.casestream.bench.seed;

import org.jspecify.annotations.NullMarked;
