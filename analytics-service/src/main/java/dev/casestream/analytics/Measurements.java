package dev.casestream.analytics;

import dev.casestream.analytics.metrics.Measurement;
import dev.casestream.analytics.metrics.Taken;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import io.smallrye.mutiny.Uni;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;

/** Keeps measurements, each under its key: what was measured anew takes the place of what was measured before. */
final class Measurements {

    private Measurements() {}

    private record Key(String metric, UUID ticket, String instance) {}

    static Uni<Void> save(Work work, long generation, List<Advance> advances) {
        var last = new LinkedHashMap<Key, Taken>();
        for (var advance : advances) {
            for (var measured : advance.measured()) {
                var taken = measured.taken();
                last.put(
                        new Key(
                                taken.of().name(),
                                advance.ticket(),
                                taken.measurement().instance()),
                        taken);
            }
        }
        return last.isEmpty() ? Uni.createFrom().voidItem() : save(work, generation, last.keySet(), last.values());
    }

    private static Uni<Void> save(Work work, long generation, Collection<Key> keys, Collection<Taken> taken) {
        var measurements = taken.stream().map(Taken::measurement).toList();
        return work.update(
                        """
                        INSERT INTO measurement (generation, metric, ticket_id, instance, at, value, dims, definition_version)
                        SELECT $1, m.metric, m.ticket_id, m.instance, m.at, m.value, m.dims::jsonb, m.definition_version
                        FROM unnest($2::text[], $3::uuid[], $4::text[], $5::timestamptz[], $6::float8[], $7::text[], $8::int[])
                             AS m(metric, ticket_id, instance, at, value, dims, definition_version)
                        ON CONFLICT (generation, metric, ticket_id, instance) DO UPDATE SET at = EXCLUDED.at,
                            value = EXCLUDED.value, dims = EXCLUDED.dims, definition_version = EXCLUDED.definition_version""",
                        generation,
                        keys.stream().map(Key::metric).toArray(String[]::new),
                        keys.stream().map(Key::ticket).toArray(UUID[]::new),
                        keys.stream().map(Key::instance).toArray(String[]::new),
                        measurements.stream()
                                .map(measurement -> measurement.at().atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new),
                        measurements.stream().map(Measurement::value).toArray(Double[]::new),
                        measurements.stream()
                                .map(measurement -> Codec.write(measurement.by()))
                                .toArray(String[]::new),
                        taken.stream().map(one -> one.of().version()).toArray(Integer[]::new))
                .replaceWithVoid();
    }
}
