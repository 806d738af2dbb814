package dev.casestream.analytics.domain;

import dev.casestream.contracts.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What of a ticket's history counts.
 *
 * @param standings in the order of time, never empty; the last one holds
 */
public record TicketHistory(
        Opening opening,
        TicketStatus status,
        List<Standing> standings,
        Milestones milestones,
        Counts counts,
        Instant updatedAt) {

    public Standing standing() {
        return standings.getLast();
    }

    /** Not solved: somebody still has to do something. */
    public boolean unsolved() {
        return status != TicketStatus.SOLVED && status != TicketStatus.CLOSED;
    }

    /** How many times it was solved so far, this time included. */
    public int solvings() {
        return counts.reopens() + 1;
    }

    /** What measurements are broken down by, as it is now. */
    public Map<String, String> dimensions() {
        return dimensions(standing());
    }

    /** The same as it was at an instant; before the opening, as at the opening. */
    public Map<String, String> dimensionsAt(Instant at) {
        return dimensions(standings.stream()
                .filter(standing -> !standing.since().isAfter(at))
                .reduce((earlier, later) -> later)
                .orElse(standings.getFirst()));
    }

    /** From the customer's first message, to the millisecond; never negative, whatever two machines' clocks say. */
    public double secondsUntil(Instant at) {
        return Math.max(0, Duration.between(opening.receivedAt(), at).toMillis()) / 1000.0;
    }

    @Nullable
    Long wholeSecondsUntil(@Nullable Instant at) {
        return at == null ? null : (long) secondsUntil(at);
    }

    /** Whether this is another agent than the last one who had it. */
    boolean handsOffTo(@Nullable String agent) {
        var last = standings.stream()
                .map(Standing::agent)
                .filter(Objects::nonNull)
                .reduce((earlier, later) -> later)
                .orElse(null);
        return agent != null && last != null && !agent.equals(last);
    }

    TicketHistory stands(Standing standing) {
        if (standing.sameAs(standing())) {
            return this;
        }
        var more = new ArrayList<>(standings);
        more.add(standing);
        return new TicketHistory(opening, status, List.copyOf(more), milestones, counts, updatedAt);
    }

    TicketHistory reaches(Milestones reached) {
        return new TicketHistory(opening, status, standings, reached, counts, updatedAt);
    }

    TicketHistory counts(Counts counted) {
        return new TicketHistory(opening, status, standings, milestones, counted, updatedAt);
    }

    TicketHistory is(TicketStatus newStatus, Instant at) {
        return new TicketHistory(opening, newStatus, standings, milestones, counts, at);
    }

    private Map<String, String> dimensions(Standing standing) {
        var by = new TreeMap<String, @Nullable String>();
        by.put("channel", opening.channel());
        by.put("language", opening.language());
        by.put("priority", standing.priority().name());
        by.put("category", standing.category());
        by.put("level", Integer.toString(standing.level()));
        by.put("team", standing.team());
        by.put("agent", standing.agent());
        by.values().removeIf(Objects::isNull);
        return Map.copyOf(by);
    }
}
