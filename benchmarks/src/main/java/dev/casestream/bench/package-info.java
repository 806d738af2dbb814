/** Measures the running platform against the limits of its machine, and writes down what it found. */
@NullMarked
package dev.casestream.bench;

import org.jspecify.annotations.NullMarked;
