package dev.casestream.chassis.events;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.Origin;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Why something happens and who does it: what every event of one decision inherits.
 *
 * @param causationId the event that is reacted to; null for a request from outside
 * @param causationDepth how long the chain of reactions is already
 */
public record Cause(UUID correlationId, @Nullable UUID causationId, int causationDepth, String actor, Origin origin) {

    /** A person or machine asks for something, live. */
    public static Cause request(String actor) {
        return new Cause(Ids.next(), null, 0, actor, Origin.LIVE);
    }

    /** An event is reacted to: correlation and origin go on, the depth grows by one. */
    public static Cause of(Envelope<?> event, String actor) {
        return new Cause(event.correlationId(), event.id(), event.causationDepth() + 1, actor, event.origin());
    }

    /** The same chain on behalf of someone else. */
    public Cause as(String otherActor) {
        return new Cause(correlationId, causationId, causationDepth, otherActor, origin);
    }

    /**
     * Wraps data as an event of this cause.
     *
     * @param source the service, as {@code /ticket-service}
     * @param subject the Kafka key
     * @param version next version of that key on its topic, taken under the lock on the key's row
     */
    public <E> Envelope<E> envelope(String source, String subject, long version, Instant time, E data) {
        return new Envelope<>(
                Ids.next(),
                EventType.of(data.getClass()),
                source,
                subject,
                time,
                version,
                correlationId,
                causationId,
                causationDepth,
                actor,
                origin,
                data);
    }

    /** The end of a key on a compacted topic. */
    public <E> Envelope<E> tombstone(String source, String subject, long version, Instant time, Class<E> type) {
        return new Envelope<>(
                Ids.next(),
                EventType.of(type),
                source,
                subject,
                time,
                version,
                correlationId,
                causationId,
                causationDepth,
                actor,
                origin,
                null);
    }
}
