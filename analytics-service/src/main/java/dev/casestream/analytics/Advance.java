package dev.casestream.analytics;

import dev.casestream.analytics.domain.TicketState;
import dev.casestream.analytics.metrics.Taken;
import dev.casestream.contracts.Envelope;
import java.util.List;
import java.util.UUID;

/**
 * How far a batch brings one ticket.
 *
 * @param last the last event that changed something
 */
record Advance(UUID ticket, TicketState state, List<Measured> measured, Envelope<?> last) {

    /** A measurement and the event that gave it. */
    record Measured(Envelope<?> cause, Taken taken) {}
}
