package dev.casestream.sla.domain;

import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.util.List;

/** Counts minute by minute, by looking at the wall clock in each: slow and beyond doubt. */
record MinuteOracle(BusinessCalendar calendar, List<Span> pauses) {

    private static final Duration MINUTE = Duration.ofMinutes(1);

    Duration elapsed(Instant from, Instant to) {
        var sum = Duration.ZERO;
        for (var at = from; at.isBefore(to); at = at.plus(MINUTE)) {
            sum = counts(at) ? sum.plus(MINUTE) : sum;
        }
        return sum;
    }

    Instant add(Instant start, Duration time) {
        var left = time;
        var at = start;
        for (; left.isPositive(); at = at.plus(MINUTE)) {
            left = counts(at) ? left.minus(MINUTE) : left;
        }
        return at;
    }

    private boolean counts(Instant at) {
        var wall = at.atZone(calendar.zone()).toLocalDateTime();
        return pauses.stream().noneMatch(pause -> !at.isBefore(pause.from()) && at.isBefore(pause.to()))
                && (began(wall.toLocalDate(), wall.toLocalTime())
                        || wentOn(wall.toLocalDate().minusDays(1), wall.toLocalTime()));
    }

    private boolean began(LocalDate today, LocalTime time) {
        return of(today).stream()
                .anyMatch(hours -> !time.isBefore(hours.from())
                        && (!hours.to().isAfter(hours.from()) || time.isBefore(hours.to())));
    }

    private boolean wentOn(LocalDate yesterday, LocalTime time) {
        return of(yesterday).stream().anyMatch(hours -> !hours.to().isAfter(hours.from()) && time.isBefore(hours.to()));
    }

    private List<Hours> of(LocalDate day) {
        if (calendar.openings().containsKey(day)) {
            return calendar.openings().get(day);
        }
        return calendar.holidays().contains(day)
                ? List.of()
                : calendar.hours().getOrDefault(day.getDayOfWeek(), List.of());
    }
}
