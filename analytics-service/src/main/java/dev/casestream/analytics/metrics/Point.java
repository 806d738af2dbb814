package dev.casestream.analytics.metrics;

import java.time.Instant;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One number of a series.
 *
 * @param value null where nothing was measured, which is not zero; p50, p90 and p99 of metrics that are means only
 * @param count measurements in the step
 */
public record Point(
        Instant from,
        Instant to,
        Map<String, @Nullable String> by,
        @Nullable Double value,
        @Nullable Double p50,
        @Nullable Double p90,
        @Nullable Double p99,
        long count) {}
