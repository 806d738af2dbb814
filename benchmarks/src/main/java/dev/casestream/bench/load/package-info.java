/** Load, as many clients bring it, and what it costs. */
@NullMarked
package dev.casestream.bench.load;

import org.jspecify.annotations.NullMarked;
