package dev.casestream.analytics.domain;

import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketFact;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What two streams say of one ticket. Each is folded by itself, so that it does not matter how they interleave; an event
 * that was folded before changes nothing.
 *
 * @param ticketVersion of the last event of {@code tickets}; 0 before the first
 * @param slaVersion of the last event of {@code sla}
 * @param slaAt the latest time that an event of {@code sla} told
 */
public record TicketState(
        long ticketVersion,
        @Nullable TicketHistory history,
        long slaVersion,
        List<Verdict> verdicts,
        @Nullable Instant slaAt) {

    public static final TicketState EMPTY = new TicketState(0, null, 0, List.of(), null);

    private static final int SCHEMA_VERSION = 1;

    /** Folds an event of {@code tickets}; one of an unknown type has no data and only counts. */
    public TicketState withTicketEvent(Envelope<TicketEvent> event) {
        if (event.version() <= ticketVersion) {
            return this;
        }
        var data = event.data();
        return new TicketState(
                event.version(),
                data == null ? history : TicketFacts.evolve(history, data),
                slaVersion,
                verdicts,
                slaAt);
    }

    /** Folds an event of {@code sla}. */
    public TicketState withSlaEvent(Envelope<SlaEvent> event) {
        if (event.version() <= slaVersion) {
            return this;
        }
        var data = event.data();
        return new TicketState(
                ticketVersion,
                history,
                event.version(),
                data == null ? verdicts : Verdict.judge(verdicts, data),
                data == null ? slaAt : later(slaAt, data.at()));
    }

    /** The ticket's row; empty as long as its opening was not seen. */
    public Optional<TicketFact> fact(UUID ticketId) {
        return Optional.ofNullable(history).map(known -> row(ticketId, known));
    }

    private TicketFact row(UUID ticketId, TicketHistory known) {
        var opening = known.opening();
        var standing = known.standing();
        var reached = known.milestones();
        var counts = known.counts();
        return new TicketFact(
                ticketId,
                ticketVersion + slaVersion,
                SCHEMA_VERSION,
                opening.number(),
                opening.channel(),
                opening.language(),
                known.status(),
                standing.priority(),
                standing.category(),
                standing.level(),
                standing.team(),
                standing.agent(),
                opening.receivedAt(),
                opening.openedAt(),
                reached.firstAssignedAt(),
                reached.firstReplyAt(),
                reached.solvedAt(),
                reached.closedAt(),
                known.wholeSecondsUntil(reached.firstAssignedAt()),
                known.wholeSecondsUntil(reached.firstReplyAt()),
                known.wholeSecondsUntil(reached.solvedAt()),
                counts.customerMessages(),
                counts.publicReplies(),
                counts.internalNotes(),
                counts.reopens(),
                counts.handoffs(),
                breached(ClockType.FIRST_RESPONSE),
                breached(ClockType.RESOLUTION),
                later(slaAt, known.updatedAt()));
    }

    private static Instant later(@Nullable Instant one, Instant other) {
        return one == null || one.isBefore(other) ? other : one;
    }

    private boolean breached(ClockType type) {
        return verdicts.stream().anyMatch(verdict -> verdict.type() == type && !verdict.met());
    }
}
