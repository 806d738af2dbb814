package dev.casestream.ticket.domain;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.List;
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

    record Assign(Assignment assignment) implements TicketCommand {}

    /**
     * routing-service has reserved a place.
     *
     * @param ticketVersion the version of the ticket that it looked at
     * @param rule by which it decided
     * @param candidates whom it looked at, among them whoever had the ticket
     */
    record ApplyProposal(
            UUID decisionId, long ticketVersion, String team, String agent, String rule, List<Candidate> candidates)
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
}
