package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.NEW;
import static dev.casestream.contracts.TicketStatus.ON_HOLD;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.PENDING;
import static dev.casestream.ticket.domain.Lifecycle.NOT_CLOSED;
import static dev.casestream.ticket.domain.Lifecycle.UNSOLVED;
import static dev.casestream.ticket.domain.Lifecycle.accepted;
import static dev.casestream.ticket.domain.Lifecycle.from;
import static dev.casestream.ticket.domain.Lifecycle.refused;

import dev.casestream.contracts.TicketEvent.*;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.TicketCommand.Absorb;
import dev.casestream.ticket.domain.TicketCommand.Link;
import dev.casestream.ticket.domain.TicketCommand.Merge;
import dev.casestream.ticket.domain.TicketCommand.UndoMerge;
import java.time.Instant;
import java.util.Set;

/** How tickets come together and apart. */
final class Joining {

    private static final Set<LinkType> HIERARCHIES = Set.of(LinkType.CHILD_OF, LinkType.INCIDENT_OF);
    private static final Set<TicketStatus> WAITING = Set.of(PENDING, ON_HOLD);

    private Joining() {}

    static Decision merged(Ticket t, Merge c, Instant at) {
        if (t.mergedInto() != null) {
            return refused("already-merged", "The ticket goes on in another already");
        }
        if (c.into().equals(t.id())) {
            return refused("merge-into-itself", "A ticket cannot go on in itself");
        }
        return from(
                NOT_CLOSED,
                t,
                "merge",
                () -> accepted(
                        new TicketMerged(t.id(), at, t.status(), c.into()),
                        new TicketClosed(t.id(), at, CLOSED, CloseReason.MERGED)));
    }

    /** What the customer waits for in the source is owed here. */
    static Decision absorbed(Ticket t, Absorb c, Instant at) {
        return from(UNSOLVED, t, "absorb", () -> {
            var owed = c.unansweredSince() != null && WAITING.contains(t.status());
            return accepted(new TicketAbsorbed(
                    t.id(), at, owed ? OPEN : t.status(), c.source(), c.customerId(), c.unansweredSince()));
        });
    }

    static Decision undone(Ticket t, UndoMerge c, Instant at) {
        var into = t.mergedInto();
        if (into == null) {
            return refused("not-merged", "The ticket does not go on in another");
        }
        var to = c.messages().isEmpty() || c.was() == NEW ? c.was() : OPEN;
        return accepted(new MergeReverted(t.id(), at, to, into, c.messages()));
    }

    static Decision linked(Ticket t, Link c, Instant at) {
        if (c.other().equals(t.id())) {
            return refused("link-to-itself", "A ticket cannot be linked to itself");
        }
        if (c.existing().contains(c.other())) {
            return accepted();
        }
        if (HIERARCHIES.contains(c.type()) && !c.existing().isEmpty()) {
            return refused("linked-already", "It is " + c.type() + " another ticket already");
        }
        return c.above().contains(t.id())
                ? refused("link-cycle", "The other ticket depends on this one already")
                : accepted(new TicketLinked(t.id(), at, t.status(), c.type(), c.other()));
    }
}
