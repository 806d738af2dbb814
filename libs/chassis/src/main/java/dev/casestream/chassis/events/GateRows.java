package dev.casestream.chassis.events;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Gate.Head;
import dev.casestream.chassis.events.Gate.Parked;
import dev.casestream.contracts.Topic;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The statements of the {@link Gate}: each touches all keys of a batch at once. */
@ApplicationScoped
class GateRows {

    private final Outbox outbox;
    private final Counter deadLetters;

    GateRows(Outbox outbox, MeterRegistry metrics) {
        this.outbox = outbox;
        deadLetters = Counter.builder("casestream.gate.dead.letters")
                .description("Records that could not be read")
                .register(metrics);
    }

    /** Locks the rows of keys, in one order everywhere, and makes those that are new. */
    Uni<Map<String, Head>> lock(Work work, Topic topic, List<String> keys) {
        if (keys.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return work.query("""
                        INSERT INTO gate AS g (topic, key, version)
                        SELECT $1, k, 0 FROM unnest($2::text[]) k ORDER BY k
                        ON CONFLICT (topic, key) DO UPDATE SET version = g.version
                        RETURNING key, version, parked, poisoned""", topic.topicName(), keys.toArray(String[]::new)).map(rows -> {
            var byKey = new HashMap<String, Head>();
            rows.forEach(row -> byKey.put(
                    row.getString("key"),
                    new Head(row.getLong("version"), row.getBoolean("parked"), row.getBoolean("poisoned"))));
            var heads = new LinkedHashMap<String, Head>();
            keys.forEach(key -> heads.put(key, Objects.requireNonNull(byKey.get(key))));
            return heads;
        });
    }

    Uni<Map<String, List<Parked>>> parked(Work work, Topic topic, Map<String, Head> heads) {
        var keys = heads.entrySet().stream()
                .filter(head -> head.getValue().parked())
                .map(Map.Entry::getKey)
                .toArray(String[]::new);
        if (keys.length == 0) {
            return Uni.createFrom().item(Map.of());
        }
        return work.query("""
                        SELECT key, headers, payload FROM parked_event
                        WHERE topic = $1 AND key = ANY($2) ORDER BY key, version""", topic.topicName(), keys).map(rows -> {
            var parked = new HashMap<String, List<Parked>>();
            rows.forEach(row -> parked.computeIfAbsent(row.getString("key"), key -> new ArrayList<>())
                    .add(parked(row)));
            return parked;
        });
    }

    /** Parked records as they were delivered; each was readable when it was parked. */
    static <E> List<Delivered<E>> decoded(Topic topic, List<Parked> parked) {
        var decoded = new ArrayList<Delivered<E>>(parked.size());
        for (var record : parked) {
            try {
                Codec.Decoded<E> event = Codec.decode(topic, record.headers(), record.payload());
                decoded.add(new Delivered<>(
                        "parked",
                        event.envelope().subject(),
                        record.headers(),
                        record.payload(),
                        event.envelope(),
                        event.known(),
                        null));
            } catch (Codec.UnreadableException e) {
                throw new IllegalStateException("a parked record can no longer be read", e);
            }
        }
        return decoded;
    }

    /** Writes how far each key is, takes what was applied out of the parked ones, and parks what has to wait. */
    <E> Uni<Void> advance(Work work, Topic topic, Map<String, Head> heads, Map<String, Sequence<E>> sequences) {
        if (sequences.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var keys = sequences.keySet().toArray(String[]::new);
        var versions = sequences.values().stream().map(Sequence::head).toArray(Long[]::new);
        var parked = sequences.values().stream()
                .map(sequence -> !sequence.park().isEmpty())
                .toArray(Boolean[]::new);
        var waiting = sequences.values().stream()
                .flatMap(sequence -> sequence.park().stream())
                .toList();
        var wereParked = heads.values().stream().anyMatch(Head::parked);
        return work.update("""
                        UPDATE gate g SET version = u.version, parked = u.parked
                        FROM unnest($2::text[], $3::bigint[], $4::boolean[]) AS u(key, version, parked)
                        WHERE g.topic = $1 AND g.key = u.key AND (g.version, g.parked) IS DISTINCT FROM (u.version, u.parked)""", topic.topicName(), keys, versions, parked)
                .chain(() -> wereParked
                        ? work.update("""
                                DELETE FROM parked_event p USING unnest($2::text[], $3::bigint[]) AS u(key, version)
                                WHERE p.topic = $1 AND p.key = u.key AND p.version <= u.version""", topic.topicName(), keys, versions)
                        : Uni.createFrom().item(0))
                .chain(() -> park(work, topic, waiting, "version-gap"));
    }

    /** Marks a key as poisoned and parks its events; those that come later wait behind them. */
    <E> Uni<Void> poison(Work work, Topic topic, String key, List<Delivered<E>> records, String reason) {
        return lock(work, topic, List.of(key))
                .map(heads -> Objects.requireNonNull(heads.get(key)).version())
                .flatMap(head -> park(
                        work,
                        topic,
                        records.stream()
                                .filter(record -> record.version() > head)
                                .toList(),
                        reason))
                .chain(() -> work.update(
                        "UPDATE gate SET poisoned = true, parked = true WHERE topic = $1 AND key = $2",
                        topic.topicName(),
                        key))
                .replaceWithVoid();
    }

    private <E> Uni<Void> park(Work work, Topic topic, List<Delivered<E>> records, String reason) {
        if (records.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return work.update(
                        """
                        INSERT INTO parked_event (topic, key, version, headers, payload, reason)
                        SELECT $1, r.key, r.version, r.headers, r.payload, $6
                        FROM unnest($2::text[], $3::bigint[], $4::text[], $5::bytea[]) AS r(key, version, headers, payload)
                        ON CONFLICT DO NOTHING""",
                        topic.topicName(),
                        records.stream().map(Delivered::key).toArray(String[]::new),
                        records.stream().map(Delivered::version).toArray(Long[]::new),
                        records.stream()
                                .map(record -> Codec.write(record.headers()))
                                .toArray(String[]::new),
                        records.stream().map(record -> buffer(record.payload())).toArray(Buffer[]::new),
                        reason)
                .replaceWithVoid();
    }

    /** Each once, by its place on the topic, since what cannot be read has no other identity. */
    <E> Uni<Void> deadLetters(Work work, Topic topic, List<Delivered<E>> unreadable) {
        return Multi.createFrom()
                .iterable(unreadable)
                .onItem()
                .transformToUniAndConcatenate(record -> work.update(
                                "INSERT INTO inbox (id) VALUES ($1) ON CONFLICT DO NOTHING", record.place())
                        .flatMap(fresh -> fresh == 0
                                ? Uni.createFrom().voidItem()
                                : outbox.addDeadLetter(work, topic, record.key(), DeadLetter.of(record))
                                        .invoke(() -> deadLetters.increment())))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private static Parked parked(Row row) {
        var payload = row.getBuffer("payload");
        return new Parked(Codec.readStrings(row.getString("headers")), payload == null ? null : payload.getBytes());
    }

    private static @Nullable Buffer buffer(byte @Nullable [] bytes) {
        return bytes == null ? null : Buffer.buffer(bytes);
    }
}
