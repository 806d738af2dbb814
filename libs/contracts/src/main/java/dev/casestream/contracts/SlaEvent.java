package dev.casestream.contracts;

import java.time.Duration;
import java.time.Instant;
import java.util.UUID;

/**
 * What sla-service says: how the clocks of a ticket run. Topic {@code casestream.sla}, key and order by ticket id.
 * Durations are active time by the clock's calendar.
 */
public sealed interface SlaEvent {

    UUID ticketId();

    /** When it holds: for a breach the due time, not the moment at which it was noticed. */
    Instant at();

    Clock clock();

    /**
     * Which clock, and by which rules it runs.
     *
     * @param instance counts from 1 per ticket and type
     */
    record Clock(UUID id, ClockType type, int instance, String policy, int policyVersion, int calendarVersion) {}

    record ClockActivated(UUID ticketId, Instant at, Clock clock, Duration target, Instant dueAt) implements SlaEvent {}

    record ClockPaused(UUID ticketId, Instant at, Clock clock, Duration elapsed) implements SlaEvent {}

    record ClockResumed(UUID ticketId, Instant at, Clock clock, Duration elapsed, Instant dueAt) implements SlaEvent {}

    /** The target changed in flight; what has elapsed is kept. */
    record ClockRetargeted(UUID ticketId, Instant at, Clock clock, Duration target, Instant dueAt)
            implements SlaEvent {}

    /** @param share of the target that has elapsed, in per cent */
    record ClockWarned(UUID ticketId, Instant at, Clock clock, int share, Instant dueAt) implements SlaEvent {}

    record ClockBreached(UUID ticketId, Instant at, Clock clock, Duration target) implements SlaEvent {}

    /** @param met within the target */
    record ClockFulfilled(UUID ticketId, Instant at, Clock clock, Duration elapsed, Duration target, boolean met)
            implements SlaEvent {}

    record ClockCancelled(UUID ticketId, Instant at, Clock clock) implements SlaEvent {}
}
