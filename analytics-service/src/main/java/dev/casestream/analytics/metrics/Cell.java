package dev.casestream.analytics.metrics;

import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The measurements of one step and one group.
 *
 * @param step index in the window; -1 for what came before it
 * @param percentiles the 50th, 90th and 99th
 */
public record Cell(int step, Map<String, @Nullable String> group, long count, double sum, List<Double> percentiles) {}
