package dev.casestream.chassis.events;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import io.opentelemetry.api.trace.SpanContext;

/**
 * An event on its way out.
 *
 * @param partitionKey what chooses the partition; the event's subject unless records of several keys must share one
 *     (messages of a ticket)
 * @param trace that it is part of; invalid for that of the transaction
 */
public record Outgoing(Topic topic, String partitionKey, Envelope<?> event, SpanContext trace) {

    public Outgoing(Topic topic, String partitionKey, Envelope<?> event) {
        this(topic, partitionKey, event, SpanContext.getInvalid());
    }

    public static Outgoing to(Topic topic, Envelope<?> event) {
        return new Outgoing(topic, event.subject(), event);
    }

    /** The same within a trace of its own. */
    public Outgoing within(SpanContext other) {
        return new Outgoing(topic, partitionKey, event, other);
    }
}
