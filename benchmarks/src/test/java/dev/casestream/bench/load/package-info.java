/** Tests. */
@NullMarked
package dev.casestream.bench.load;

import org.jspecify.annotations.NullMarked;
