package dev.casestream.routing.domain;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** A ticket and the search for someone to take it. */
public record Assignment(Ticket ticket, Search search) {

    /** The order in which waiting tickets are served: priority, then age. */
    static final Comparator<Assignment> MOST_URGENT_FIRST = Comparator.comparing(
            Assignment::ticket,
            Comparator.comparing(Ticket::priority)
                    .reversed()
                    .thenComparing(Ticket::receivedAt)
                    .thenComparing(Ticket::id));

    /** What an event makes of an assignment; empty for tickets whose opening was never seen. */
    public static Optional<Assignment> on(
            @Nullable Assignment before, Envelope<TicketEvent> said, String defaultTeam, Instant now) {
        if (before != null) {
            return Optional.of(new Assignment(before.ticket.on(said), before.search.on(said.require(), now)));
        }
        return said.require() instanceof TicketOpened opened
                ? Optional.of(new Assignment(Ticket.opened(said, opened, defaultTeam), Search.NONE))
                : Optional.empty();
    }

    /** Nobody has it, nobody was proposed, and it is our turn. */
    public boolean waiting() {
        return ticket.owed() && ticket.agent() == null && search.reservation() == null;
    }

    /** The agents in whose capacity this takes a place. */
    public Set<String> places() {
        var agents = new HashSet<String>();
        if (ticket.owed() && ticket.agent() != null) {
            agents.add(ticket.agent());
        }
        if (search.reservation() != null) {
            agents.add(search.reservation().agent());
        }
        return agents;
    }

    /** Nobody answered the proposal in time. */
    public Assignment unanswered(Instant now) {
        return new Assignment(ticket, search.unanswered(now));
    }

    Assignment after(RoutingEvent event) {
        return new Assignment(ticket, search.after(event));
    }
}
