package dev.casestream.sla.domain;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketStatus;
import java.util.EnumSet;
import java.util.Set;

/** What an event asks of a clock. */
enum Demand {
    RUN,
    PAUSE,
    FULFIL,
    CANCEL;

    static Demand of(ClockType type, TicketEvent event, Set<TicketStatus> pausedIn) {
        if (fulfils(event, type)) {
            return FULFIL;
        }
        if (endings(type).contains(event.status())) {
            return CANCEL;
        }
        return pausedIn.contains(event.status()) ? PAUSE : RUN;
    }

    private static boolean fulfils(TicketEvent event, ClockType type) {
        return switch (type) {
            case FIRST_ASSIGN -> event instanceof TicketAssigned e && e.agent() != null;
            case FIRST_RESPONSE, NEXT_RESPONSE ->
                event instanceof ReplyAccepted e && e.authorRole() == AuthorRole.AGENT;
            case RESOLUTION -> event.status() == TicketStatus.SOLVED;
            case PERIODIC_UPDATE -> false;
        };
    }

    /** A next response is owed no more once we wait for the customer; the others end with the case. */
    private static Set<TicketStatus> endings(ClockType type) {
        return type == ClockType.NEXT_RESPONSE
                ? EnumSet.of(TicketStatus.PENDING, TicketStatus.SOLVED, TicketStatus.CLOSED)
                : EnumSet.of(TicketStatus.SOLVED, TicketStatus.CLOSED);
    }
}
