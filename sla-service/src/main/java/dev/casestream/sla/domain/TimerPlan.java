package dev.casestream.sla.domain;

import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockWarned;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * What becomes of timers by what was said of clocks: those of warnings and breaches have fired, those of clocks that
 * count or stand anew are cancelled, and those that count are armed.
 */
public record TimerPlan(List<Fired> fired, List<UUID> cancelled, List<Armed> armed) {

    /** Something said, as the version of its ticket. */
    public record Said(long version, SlaEvent event) {}

    public record Fired(UUID clock, int share) {}

    /** @param cycle the version of the event that armed it */
    public record Armed(UUID clock, UUID ticket, Mark mark, long cycle) {}

    /** @param clocks as they are afterwards */
    public static TimerPlan of(List<Said> said, List<SlaClock> clocks) {
        var fired = new ArrayList<Fired>();
        var cycles = new HashMap<UUID, Long>();
        for (var one : said) {
            var clock = one.event().clock().id();
            switch (one.event()) {
                case ClockWarned e -> fired.add(new Fired(clock, e.share()));
                case ClockBreached e -> fired.add(new Fired(clock, Mark.BREACH));
                default -> cycles.put(clock, one.version());
            }
        }
        return new TimerPlan(fired, List.copyOf(cycles.keySet()), armed(clocks, cycles));
    }

    private static List<Armed> armed(List<SlaClock> clocks, Map<UUID, Long> cycles) {
        var armed = new ArrayList<Armed>();
        for (var clock : clocks) {
            var run = clock.run();
            var cycle = cycles.get(run.id());
            if (clock instanceof SlaClock.Running running && cycle != null) {
                running.marks().forEach(mark -> armed.add(new Armed(run.id(), run.ticketId(), mark, cycle)));
            }
        }
        return armed;
    }
}
