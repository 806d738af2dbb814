package dev.casestream.routing.domain;

import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.RoutingEvent.AssignmentDeferred;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.AssignmentDeclined;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What was done to find an agent for a ticket.
 *
 * @param version of the last event about the ticket on the routing topic
 * @param reservation the place kept by a proposal without an answer
 * @param deferred it was said that nobody can take it, and nothing else since
 * @param attempts proposals in a row that came to nothing
 * @param retryAt not looked at again before
 */
public record Search(
        long version,
        @Nullable Reservation reservation,
        boolean deferred,
        int attempts,
        @Nullable Instant retryAt,
        @Nullable Instant decidedAt) {

    /** How long a proposal keeps its place without an answer. */
    public static final Duration ANSWER_WITHIN = RoutingEvent.PLACE_IS_KEPT;

    static final Search NONE = new Search(0, null, false, 0, null, null);
    private static final int SLOWEST = 8;

    /** A place in an agent's capacity. */
    public record Reservation(UUID decisionId, String agent, Instant at) {}

    Search on(TicketEvent event, Instant now) {
        return switch (event) {
            case TicketAssigned ignored -> new Search(version, null, false, 0, null, decidedAt);
            case AssignmentDeclined declined -> isReservedBy(declined.decisionId()) ? unanswered(now) : this;
            default -> this;
        };
    }

    private boolean isReservedBy(UUID decisionId) {
        return reservation != null && reservation.decisionId().equals(decisionId);
    }

    /** The place is free again; the next proposal waits twice as long as the last, so that no loop runs hot. */
    Search unanswered(Instant now) {
        var pause = Duration.ofSeconds(1L << Math.min(attempts, SLOWEST));
        return new Search(version, null, false, attempts + 1, now.plus(pause), decidedAt);
    }

    Search after(RoutingEvent event) {
        return switch (event) {
            case AssignmentProposed e ->
                new Search(
                        version + 1, new Reservation(e.decisionId(), e.agent(), e.at()), false, attempts, null, e.at());
            case AssignmentDeferred e -> new Search(version + 1, null, true, attempts, null, e.at());
        };
    }

    /** Never before the last decision on the ticket. */
    Instant later(Instant now) {
        return decidedAt == null || now.isAfter(decidedAt) ? now : decidedAt;
    }
}
