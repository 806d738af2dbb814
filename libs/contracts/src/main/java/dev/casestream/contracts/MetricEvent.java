package dev.casestream.contracts;

import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What analytics-service says: one measurement. Topic {@code casestream.metrics}, key and order by ticket id. */
public sealed interface MetricEvent {

    UUID ticketId();

    Instant at();

    /**
     * @param metric its name in the catalogue, as {@code first_response_time}
     * @param definitionVersion which definition of the metric was applied
     * @param unit {@code seconds}, {@code count}, ...
     * @param by dimensions, as {@code channel=email}; ids and vocabulary only
     * @param instance which measurement of this metric and ticket it is, as {@code first-reply}: a later one with the
     *     same instance corrects it and takes its place; null never is corrected
     */
    record MetricMeasured(
            UUID ticketId,
            Instant at,
            String metric,
            int definitionVersion,
            String unit,
            double value,
            Map<String, String> by,
            @Nullable String instance)
            implements MetricEvent {}
}
