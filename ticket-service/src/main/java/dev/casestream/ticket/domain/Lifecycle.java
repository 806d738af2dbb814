package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.NEW;
import static dev.casestream.contracts.TicketStatus.ON_HOLD;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.PENDING;
import static dev.casestream.contracts.TicketStatus.SOLVED;

import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.*;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Decision.Refused;
import dev.casestream.ticket.domain.TicketCommand.*;
import java.time.Duration;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * The transition table of a ticket: which command is possible in which status, and what it causes.
 *
 * @param reopenWindow how long after solving a customer's message opens the ticket again
 */
public record Lifecycle(Duration reopenWindow) {

    /** The rule by which routing-service moves the tickets of an agent who has gone. */
    private static final String AWAY_AND_REASSIGN = "away-and-reassign.v1";

    private static final Set<TicketStatus> NOT_CLOSED = EnumSet.complementOf(EnumSet.of(CLOSED));
    private static final Set<TicketStatus> UNSOLVED = EnumSet.of(NEW, OPEN, PENDING, ON_HOLD);
    private static final Set<TicketStatus> AFTER_REPLY = EnumSet.of(OPEN, PENDING, ON_HOLD, SOLVED);

    /** @param ticket as it is now; null when there is none yet */
    public Decision decide(@Nullable Ticket ticket, TicketCommand command, Instant now) {
        if (ticket == null) {
            return command instanceof Open c
                    ? accepted(open(c, now))
                    : refused("ticket-unknown", "There is no ticket yet");
        }
        var t = ticket;
        var at = t.notBefore(now);
        return switch (command) {
            case Open c -> refused("ticket-exists", "The ticket is open already");
            case ReceiveCustomerMessage c -> from(NOT_CLOSED, t, "message", () -> received(t, c, at));
            case Assign c -> from(NOT_CLOSED, t, "assign", () -> assigned(t, c, at));
            case ApplyProposal c -> proposed(t, c, at);
            case Classify c -> from(NOT_CLOSED, t, "classify", () -> classified(t, c, at));
            case Reply c -> from(UNSOLVED, t, "reply", () -> replied(t, c, at));
            case AddNote c ->
                from(
                        NOT_CLOSED,
                        t,
                        "note",
                        () -> accepted(new NoteAdded(t.id(), at, t.status(), c.messageId(), c.author())));
            case Solve c -> from(UNSOLVED, t, "solve", () -> solved(t, c, at));
            case Reopen c ->
                from(EnumSet.of(SOLVED), t, "reopen", () -> accepted(new TicketReopened(t.id(), at, OPEN, c.reason())));
            case Close c ->
                from(EnumSet.of(SOLVED), t, "close", () -> accepted(new TicketClosed(t.id(), at, CLOSED, c.reason())));
            case Hold c -> from(EnumSet.of(OPEN), t, "hold", () -> accepted(new TicketHeld(t.id(), at, ON_HOLD)));
            case Escalate c -> escalated(t, c, at);
        };
    }

    /** A ticket begins; nothing refuses that. */
    public static TicketOpened open(Open c, Instant at) {
        return new TicketOpened(
                c.ticketId(),
                at,
                NEW,
                c.number(),
                c.customerId(),
                c.inquiryId(),
                c.messageId(),
                c.receivedAt(),
                c.channel(),
                c.language(),
                c.triage().priority(),
                c.triage().category(),
                c.triage().level(),
                c.triage().tags(),
                c.team(),
                c.automatic(),
                c.followUpOf());
    }

    private Decision received(Ticket t, ReceiveCustomerMessage c, Instant at) {
        if (c.automatic()) {
            return accepted(message(t, c, at, t.status()));
        }
        if (!t.is(SOLVED)) {
            return accepted(message(t, c, at, t.is(NEW) ? NEW : OPEN));
        }
        var until = Objects.requireNonNull(t.solvedAt()).plus(reopenWindow);
        return at.isAfter(until)
                ? refused("reopen-window-passed", "The ticket could be reopened until " + until)
                : accepted(
                        new TicketReopened(t.id(), at, OPEN, ReopenReason.CUSTOMER_MESSAGE), message(t, c, at, OPEN));
    }

    private static TicketEvent message(Ticket t, ReceiveCustomerMessage c, Instant at, TicketStatus status) {
        return new CustomerMessageReceived(
                t.id(),
                at,
                status,
                c.messageId(),
                c.customerId(),
                c.inquiryId(),
                c.receivedAt(),
                c.channel(),
                c.language(),
                c.automatic());
    }

