package dev.casestream.analytics;

import dev.casestream.analytics.domain.TicketState;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.Topic;
import java.util.function.BiFunction;

/**
 * A stream that the projection is folded from.
 *
 * @param versionColumn where {@code ticket_state} keeps how far a ticket is in it
 */
record Source<E>(Topic topic, String versionColumn, BiFunction<TicketState, Envelope<E>, TicketState> fold) {

    static final Source<TicketEvent> TICKETS =
            new Source<>(Topic.TICKETS, "ticket_version", TicketState::withTicketEvent);
    static final Source<SlaEvent> SLA = new Source<>(Topic.SLA, "sla_version", TicketState::withSlaEvent);
}
