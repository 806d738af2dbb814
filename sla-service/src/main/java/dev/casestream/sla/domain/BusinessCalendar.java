package dev.casestream.sla.domain;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * When time counts: whenever the wall clock of the zone shows opening hours. So a day on which the clock is put forward
 * has an hour less, one on which it is put back an hour more, and nothing is rounded. Hours over midnight belong to the
 * day on which they begin.
 *
 * @param hours of each weekday; none: closed
 * @param holidays days on which the weekday's hours do not begin
 * @param openings days with hours of their own, whatever weekday or holiday they are
 */
public record BusinessCalendar(
        ZoneId zone, Map<DayOfWeek, List<Hours>> hours, Set<LocalDate> holidays, Map<LocalDate, List<Hours>> openings) {

    /** What {@link #add} can add in reasonable time, even where a week has one hour. */
    public static final Duration LONGEST = Duration.ofDays(366);

    private static final Duration SHORTEST_WEEK = Duration.ofHours(1);

    public BusinessCalendar {
        hours = inOrder(hours);
        holidays = Set.copyOf(holidays);
        openings = inOrder(openings);
        var week =
                hours.values().stream().flatMap(List::stream).map(Hours::length).reduce(Duration.ZERO, Duration::plus);
        // Else no sum of time might ever be reached.
        if (week.compareTo(SHORTEST_WEEK) < 0) {
            throw new IllegalArgumentException("a week must have at least one open hour");
        }
    }

    /** Around the clock, every day. */
    public static BusinessCalendar always(ZoneId zone) {
        var days =
                Arrays.stream(DayOfWeek.values()).collect(Collectors.toMap(day -> day, day -> List.of(Hours.ALL_DAY)));
        return new BusinessCalendar(zone, days, Set.of(), Map.of());
    }

    /** The first instant by which so much time has counted since the start. */
    public Instant add(Instant start, Duration time) {
        if (time.isNegative() || time.compareTo(LONGEST) > 0) {
            throw new IllegalArgumentException("between PT0S and " + LONGEST + " can be added");
        }
        var left = time;
        var at = start;
        while (left.isPositive()) {
            var open = nextOpen(at);
            if (open.length().compareTo(left) >= 0) {
                return open.from().plus(left);
            }
            left = left.minus(open.length());
            at = open.to();
        }
        return at;
    }

    /** How much of the time between two instants counts; none when they are the other way round. */
    public Duration elapsed(Instant from, Instant to) {
        return open(from, to).stream().map(Span::length).reduce(Duration.ZERO, Duration::plus);
    }

    /** The stretches that count between two instants, in order, apart from each other. */
    public List<Span> open(Instant from, Instant to) {
        var spans = new ArrayList<Span>();
        for (var at = from; at.isBefore(to); ) {
            var open = nextOpen(at);
            at = open.to();
            if (open.from().isBefore(to)) {
                join(spans, new Span(open.from(), at.isBefore(to) ? at : to));
            }
        }
        return spans;
    }

    private static void join(List<Span> spans, Span next) {
        if (!spans.isEmpty() && spans.getLast().to().equals(next.from())) {
            spans.add(new Span(spans.removeLast().from(), next.to()));
        } else {
            spans.add(next);
        }
    }

    /** The first stretch, not before an instant, in which time counts and the offset does not change. */
    private Span nextOpen(Instant instant) {
        for (var at = instant; ; ) {
            var offset = zone.getRules().getOffset(at);
            var transition = zone.getRules().nextTransition(at);
            var change = transition == null ? null : LocalDateTime.ofInstant(transition.getInstant(), offset);
            var open = nextOpen(LocalDateTime.ofInstant(at, offset), change, offset);
            if (open != null) {
                return open;
            }
            // Only a change of offset ends the search without a result.
            at = transition.getInstant();
        }
    }

    private @Nullable Span nextOpen(LocalDateTime at, @Nullable LocalDateTime change, ZoneOffset offset) {
        for (var day = at.toLocalDate().minusDays(1); ; day = day.plusDays(1)) {
            if (change != null && day.isAfter(change.toLocalDate())) {
                return null;
            }
            for (var hours : hoursOf(day)) {
                var from = latest(hours.opening(day), at);
                var to = change == null ? hours.closing(day) : earliest(hours.closing(day), change);
                if (from.isBefore(to)) {
                    return new Span(from.toInstant(offset), to.toInstant(offset));
                }
            }
        }
    }

    private List<Hours> hoursOf(LocalDate day) {
        var special = openings.get(day);
        if (special != null) {
            return special;
        }
        return holidays.contains(day) ? List.of() : hours.getOrDefault(day.getDayOfWeek(), List.of());
    }

    private static <D> Map<D, List<Hours>> inOrder(Map<D, List<Hours>> hours) {
        return hours.entrySet().stream()
                .collect(Collectors.toUnmodifiableMap(
                        Map.Entry::getKey,
                        day -> day.getValue().stream()
                                .sorted(Comparator.comparing(Hours::from))
                                .toList()));
    }

    private static LocalDateTime latest(LocalDateTime one, LocalDateTime other) {
        return one.isAfter(other) ? one : other;
    }

    private static LocalDateTime earliest(LocalDateTime one, LocalDateTime other) {
        return one.isBefore(other) ? one : other;
    }
}