    private static Decision assigned(Ticket t, Assign c, Instant at) {
        var to = c.assignment();
        return to.equals(t.assignment())
                ? accepted()
                : accepted(new TicketAssigned(t.id(), at, taken(t, to.agent()), to.team(), to.agent(), null));
    }

    private static Decision proposed(Ticket t, ApplyProposal c, Instant at) {
        var rule = whyNot(t, c);
        return rule == null
                ? accepted(new TicketAssigned(t.id(), at, taken(t, c.agent()), c.team(), c.agent(), c.decisionId()))
                : accepted(new AssignmentDeclined(t.id(), at, t.status(), c.decisionId(), c.agent(), rule));
    }

    /** An older view of the ticket is good enough, unless it led to what no longer holds. */
    private static @Nullable String whyNot(Ticket t, ApplyProposal c) {
        if (t.is(CLOSED)) {
            return "ticket-closed";
        }
        var owner = t.assignment().agent();
        if (owner != null && !movesFrom(owner, c)) {
            return "already-assigned";
        }
        var team = t.assignment().team();
        var moved = c.ticketVersion() < t.version() && team != null && !team.equals(c.team());
        return moved || t.is(SOLVED) ? "ticket-changed" : null;
    }

    /** Whether it moves what the owner, who has gone, leaves behind. */
    private static boolean movesFrom(String owner, ApplyProposal c) {
        return c.rule().equals(AWAY_AND_REASSIGN)
                && c.candidates().stream().anyMatch(one -> one.agent().equals(owner) && one.excluded() != null);
    }

    private static TicketStatus taken(Ticket t, @Nullable String agent) {
        return t.is(NEW) && agent != null ? OPEN : t.status();
    }

    private static Decision classified(Ticket t, Classify c, Instant at) {
        var to = c.triage();
        return to.equals(t.triage())
                ? accepted()
                : accepted(
                        new TicketTriaged(t.id(), at, t.status(), to.priority(), to.category(), to.level(), to.tags()));
    }

    private static Decision replied(Ticket t, Reply c, Instant at) {
        if (!AFTER_REPLY.contains(c.status())) {
            return refused("reply-status", "After a reply a ticket is " + names(AFTER_REPLY));
        }
        if (c.status() != SOLVED) {
            return accepted(reply(t, c, at, c.status()));
        }
        return t.assignment().agent() == null
                ? needsAgent()
                : accepted(reply(t, c, at, t.status()), new TicketSolved(t.id(), at, SOLVED, c.author()));
    }

    private static TicketEvent reply(Ticket t, Reply c, Instant at, TicketStatus status) {
        return new ReplyAccepted(
                t.id(), at, status, c.messageId(), c.authorRole(), c.author(), t.customerId(), c.channel());
    }

    private static Decision solved(Ticket t, Solve c, Instant at) {
        return t.assignment().agent() == null
                ? needsAgent()
                : accepted(new TicketSolved(t.id(), at, SOLVED, c.agent()));
    }

    private static Decision escalated(Ticket t, Escalate c, Instant at) {
        if (t.triage().isAtTheTop()) {
            return refused("escalated-to-the-top", "There is no higher level and no higher priority");
        }
        var to = t.triage().escalated();
        return accepted(new TicketEscalated(t.id(), at, t.status(), to.level(), to.priority(), c.reason()));
    }

    private static Decision from(Set<TicketStatus> allowed, Ticket t, String command, Supplier<Decision> decision) {
        if (allowed.contains(t.status())) {
            return decision.get();
        }
        return t.is(CLOSED)
                ? refused("ticket-closed", "The ticket is CLOSED; open a new one")
                : refused(
                        command + "-status", "Possible while a ticket is " + names(allowed) + "; it is " + t.status());
    }

    private static Decision needsAgent() {
        return refused("solve-needs-agent", "Only a ticket that is assigned to an agent can be solved");
    }

    private static Decision accepted(TicketEvent... events) {
        return new Accepted(List.of(events));
    }

    private static Decision refused(String rule, String detail) {
        return new Refused(rule, detail);
    }

    private static String names(Set<TicketStatus> statuses) {
        return statuses.stream().map(TicketStatus::name).collect(Collectors.joining(", "));
    }
}
