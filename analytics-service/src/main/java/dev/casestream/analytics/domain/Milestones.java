package dev.casestream.analytics.domain;

import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * When a ticket got how far.
 *
 * @param firstReplyAt the first public reply of a human agent
 * @param solvedAt the last solving; null while the ticket is open again
 */
public record Milestones(
        @Nullable Instant firstAssignedAt,
        @Nullable Instant firstReplyAt,
        @Nullable Instant solvedAt,
        @Nullable Instant closedAt) {

    static final Milestones NONE = new Milestones(null, null, null, null);

    Milestones assigned(Instant at) {
        return firstAssignedAt != null ? this : new Milestones(at, firstReplyAt, solvedAt, closedAt);
    }

    Milestones replied(Instant at) {
        return firstReplyAt != null ? this : new Milestones(firstAssignedAt, at, solvedAt, closedAt);
    }

    Milestones solved(Instant at) {
        return new Milestones(firstAssignedAt, firstReplyAt, at, closedAt);
    }

    Milestones closed(Instant at) {
        return new Milestones(firstAssignedAt, firstReplyAt, solvedAt, at);
    }

    /** Closed for no reason of its own, and open again as it was. */
    Milestones unclosed() {
        return new Milestones(firstAssignedAt, firstReplyAt, solvedAt, null);
    }

    Milestones reopened() {
        return new Milestones(firstAssignedAt, firstReplyAt, null, null);
    }
}
