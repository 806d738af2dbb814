/** Tests. */
@NullMarked
package dev.casestream.bench.suite;

import org.jspecify.annotations.NullMarked;
