package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.NEW;
import static dev.casestream.contracts.TicketStatus.ON_HOLD;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.PENDING;
import static dev.casestream.contracts.TicketStatus.SOLVED;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.*;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.TicketCommand.*;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tickets in every status, made of events, and every command. */
final class Cases {

    static final Lifecycle LIFECYCLE = new Lifecycle(Duration.ofDays(7));
    static final Instant T0 = Instant.parse("2026-03-02T09:00:00Z");
    static final UUID ID = new UUID(0, 1);
    static final UUID CUSTOMER = new UUID(0, 2);
    static final UUID MESSAGE = new UUID(0, 3);
    static final UUID OTHER = new UUID(0, 4);
    static final Triage TRIAGE = new Triage(Priority.MEDIUM, null, 1, List.of());

    static final Candidate ALICE_AWAY = new Candidate("alice", null, "away");

    private Cases() {}

    static TicketOpened opened() {
        return new TicketOpened(
                ID,
                T0,
                NEW,
                "CS-1001",
                CUSTOMER,
                null,
                MESSAGE,
                T0,
                "email",
                "en",
                Priority.MEDIUM,
                null,
                1,
                List.of(),
                "support",
                false,
                null);
    }

    /** Taken by alice wherever the status allows it. */
    static Ticket ticket(TicketStatus status) {
        var events = new ArrayList<TicketEvent>(List.of(opened()));
        if (status != NEW) {
            events.add(assigned("alice"));
        }
        switch (status) {
            case NEW, OPEN -> {}
            case PENDING ->
                events.add(new ReplyAccepted(ID, T0, PENDING, MESSAGE, AuthorRole.AGENT, "alice", CUSTOMER, "email"));
            case ON_HOLD -> events.add(new TicketHeld(ID, T0, ON_HOLD));
            case SOLVED -> events.add(new TicketSolved(ID, T0, SOLVED, "alice"));
            case CLOSED -> {
                events.add(new TicketSolved(ID, T0, SOLVED, "alice"));
                events.add(new TicketClosed(ID, T0, CLOSED, CloseReason.AGENT));
            }
        }
        return Ticket.fold(events);
    }

    static TicketAssigned assigned(@Nullable String agent) {
        return new TicketAssigned(ID, T0, OPEN, "support", agent, null);
    }

    static Open open() {
        return new Open(ID, "CS-1001", CUSTOMER, null, MESSAGE, T0, "email", "en", TRIAGE, "support", false, null);
    }

    static ReceiveCustomerMessage customerMessage(boolean automatic) {
        return new ReceiveCustomerMessage(MESSAGE, CUSTOMER, null, T0, "email", "en", automatic);
    }

    static Reply reply(TicketStatus status) {
        return new Reply(MESSAGE, AuthorRole.AGENT, "alice", "email", status);
    }

    static ApplyProposal proposal(long version, String team) {
        return proposal(version, team, "least-loaded.v1");
    }

    /** To give the ticket of one who has gone to bob. */
    static ApplyProposal move(long version, String team, Candidate... others) {
        return proposal(version, team, "away-and-reassign.v1", others);
    }

    static ApplyProposal proposal(long version, String team, String rule, Candidate... others) {
        var candidates = Stream.concat(Stream.of(new Candidate("bob", 0.5, null)), Stream.of(others));
        return new ApplyProposal(
                new UUID(0, 9), T0.plus(Duration.ofHours(1)), version, team, "bob", rule, candidates.toList());
    }

    /** Each command of the vocabulary, by the name that the table gives it. */
    static TicketCommand command(String name) {
        return switch (name) {
            case "open" -> open();
            case "customer message" -> customerMessage(false);
            case "automatic message" -> customerMessage(true);
            case "alarm" -> new ReceiveAlarm(customerMessage(true));
            case "alarm over" -> new EndAlarm(customerMessage(true));
            case "assign agent" -> new Assign(new Assignment("support", "carol"));
            case "assign team" -> new Assign(new Assignment("billing", null));
            case "apply proposal" -> proposal(1, "support");
            case "apply move" -> move(1, "support", ALICE_AWAY);
            case "classify" -> new Classify(new Triage(Priority.HIGH, "refund", 2, List.of("vip")));
            case "reply" -> reply(PENDING);
            case "reply and stay" -> reply(OPEN);
            case "reply and hold" -> reply(ON_HOLD);
            case "reply and solve" -> reply(SOLVED);
            case "reply and close" -> reply(CLOSED);
            case "note" -> new AddNote(MESSAGE, "alice");
            case "solve" -> new Solve("alice");
            case "reopen" -> new Reopen(ReopenReason.AGENT);
            case "close" -> new Close(CloseReason.AGENT);
            case "hold" -> new Hold();
            case "escalate" -> new Escalate("needs-expert");
            case "bot reply" -> new Reply(MESSAGE, AuthorRole.BOT, "helper", "email", PENDING);
            case "snooze" -> new Snooze(T0.plus(Duration.ofDays(1)));
            case "wake" -> new Wake();
            case "custom status" -> new Label("waiting-for-documents", PENDING);
            case "change fields" -> new ChangeFields(List.of("subject"));
            case "mention" -> new Mention(MESSAGE, List.of("bob"), List.of("billing"));
            case "copy reply" -> new CopyReply(MESSAGE, CUSTOMER, "email");
            case "apply macro" -> new ApplyMacro(OTHER);
            case "log time" -> new LogTime(MESSAGE, "alice", 25, "research");
            case "remove time" -> new RemoveTime(MESSAGE, 25);
            case "link" -> new Link(LinkType.CHILD_OF, OTHER, Set.of(), Set.of());
            case "unlink" -> new Unlink(LinkType.CHILD_OF, OTHER);
            case "merge" -> new Merge(OTHER);
            case "absorb" -> new Absorb(OTHER, CUSTOMER, T0);
            case "undo merge" -> new UndoMerge(OPEN, List.of());
            case "undo absorption" -> new UndoAbsorption(OTHER, List.of());
            case "divide" -> new Split(OTHER, List.of(MESSAGE));
            case "branch" -> new SplitOff(OTHER, List.of(MESSAGE));
            default -> throw new IllegalArgumentException(name);
        };
    }
}
