package dev.casestream.sla.domain;

import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What is promised to which tickets.
 *
 * @param targets a clock without one does not run
 * @param warnAt shares of every target at which to warn, in per cent, ascending
 * @param pausedIn in which statuses a clock stands still
 */
public record SlaPolicy(
        String id,
        int version,
        Conditions when,
        Map<ClockType, Duration> targets,
        List<Integer> warnAt,
        CalendarRef calendar,
        Map<ClockType, Set<TicketStatus>> pausedIn) {

    /** What a ticket must have; an empty set asks for nothing. */
    public record Conditions(
            Set<Priority> priorities, Set<String> categories, Set<String> teams, Set<String> channels) {

        boolean match(Ticket ticket) {
            return allow(priorities, ticket.priority())
                    && allow(categories, ticket.category())
                    && allow(teams, ticket.team())
                    && allow(channels, ticket.channel());
        }

        private static <T> boolean allow(Set<T> wanted, @Nullable T value) {
            return wanted.isEmpty() || (value != null && wanted.contains(value));
        }
    }

    @Nullable
    Terms terms(ClockType type) {
        var target = targets.get(type);
        return target == null ? null : new Terms(id, version, calendar, target, warnAt);
    }
}
