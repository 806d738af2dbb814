package dev.casestream.contracts;

import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What ticket-service says: the facts of a case, kept for ever. Topic {@code casestream.tickets}, key and order by
 * ticket id. Who did it is the envelope's {@code actor}; the words are in {@link MessageText}.
 */
public sealed interface TicketEvent {

    UUID ticketId();

    /** When it was decided, by the clock of ticket-service's database; never falls within a ticket. */
    Instant at();

    /** The ticket's status after this event. */
    TicketStatus status();

    /**
     * @param number the short human number, as {@code CS-1042}
     * @param inquiryId the request that it came from; null when an agent opened it
     * @param messageId the customer's first message
     * @param receivedAt when the customer's message reached us; response times count from here
     * @param followUpOf the closed ticket that the customer answered to
     */
    record TicketOpened(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            String number,
            UUID customerId,
            @Nullable UUID inquiryId,
            UUID messageId,
            Instant receivedAt,
            String channel,
            @Nullable String language,
            Priority priority,
            @Nullable String category,
            int level,
            List<String> tags,
            @Nullable String team,
            boolean automatic,
            @Nullable UUID followUpOf)
            implements TicketEvent {}

    /** The customer wrote again; a pending or held ticket is open after it. */
    record CustomerMessageReceived(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            UUID messageId,
            UUID customerId,
            @Nullable UUID inquiryId,
            Instant receivedAt,
            String channel,
            @Nullable String language,
            boolean automatic)
            implements TicketEvent {}

    /**
     * @param agent null when it waits in the team's queue
     * @param decisionId the proposal of routing-service that was followed; null when a person decided
     */
    record TicketAssigned(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            @Nullable String team,
            @Nullable String agent,
            @Nullable UUID decisionId)
            implements TicketEvent {}

    /**
     * A proposal of routing-service was not followed.
     *
     * @param rule why: {@code ticket-changed}, {@code ticket-closed}, {@code already-assigned}, {@code too-late}
     */
    record AssignmentDeclined(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            UUID decisionId,
            @Nullable String agent,
            String rule) implements TicketEvent {}

    /** Priority, category, level or tags changed; all four as they are now. */
    record TicketTriaged(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            Priority priority,
            @Nullable String category,
            int level,
            List<String> tags)
            implements TicketEvent {}

    /**
     * A public reply was accepted for delivery: written to the ticket, now notification-service's to send.
     *
     * @param author the agent's or bot's id
     * @param channel the channel that it goes out through
     */
    record ReplyAccepted(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            UUID messageId,
            AuthorRole authorRole,
            String author,
            UUID customerId,
            String channel)
            implements TicketEvent {}

    /** An internal note. */
    record NoteAdded(UUID ticketId, Instant at, TicketStatus status, UUID messageId, String author)
            implements TicketEvent {}

    /** @param agent who solved it */
    record TicketSolved(UUID ticketId, Instant at, TicketStatus status, String agent) implements TicketEvent {}

    record TicketReopened(UUID ticketId, Instant at, TicketStatus status, ReopenReason reason) implements TicketEvent {}

    /** Why a solved ticket is open again. */
    enum ReopenReason {
        CUSTOMER_MESSAGE,
        AGENT,
        /** The agent takes back a wrong answer. */
        CORRECTION
    }

    record TicketClosed(UUID ticketId, Instant at, TicketStatus status, CloseReason reason) implements TicketEvent {}

    enum CloseReason {
        AGENT,
        /** The reopen window has passed. */
        AUTOMATIC,
        MERGED
    }

    /** Waiting for a third party. */
    record TicketHeld(UUID ticketId, Instant at, TicketStatus status) implements TicketEvent {}

    /** One level up, priority raised unless it is at the top already. */
    record TicketEscalated(UUID ticketId, Instant at, TicketStatus status, int level, Priority priority, String reason)
            implements TicketEvent {}

    /** Waiting for the customer, but at the latest until then; {@link TicketAwakened} follows unless something happens. */
    record TicketSnoozed(UUID ticketId, Instant at, TicketStatus status, Instant until) implements TicketEvent {}

