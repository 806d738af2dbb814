package dev.casestream.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What routing-service says: who should have a ticket, and why. Topic {@code casestream.routing}, key and order by
 * ticket id. It proposes; {@link TicketEvent.TicketAssigned} or {@link TicketEvent.AssignmentDeclined} answers.
 */
public sealed interface RoutingEvent {

    /**
     * How long a proposal keeps its place in the agent's capacity without an answer. An answer that comes later would
     * give away what somebody else may have by then: who follows proposals leaves alone what is older than half of it.
     */
    Duration PLACE_IS_KEPT = Duration.ofSeconds(60);

    UUID ticketId();

    Instant at();

    UUID decisionId();

    /**
     * An agent was chosen and a place reserved.
     *
     * @param ticketVersion the version of the ticket that was looked at
     * @param rule the rule or strategy that decided, with its version, as {@code least-loaded.v1}
     * @param candidates everyone looked at, each with a score or the reason for exclusion
     */
    record AssignmentProposed(
            UUID ticketId,
            Instant at,
            UUID decisionId,
            long ticketVersion,
            String team,
            String agent,
            String rule,
            List<Candidate> candidates)
            implements RoutingEvent {}

    /** Nobody can take it now; it waits and is looked at again when something changes. */
    record AssignmentDeferred(
            UUID ticketId,
            Instant at,
            UUID decisionId,
            long ticketVersion,
            String team,
            String rule,
            List<Candidate> candidates)
            implements RoutingEvent {}

    /**
     * @param score lower is better; null when excluded
     * @param excluded why not: {@code offline}, {@code away}, {@code at-capacity}, {@code missing-skill}, ...; null
     *     when eligible
     */
    record Candidate(
            String agent, @Nullable Double score, @Nullable String excluded) {}
}
