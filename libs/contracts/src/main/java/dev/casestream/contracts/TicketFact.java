package dev.casestream.contracts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Everything countable about one ticket in one wide row. Topic {@code casestream.ticket-facts}: compacted, key = ticket
 * id. Seconds are wall-clock time unless the name says business.
 */
public record TicketFact(
        UUID ticketId,
        long rowVersion,
        int schemaVersion,
        String number,
        String channel,
        @Nullable String language,
        TicketStatus status,
        Priority priority,
        @Nullable String category,
        int level,
        @Nullable String team,
        @Nullable String agent,
        Instant receivedAt,
        Instant openedAt,
        @Nullable Instant firstAssignedAt,
        @Nullable Instant firstReplyAt,
        @Nullable Instant solvedAt,
        @Nullable Instant closedAt,
        @Nullable Long firstAssignSeconds,
        @Nullable Long firstReplySeconds,
        @Nullable Long resolutionSeconds,
        int customerMessages,
        int publicReplies,
        int internalNotes,
        int reopens,
        int handoffs,
        boolean firstResponseBreached,
        boolean resolutionBreached,
        Instant updatedAt)
        implements FactRow {}
