package dev.casestream.sla.domain;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;

/** Random calendars, instants and pauses around the days on which the clocks of the world change. */
final class SomeCalendars {

    /** Zones that change by one hour, by half an hour, at midnight, over the date line, and never. */
    private static final List<String> ZONES = List.of(
            "Europe/Copenhagen",
            "America/New_York",
            "Australia/Lord_Howe",
            "Africa/Cairo",
            "America/Havana",
            "America/St_Johns",
            "Pacific/Apia",
            "Asia/Kathmandu",
            "UTC");

    private final Random random;

    SomeCalendars(long seed) {
        random = new Random(seed);
    }

    BusinessCalendar calendar(Instant around) {
        var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        var week = new EnumMap<DayOfWeek, List<Hours>>(DayOfWeek.class);
        week.put(DayOfWeek.of(1 + random.nextInt(7)), List.of(new Hours(LocalTime.of(8, 0), LocalTime.of(11, 0))));
        for (var day : DayOfWeek.values()) {
            if (random.nextInt(4) > 0) {
                week.put(day, day());
            }
        }
        if (week.values().stream()
                        .flatMap(List::stream)
                        .map(Hours::length)
                        .reduce(Duration.ZERO, Duration::plus)
                        .toHours()
                < 1) {
            week.put(DayOfWeek.FRIDAY, List.of(Hours.ALL_DAY));
        }
        var holidays = new HashSet<LocalDate>();
        Map<LocalDate, List<Hours>> openings = new HashMap<>();
        var today = around.atZone(zone).toLocalDate();
        for (int i = random.nextInt(4); i > 0; i--) {
            holidays.add(today.plusDays(random.nextInt(9) - 4));
            openings.put(today.plusDays(random.nextInt(9) - 4), day());
        }
        return new BusinessCalendar(zone, week, holidays, openings);
    }

    /** On a minute, as the oracle's steps are, within two days of a change of some zone's offset or anywhere. */
    Instant instant() {
        var zone = ZoneId.of(ZONES.get(random.nextInt(ZONES.size())));
        var anywhere = Instant.parse("2011-01-01T00:00:00Z").plus(Duration.ofMinutes(random.nextInt(525_600 * 15)));
        var change = zone.getRules().nextTransition(anywhere);
        return change == null || random.nextInt(5) == 0
                ? anywhere
                : change.getInstant().plus(Duration.ofMinutes(random.nextInt(5_760) - 2_880L));
    }

    Duration minutes(int atMost) {
        return Duration.ofMinutes(random.nextInt(atMost));
    }

    List<Span> pauses(Instant around) {
        var pauses = new ArrayList<Span>();
        for (int i = random.nextInt(4); i > 0; i--) {
            var from = around.plus(minutes(4_000)).minus(minutes(1_000));
            pauses.add(new Span(from, from.plus(minutes(1_500))));
        }
        return pauses;
    }

    private List<Hours> day() {
        var day = new ArrayList<Hours>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            day.add(hours());
        }
        return day;
    }

    private Hours hours() {
        if (random.nextInt(8) == 0) {
            return Hours.ALL_DAY;
        }
        var from = LocalTime.ofSecondOfDay(random.nextInt(1_440) * 60L);
        var to = LocalTime.ofSecondOfDay(random.nextInt(1_440) * 60L);
        return from.equals(to) ? Hours.ALL_DAY : new Hours(from, to);
    }
}
