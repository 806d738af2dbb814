/** The benchmarks, one class each: this listing is what can be measured. */
@NullMarked
package dev.casestream.bench.suite;

import org.jspecify.annotations.NullMarked;
