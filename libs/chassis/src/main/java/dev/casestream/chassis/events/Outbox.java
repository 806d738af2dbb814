package dev.casestream.chassis.events;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/**
 * Where events wait, in the transaction that they are about, until the {@link Relay} has brought them to Kafka.
 *
 * <p>Order per key holds only if the writer holds a lock on that key's row from before it takes the event's version
 * until commit: the row's id is taken here, under that lock.
 */
@ApplicationScoped
public class Outbox {

    /** Keys are spread over this many buckets; each is relayed by one owner at a time. */
    static final int BUCKETS = 8;

    /** Below the broker's limit of 1 MiB, with room for headers. */
    private static final int MAX_PAYLOAD = 900 * 1024;

    private final String service;
    private final String prefix;

    Outbox(
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "casestream.topics.prefix") Optional<String> prefix) {
        this.service = service;
        this.prefix = prefix.orElse("");
    }

    /** Adds events, to be sent in this order per key, once the transaction has committed. */
    public Uni<Void> add(Work work, List<Outgoing> events) {
        return insert(
                work,
                events.stream()
                        .map(out -> new Entry(
                                prefix + out.topic().topicName(),
                                out.event().subject(),
                                out.partitionKey(),
                                out.topic().kind() == Topic.Kind.TABLE,
                                traced(Codec.headers(out.event()), out.trace().isValid() ? out.trace() : work.trace()),
                                payload(out.event())))
                        .toList());
    }

    private static byte @Nullable [] payload(Envelope<?> event) {
        if (event.data() == null) {
            return null;
        }
        var payload = Codec.write(event.data()).getBytes(StandardCharsets.UTF_8);
        if (payload.length > MAX_PAYLOAD) {
            throw new IllegalArgumentException(
                    event.type() + " of " + payload.length + " bytes; at most " + MAX_PAYLOAD);
        }
        return payload;
    }

    /** A record that could not be read goes to the dead-letter topic of its topic. */
    Uni<Void> addDeadLetter(Work work, Topic topic, String key, DeadLetter letter) {
        return insert(
                work,
                List.of(new Entry(
                        prefix + topic.deadLetterName(service),
                        key,
                        key,
                        false,
                        traced(letter.headers(), work.trace()),
                        letter.payload())));
    }

    private static Map<String, String> traced(Map<String, String> headers, SpanContext span) {
        if (!span.isValid()) {
            return headers;
        }
        var traced = new LinkedHashMap<>(headers);
        traced.put(
                "traceparent",
                "00-" + span.getTraceId() + "-" + span.getSpanId() + "-"
                        + span.getTraceFlags().asHex());
        return traced;
    }

    private Uni<Void> insert(Work work, List<Entry> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        work.markPublished();
        var n = entries.size();
        var buckets = new Short[n];
        var topics = new String[n];
        var keys = new String[n];
        var partitionKeys = new String[n];
        var fenced = new Boolean[n];
        var headers = new String[n];
        var payloads = new Buffer[n];
        for (int i = 0; i < n; i++) {
            var entry = entries.get(i);
            buckets[i] = (short) Math.floorMod(entry.partitionKey().hashCode(), BUCKETS);
            topics[i] = entry.topic();
            keys[i] = entry.key();
            partitionKeys[i] = entry.partitionKey();
            fenced[i] = entry.fenced();
            headers[i] = Codec.write(entry.headers());
            payloads[i] = entry.payload() == null ? null : Buffer.buffer(entry.payload());
        }
        return work.update("""
                        INSERT INTO outbox (id, bucket, topic, key, partition_key, fenced, headers, payload)
                        SELECT nextval('outbox_id'), bucket, topic, key, partition_key, fenced, headers, payload
                        FROM (SELECT * FROM unnest($1::smallint[], $2::text[], $3::text[], $4::text[], $5::boolean[],
                                                   $6::text[], $7::bytea[])
                              WITH ORDINALITY
                              AS r(bucket, topic, key, partition_key, fenced, headers, payload, position)
                              ORDER BY position) r""", buckets, topics, keys, partitionKeys, fenced, headers, payloads)
                .replaceWithVoid();
    }

    /** @param fenced a late write of a stale owner must be impossible, because the topic keeps the last one for ever */
    private record Entry(
            String topic,
            String key,
            String partitionKey,
            boolean fenced,
            Map<String, String> headers,
            byte @Nullable [] payload) {}
}
