package dev.casestream.ticket.domain;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.contracts.TicketEvent.LinkType;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What people, machines and other services ask of a ticket. */
public sealed interface TicketCommand {

    /** @param inquiryId the request that it comes from; null when an agent opens it for a customer */
    record Open(
            UUID ticketId,
            String number,
            UUID customerId,
            @Nullable UUID inquiryId,
            UUID messageId,
            Instant receivedAt,
            String channel,
            @Nullable String language,
            Triage triage,
            @Nullable String team,
            boolean automatic,
            @Nullable UUID followUpOf)
            implements TicketCommand {}

    /** @param automatic written by a machine: it joins the conversation and changes nothing else */
    record ReceiveCustomerMessage(
            UUID messageId,
            UUID customerId,
            @Nullable UUID inquiryId,
            Instant receivedAt,
            String channel,
            @Nullable String language,
            boolean automatic)
            implements TicketCommand {}

    /** A machine that watches tells of an alarm: it fires, still or again. */
    record ReceiveAlarm(ReceiveCustomerMessage message) implements TicketCommand {}

    /**
     * The alarm is over.
     *
     * @param message that says so; null where the ticket began with it
     */
    record EndAlarm(@Nullable ReceiveCustomerMessage message) implements TicketCommand {}

    record Assign(Assignment assignment) implements TicketCommand {}

    /**
     * routing-service has reserved a place.
     *
     * @param ticketVersion the version of the ticket that it looked at
     * @param rule by which it decided
     * @param candidates whom it looked at, among them whoever had the ticket
     */
    record ApplyProposal(
            UUID decisionId,
            Instant proposedAt,
            long ticketVersion,
            String team,
            String agent,
            String rule,
            List<Candidate> candidates)
            implements TicketCommand {}

    record Classify(Triage triage) implements TicketCommand {}

    /** @param status where the ticket is to stand after it */
    record Reply(UUID messageId, AuthorRole authorRole, String author, String channel, TicketStatus status)
            implements TicketCommand {}

    record AddNote(UUID messageId, String author) implements TicketCommand {}

    record Solve(String agent) implements TicketCommand {}

    record Reopen(ReopenReason reason) implements TicketCommand {}

    record Close(CloseReason reason) implements TicketCommand {}

    record Hold() implements TicketCommand {}

    /** @param reason a code, never text */
    record Escalate(String reason) implements TicketCommand {}

    /** Wait for the customer, but look at it again then. */
    record Snooze(Instant until) implements TicketCommand {}

    /** The time that it was snoozed until has come. */
    record Wake() implements TicketCommand {}

    /**
     * @param code a custom status inside the status that the ticket is in; null for none
     * @param within the status that the code lies in
     */
    record Label(@Nullable String code, TicketStatus within) implements TicketCommand {}

    record ChangeFields(List<String> names) implements TicketCommand {}

    record Mention(UUID messageId, List<String> agents, List<String> teams) implements TicketCommand {}

    /** The reply goes to others too. */
    record CopyReply(UUID messageId, UUID customerId, String channel) implements TicketCommand {}

    /** Goes on in another ticket. */
    record Merge(UUID into) implements TicketCommand {}

    /** Goes on with what another ticket began. */
    record Absorb(UUID source, UUID customerId, @Nullable Instant unansweredSince) implements TicketCommand {}

    /**
     * @param was the status before the merge
     * @param messages what was meant for it and went to the other meanwhile
     */
    record UndoMerge(TicketStatus was, List<UUID> messages) implements TicketCommand {}

    record UndoAbsorption(UUID source, List<UUID> messages) implements TicketCommand {}

    record Split(UUID into, List<UUID> messages) implements TicketCommand {}

    record SplitOff(UUID source, List<UUID> messages) implements TicketCommand {}

    /**
     * @param existing what this ticket is linked to in the same way
     * @param above what the other is itself linked to in the same way, at any remove
     */
    record Link(LinkType type, UUID other, Set<UUID> existing, Set<UUID> above) implements TicketCommand {}

    record Unlink(LinkType type, UUID other) implements TicketCommand {}

    record LogTime(UUID entryId, String agent, int minutes, String activity) implements TicketCommand {}

    record RemoveTime(UUID entryId, int minutes) implements TicketCommand {}

    record ApplyMacro(UUID macroId) implements TicketCommand {}
}
