/** One class a metric: to add one, add a class and its test, then rebuild. */
@NullMarked
package dev.casestream.analytics.metrics;

import org.jspecify.annotations.NullMarked;
