package dev.casestream.routing.domain;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketEscalated;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What routing has to know of a ticket, as ticket-service said it.
 *
 * @param version of the last event seen
 * @param receivedAt when the customer's message reached us; the age counts from here
 * @param live false as long as everything about it was imported or replayed; such a ticket moves no agent
 */
public record Ticket(
        UUID id,
        String number,
        long version,
        TicketStatus status,
        Priority priority,
        String team,
        @Nullable String agent,
        Instant receivedAt,
        boolean live,
        Trace trace) {

    static Ticket opened(Envelope<TicketEvent> said, TicketOpened event, String defaultTeam) {
        return new Ticket(
                event.ticketId(),
                event.number(),
                said.version(),
                event.status(),
                event.priority(),
                event.team() == null ? defaultTeam : event.team(),
                null,
                event.receivedAt(),
                said.origin() == Origin.LIVE,
                Trace.of(said));
    }

    Ticket on(Envelope<TicketEvent> said) {
        var event = said.require();
        var assigned = event instanceof TicketAssigned e ? e : null;
        var priorityNow = switch (event) {
            case TicketTriaged e -> e.priority();
            case TicketEscalated e -> e.priority();
            default -> priority;
        };
        return new Ticket(
                id,
                number,
                said.version(),
                event.status(),
                priorityNow,
                assigned == null || assigned.team() == null ? team : assigned.team(),
                assigned == null ? agent : assigned.agent(),
                receivedAt,
                live || said.origin() == Origin.LIVE,
                Trace.of(said));
    }

    /** Whether it is our turn: only this counts as load. */
    public boolean owed() {
        return status == TicketStatus.NEW || status == TicketStatus.OPEN;
    }
}