    /** The time that it was snoozed until has come. */
    record TicketAwakened(UUID ticketId, Instant at, TicketStatus status) implements TicketEvent {}

    /**
     * A label inside the status, as a reason to wait. It ends when the status changes.
     *
     * @param customStatus its code; null when it has none any more
     */
    record CustomStatusChanged(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            @Nullable String customStatus) implements TicketEvent {}

    /** Words of the ticket changed: its subject, custom fields. */
    record FieldsChanged(UUID ticketId, Instant at, TicketStatus status, List<String> fields) implements TicketEvent {}

    /**
     * A note addresses people.
     *
     * @param agents ids of agents
     * @param teams ids of teams
     */
    record AgentsMentioned(
            UUID ticketId, Instant at, TicketStatus status, UUID messageId, List<String> agents, List<String> teams)
            implements TicketEvent {}

    /**
     * A public reply goes to somebody else too: who asked in a ticket that goes on in this one.
     *
     * @param messageId the reply's, of the {@link ReplyAccepted} before it
     */
    record ReplyCopied(UUID ticketId, Instant at, TicketStatus status, UUID messageId, UUID customerId, String channel)
            implements TicketEvent {}

    /** It goes on in another ticket; {@link TicketClosed} follows. */
    record TicketMerged(UUID ticketId, Instant at, TicketStatus status, UUID into) implements TicketEvent {}

    /**
     * Another ticket goes on in this one.
     *
     * @param source the other, which is closed now
     * @param customerId who asks for help in it
     * @param unansweredSince when the customer wrote in it what nobody has answered; null when nothing waits
     */
    record TicketAbsorbed(
            UUID ticketId,
            Instant at,
            TicketStatus status,
            UUID source,
            UUID customerId,
            @Nullable Instant unansweredSince)
            implements TicketEvent {}

    /**
     * A merge was taken back: this ticket goes on by itself.
     *
     * @param from the ticket that it was merged into
     * @param messages what was meant for this one and had gone to the other meanwhile; they are here now
     */
    record MergeReverted(UUID ticketId, Instant at, TicketStatus status, UUID from, List<UUID> messages)
            implements TicketEvent {}

    /** A ticket that went on in this one goes on by itself. */
    record AbsorptionReverted(UUID ticketId, Instant at, TicketStatus status, UUID source, List<UUID> messages)
            implements TicketEvent {}

    /** A part of the conversation has become a ticket of its own. */
    record TicketDivided(UUID ticketId, Instant at, TicketStatus status, UUID into, List<UUID> messages)
            implements TicketEvent {}

    /** This ticket, opened just now, began as a part of another's conversation. */
    record TicketBranched(UUID ticketId, Instant at, TicketStatus status, UUID source, List<UUID> messages)
            implements TicketEvent {}

    /** How one ticket stands to another. */
    enum LinkType {
        /** The other is the whole: it ends after its parts. */
        CHILD_OF,
        RELATED_TO,
        DUPLICATE_OF,
        /** The other is the problem that causes this one. */
        INCIDENT_OF
    }

    record TicketLinked(UUID ticketId, Instant at, TicketStatus status, LinkType type, UUID other)
            implements TicketEvent {}

    record TicketUnlinked(UUID ticketId, Instant at, TicketStatus status, LinkType type, UUID other)
            implements TicketEvent {}

    /**
     * Somebody worked on it.
     *
     * @param activity a code
     */
    record TimeLogged(
            UUID ticketId, Instant at, TicketStatus status, UUID entryId, String agent, int minutes, String activity)
            implements TicketEvent {}

    /** A time entry was wrong and counts no more. */
    record TimeEntryRemoved(UUID ticketId, Instant at, TicketStatus status, UUID entryId, int minutes)
            implements TicketEvent {}

    /** Somebody applied a macro; what it did precedes. */
    record MacroApplied(UUID ticketId, Instant at, TicketStatus status, UUID macroId) implements TicketEvent {}
}
