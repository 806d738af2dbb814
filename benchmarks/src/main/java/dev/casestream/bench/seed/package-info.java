/** Many tickets at once: valid rows and the events that they are the fold of. */
@NullMarked
package dev.casestream.bench.seed;

import org.jspecify.annotations.NullMarked;
