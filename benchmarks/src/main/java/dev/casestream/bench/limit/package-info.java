/** What the same machine does without us, in the same run. */
@NullMarked
package dev.casestream.bench.limit;

import org.jspecify.annotations.NullMarked;
