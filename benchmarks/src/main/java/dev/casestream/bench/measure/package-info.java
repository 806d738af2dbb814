/** What was measured, pure: schedules, latencies, figures, targets, tables and the document. */
@NullMarked
package dev.casestream.bench.measure;

import org.jspecify.annotations.NullMarked;
