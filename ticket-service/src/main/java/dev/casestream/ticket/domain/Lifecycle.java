package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.NEW;
import static dev.casestream.contracts.TicketStatus.ON_HOLD;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.PENDING;
import static dev.casestream.contracts.TicketStatus.SOLVED;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.RoutingEvent;
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
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The transition table of a ticket: which command is possible in which status, and what it causes.
 *
 * @param reopenWindow how long after solving a customer's message opens the ticket again
 */
public record Lifecycle(Duration reopenWindow) {

    /** The rule by which routing-service moves the tickets of an agent who has gone. */
    private static final String AWAY_AND_REASSIGN = "away-and-reassign.v1";

    /** Who solves a ticket whose alarm is over. */
    private static final String MONITORING = "monitoring";

    /** Half of the time that routing keeps the place for: the answer has to arrive there too. */
    private static final Duration PROPOSAL_HOLDS = RoutingEvent.PLACE_IS_KEPT.dividedBy(2);

    private static final Duration LONGEST_SNOOZE = Duration.ofDays(366);

    static final Set<TicketStatus> NOT_CLOSED = EnumSet.complementOf(EnumSet.of(CLOSED));
    static final Set<TicketStatus> UNSOLVED = EnumSet.of(NEW, OPEN, PENDING, ON_HOLD);
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
            case ReceiveAlarm c -> from(NOT_CLOSED, t, "alarm", () -> alarmed(t, c.message(), at));
            case EndAlarm c -> ended(t, c, at);
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
            case Snooze c -> from(EnumSet.of(OPEN, PENDING), t, "snooze", () -> snoozed(t, c, at));
            case Wake c ->
                from(EnumSet.of(PENDING, ON_HOLD), t, "wake", () -> accepted(new TicketAwakened(t.id(), at, OPEN)));
            case Label c -> from(NOT_CLOSED, t, "label", () -> labelled(t, c, at));
            case ChangeFields c ->
                from(
                        NOT_CLOSED,
                        t,
                        "change-fields",
                        () -> c.names().isEmpty()
                                ? accepted()
                                : accepted(new FieldsChanged(t.id(), at, t.status(), c.names())));
            case Mention c ->
                from(
                        NOT_CLOSED,
                        t,
                        "mention",
                        () -> accepted(
                                new AgentsMentioned(t.id(), at, t.status(), c.messageId(), c.agents(), c.teams())));
            case CopyReply c ->
                from(
                        NOT_CLOSED,
                        t,
                        "copy",
                        () -> accepted(
                                new ReplyCopied(t.id(), at, t.status(), c.messageId(), c.customerId(), c.channel())));
            case ApplyMacro c ->
                from(NOT_CLOSED, t, "macro", () -> accepted(new MacroApplied(t.id(), at, t.status(), c.macroId())));
            case LogTime c ->
                from(
                        NOT_CLOSED,
                        t,
                        "log-time",
                        () -> accepted(new TimeLogged(
                                t.id(), at, t.status(), c.entryId(), c.agent(), c.minutes(), c.activity())));
            case RemoveTime c ->
                from(
                        NOT_CLOSED,
                        t,
                        "remove-time",
                        () -> accepted(new TimeEntryRemoved(t.id(), at, t.status(), c.entryId(), c.minutes())));
            case Merge c -> Joining.merged(t, c, at);
            case Absorb c -> Joining.absorbed(t, c, at);
            case UndoMerge c -> Joining.undone(t, c, at);
            case UndoAbsorption c -> accepted(new AbsorptionReverted(t.id(), at, t.status(), c.source(), c.messages()));
            case Split c ->
                from(
                        NOT_CLOSED,
                        t,
                        "split",
                        () -> accepted(new TicketDivided(t.id(), at, t.status(), c.into(), c.messages())));
            case SplitOff c ->
                from(
                        NOT_CLOSED,
                        t,
                        "split",
                        () -> accepted(new TicketBranched(t.id(), at, t.status(), c.source(), c.messages())));
            case Link c -> from(NOT_CLOSED, t, "link", () -> Joining.linked(t, c, at));
            case Unlink c ->
                from(
                        NOT_CLOSED,
                        t,
                        "unlink",
                        () -> accepted(new TicketUnlinked(t.id(), at, t.status(), c.type(), c.other())));
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
        return t.is(SOLVED) ? reopened(t, c, at, OPEN) : accepted(message(t, c, at, t.is(NEW) ? NEW : OPEN));
    }

    /** An alarm that fires again opens its ticket again; one that still fires changes nothing. */
    private Decision alarmed(Ticket t, ReceiveCustomerMessage c, Instant at) {
        var back = t.assignment().agent() == null ? NEW : OPEN;
        return t.is(SOLVED) ? reopened(t, c, at, back) : accepted(message(t, c, at, t.status()));
    }

    /** What is over needs nobody any more, whoever has it; a ticket that has ended only hears of it. */
    private static Decision ended(Ticket t, EndAlarm c, Instant at) {
        return accepted(Stream.of(
                c.message() == null ? null : message(t, c.message(), at, t.status()),
                UNSOLVED.contains(t.status()) ? new TicketSolved(t.id(), at, SOLVED, MONITORING) : null));
    }

    private Decision reopened(Ticket t, ReceiveCustomerMessage c, Instant at, TicketStatus status) {
        var until = Objects.requireNonNull(t.solvedAt()).plus(reopenWindow);
        return at.isAfter(until)
                ? refused("reopen-window-passed", "The ticket could be reopened until " + until)
                : accepted(
                        new TicketReopened(t.id(), at, status, ReopenReason.CUSTOMER_MESSAGE),
                        message(t, c, at, status));
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
        var rule = whyNot(t, c, at);
        return rule == null
                ? accepted(new TicketAssigned(t.id(), at, taken(t, c.agent()), c.team(), c.agent(), c.decisionId()))
                : accepted(new AssignmentDeclined(t.id(), at, t.status(), c.decisionId(), c.agent(), rule));
    }

    /** An older view of the ticket is good enough, unless it led to what no longer holds. */
    private static @Nullable String whyNot(Ticket t, ApplyProposal c, Instant at) {
        if (t.is(CLOSED)) {
            return "ticket-closed";
        }
        var owner = t.assignment().agent();
        if (owner != null && !movesFrom(owner, c)) {
            return "already-assigned";
        }
        var team = t.assignment().team();
        var moved = c.ticketVersion() < t.version() && team != null && !team.equals(c.team());
        if (moved || t.is(SOLVED)) {
            return "ticket-changed";
        }
        return c.proposedAt().plus(PROPOSAL_HOLDS).isBefore(at) ? "too-late" : null;
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

    /** Who answers what nobody has takes it, so that it never waits for the customer without an agent. */
    private static Decision replied(Ticket t, Reply c, Instant at) {
        if (!AFTER_REPLY.contains(c.status())) {
            return refused("reply-status", "After a reply a ticket is " + names(AFTER_REPLY));
        }
        var taken = t.assignment().agent() == null && c.authorRole() == AuthorRole.AGENT
                ? new TicketAssigned(
                        t.id(), at, taken(t, c.author()), t.assignment().team(), c.author(), null)
                : null;
        if (c.status() != SOLVED) {
            return accepted(Stream.of(taken, reply(t, c, at, c.status())));
        }
        return taken == null && t.assignment().agent() == null
                ? needsAgent()
                : accepted(Stream.of(
                        taken,
                        reply(t, c, at, taken == null ? t.status() : taken.status()),
                        new TicketSolved(t.id(), at, SOLVED, c.author())));
    }

    private static TicketEvent reply(Ticket t, Reply c, Instant at, TicketStatus status) {
        return new ReplyAccepted(
                t.id(), at, status, c.messageId(), c.authorRole(), c.author(), t.customerId(), c.channel());
    }

    private static Decision snoozed(Ticket t, Snooze c, Instant at) {
        if (!c.until().isAfter(at)) {
            return refused("snooze-into-the-past", "It can be snoozed until a time to come; it is " + at);
        }
        return c.until().isAfter(at.plus(LONGEST_SNOOZE))
                ? refused("snooze-too-long", "It can be snoozed for at most " + LONGEST_SNOOZE.toDays() + " days")
                : accepted(new TicketSnoozed(t.id(), at, PENDING, c.until()));
    }

    private static Decision labelled(Ticket t, Label c, Instant at) {
        if (c.code() != null && c.within() != t.status()) {
            return refused(
                    "custom-status-elsewhere", c.code() + " lies in " + c.within() + "; the ticket is " + t.status());
        }
        return Objects.equals(c.code(), t.customStatus())
                ? accepted()
                : accepted(new CustomStatusChanged(t.id(), at, t.status(), c.code()));
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

    static Decision from(Set<TicketStatus> allowed, Ticket t, String command, Supplier<Decision> decision) {
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

    private static Decision accepted(Stream<@Nullable TicketEvent> events) {
        return new Accepted(events.filter(Objects::nonNull).toList());
    }

    static Decision accepted(TicketEvent... events) {
        return new Accepted(List.of(events));
    }

    static Decision refused(String rule, String detail) {
        return new Refused(rule, detail);
    }

    private static String names(Set<TicketStatus> statuses) {
        return statuses.stream().map(TicketStatus::name).collect(Collectors.joining(", "));
    }
}
