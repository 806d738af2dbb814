package dev.casestream.contracts;

import java.time.Instant;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What is known about an event besides its data: the CloudEvents 1.0 attributes and our extensions, as they travel in
 * Kafka headers (binary mode).
 *
 * @param id identifies this event for ever (UUIDv7); {@code ce_id}
 * @param type {@code casestream.<Event>.v<N>}; {@code ce_type}
 * @param source the service that said it, as {@code /ticket-service}; {@code ce_source}
 * @param subject the id that needs order, equal to the Kafka key; {@code ce_subject}
 * @param time when it was recorded, by the owner's database; {@code ce_time}
 * @param version position of this event among those of the same topic and subject, from 1 without gaps in event logs,
 *     only ever rising in compacted topics; {@code ce_aggregateversion}
 * @param correlationId the request that everything began with
 * @param causationId the event that this one is an answer to; null at the beginning
 * @param causationDepth how many events lie between the beginning and this one; rules and bots stop at a bound
 * @param actor who did it, as {@code agent:<id>}, {@code customer:<id>}, {@code system:<service>}
 * @param origin whether this happens now or is brought in from elsewhere
 * @param data the event itself; null is a tombstone (compacted topics only)
 */
public record Envelope<E>(
        UUID id,
        String type,
        String source,
        String subject,
        Instant time,
        long version,
        UUID correlationId,
        @Nullable UUID causationId,
        int causationDepth,
        String actor,
        Origin origin,
        @Nullable E data) {

    /** The data of an event that cannot be a tombstone. */
    public E require() {
        return Objects.requireNonNull(data, () -> type + " " + id + " has no data");
    }
}
