package dev.casestream.sla.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;

/**
 * A calendar's time without the pauses.
 *
 * @param pauses may overlap
 */
public record CountedTime(BusinessCalendar calendar, List<Span> pauses) {

    public CountedTime {
        pauses = pauses.stream().sorted(Comparator.comparing(Span::from)).toList();
    }

    /** The first instant by which so much time has counted since the start. */
    public Instant add(Instant start, Duration time) {
        var left = time;
        var at = start;
        for (var pause : pauses) {
            var before = calendar.elapsed(at, pause.from());
            if (before.compareTo(left) >= 0) {
                break;
            }
            left = left.minus(before);
            at = at.isAfter(pause.to()) ? at : pause.to();
        }
        return calendar.add(at, left);
    }

    /** How much of the time between two instants counts. */
    public Duration elapsed(Instant from, Instant to) {
        var sum = Duration.ZERO;
        var at = from;
        for (var pause : pauses) {
            sum = sum.plus(calendar.elapsed(at, pause.from().isBefore(to) ? pause.from() : to));
            at = at.isAfter(pause.to()) ? at : pause.to();
        }
        return sum.plus(calendar.elapsed(at, to));
    }
}
