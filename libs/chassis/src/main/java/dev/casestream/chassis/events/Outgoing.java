package dev.casestream.chassis.events;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;

/**
 * An event on its way out.
 *
 * @param partitionKey what chooses the partition; the event's subject unless records of several keys must share one
 *     (messages of a ticket)
 */
public record Outgoing(Topic topic, String partitionKey, Envelope<?> event) {

    public static Outgoing to(Topic topic, Envelope<?> event) {
        return new Outgoing(topic, event.subject(), event);
    }
}
