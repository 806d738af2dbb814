package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.SOLVED;

import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.*;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A case as its events have made it.
 *
 * @param version how many events it has seen
 * @param updatedAt when the last of them happened; time never falls within a ticket
 * @param solvedAt when it was last solved; null while it is not
 * @param customStatus a label inside the status
 * @param wakeAt when it is open again at the latest, while it is snoozed
 * @param mergedInto the ticket that it goes on in
 */
public record Ticket(
        UUID id,
        String number,
        UUID customerId,
        String channel,
        @Nullable String language,
        @Nullable UUID followUpOf,
        long version,
        TicketStatus status,
        Triage triage,
        Assignment assignment,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant solvedAt,
        @Nullable Instant closedAt,
        @Nullable String customStatus,
        @Nullable Instant wakeAt,
        @Nullable UUID mergedInto) {

    /** A ticket after its first event. */
    public static Ticket of(TicketOpened e) {
        return new Ticket(
                e.ticketId(),
                e.number(),
                e.customerId(),
                e.channel(),
                e.language(),
                e.followUpOf(),
                1,
                e.status(),
                new Triage(e.priority(), e.category(), e.level(), e.tags()),
                new Assignment(e.team(), null),
                e.at(),
                e.at(),
                null,
                null,
                null,
                null,
                null);
    }

    /** A ticket as it was after these events, its first and those that follow. */
    public static Ticket fold(List<? extends TicketEvent> events) {
        if (events.isEmpty() || !(events.getFirst() instanceof TicketOpened opened)) {
            throw new IllegalArgumentException("the log of a ticket begins with its opening");
        }
        var ticket = of(opened);
        for (var event : events.subList(1, events.size())) {
            ticket = ticket.evolve(event);
        }
        return ticket;
    }

    /** The ticket after one more event. */
    public Ticket evolve(TicketEvent event) {
        return switch (event) {
            case TicketOpened e -> throw new IllegalArgumentException(number + " is opened already");
            case TicketAssigned e -> next(e, triage, new Assignment(e.team(), e.agent()));
            case TicketTriaged e -> next(e, new Triage(e.priority(), e.category(), e.level(), e.tags()), assignment);
            case TicketEscalated e ->
                next(e, new Triage(e.priority(), triage.category(), e.level(), triage.tags()), assignment);
            case CustomStatusChanged e -> next(e, triage, assignment).labelled(e.customStatus());
            case TicketSnoozed e -> next(e, triage, assignment).waiting(e.until());
            case TicketMerged e -> next(e, triage, assignment).goingOnIn(e.into());
            case MergeReverted e -> next(e, triage, assignment).goingOnIn(null);
            case TicketAwakened e -> next(e, triage, assignment);
            case FieldsChanged e -> next(e, triage, assignment);
            case AgentsMentioned e -> next(e, triage, assignment);
            case ReplyCopied e -> next(e, triage, assignment);
            case TicketAbsorbed e -> next(e, triage, assignment);
            case AbsorptionReverted e -> next(e, triage, assignment);
            case TicketDivided e -> next(e, triage, assignment);
            case TicketBranched e -> next(e, triage, assignment);
            case TicketLinked e -> next(e, triage, assignment);
            case TicketUnlinked e -> next(e, triage, assignment);
            case TimeLogged e -> next(e, triage, assignment);
            case TimeEntryRemoved e -> next(e, triage, assignment);
            case MacroApplied e -> next(e, triage, assignment);
            case CustomerMessageReceived e -> next(e, triage, assignment);
            case AssignmentDeclined e -> next(e, triage, assignment);
            case ReplyAccepted e -> next(e, triage, assignment);
            case NoteAdded e -> next(e, triage, assignment);
            case TicketSolved e -> next(e, triage, assignment);
            case TicketReopened e -> next(e, triage, assignment);
            case TicketClosed e -> next(e, triage, assignment);
            case TicketHeld e -> next(e, triage, assignment);
        };
    }

    /** A time for the next event: now, unless the clock has stepped back behind the last one. */
    Instant notBefore(Instant now) {
        return now.isBefore(updatedAt) ? updatedAt : now;
    }

    boolean is(TicketStatus other) {
        return status == other;
    }

    private Ticket next(TicketEvent event, Triage nextTriage, Assignment nextAssignment) {
        var to = event.status();
        return new Ticket(
                id,
                number,
                customerId,
                channel,
                language,
                followUpOf,
                version + 1,
                to,
                nextTriage,
                nextAssignment,
                createdAt,
                event.at(),
                to == SOLVED && solvedAt == null ? event.at() : to == SOLVED || to == CLOSED ? solvedAt : null,
                to == CLOSED && !is(CLOSED) ? event.at() : to == CLOSED ? closedAt : null,
                is(to) ? customStatus : null,
                is(to) ? wakeAt : null,
                mergedInto);
    }

    private Ticket labelled(@Nullable String label) {
        return with(label, wakeAt, mergedInto);
    }

    private Ticket waiting(Instant until) {
        return with(customStatus, until, mergedInto);
    }

    private Ticket goingOnIn(@Nullable UUID other) {
        return with(customStatus, wakeAt, other);
    }

    private Ticket with(@Nullable String label, @Nullable Instant until, @Nullable UUID other) {
        return new Ticket(
                id,
                number,
                customerId,
                channel,
                language,
                followUpOf,
                version,
                status,
                triage,
                assignment,
                createdAt,
                updatedAt,
                solvedAt,
                closedAt,
                label,
                until,
                other);
    }
}
