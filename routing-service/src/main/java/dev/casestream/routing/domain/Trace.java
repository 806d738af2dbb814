package dev.casestream.routing.domain;

import dev.casestream.contracts.Envelope;
import java.util.UUID;

/** Which event a decision answers to: the last one about the ticket. */
public record Trace(UUID correlationId, UUID eventId, int depth) {

    static Trace of(Envelope<?> event) {
        return new Trace(event.correlationId(), event.id(), event.causationDepth());
    }
}
