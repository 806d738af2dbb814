/** Tests. */
@NullMarked
package dev.casestream.bench.measure;

import org.jspecify.annotations.NullMarked;
