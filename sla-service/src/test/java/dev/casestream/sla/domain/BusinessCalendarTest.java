package dev.casestream.sla.domain;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.time.DayOfWeek;
import java.time.Duration;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalTime;
import java.time.ZoneId;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class BusinessCalendarTest {

    private static final ZoneId COPENHAGEN = ZoneId.of("Europe/Copenhagen");

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void counts_as_an_oracle_does_that_looks_at_every_minute(long seed) {
        var some = new SomeCalendars(seed);
        for (int i = 0; i < 200; i++) {
            var start = some.instant();
            var calendar = some.calendar(start);
            var oracle = new MinuteOracle(calendar, List.of());
            var end = start.plus(some.minutes(8_000));
            assertThat(calendar.elapsed(start, end))
                    .as("elapsed from %s to %s in %s", start, end, calendar)
                    .isEqualTo(oracle.elapsed(start, end));
            var time = some.minutes(1_500);
            assertThat(calendar.add(start, time))
                    .as("%s plus %s in %s", start, time, calendar)
                    .isEqualTo(oracle.add(start, time));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {11, 12, 13, 14, 15, 16, 17, 18})
    void leaves_out_pauses_as_the_oracle_does(long seed) {
        var some = new SomeCalendars(seed);
        for (int i = 0; i < 200; i++) {
            var start = some.instant();
            var calendar = some.calendar(start);
            var pauses = some.pauses(start);
            var counted = new CountedTime(calendar, pauses);
            var oracle = new MinuteOracle(calendar, pauses);
            var end = start.plus(some.minutes(6_000));
            assertThat(counted.elapsed(start, end))
                    .as("elapsed from %s to %s without %s in %s", start, end, pauses, calendar)
                    .isEqualTo(oracle.elapsed(start, end));
            var time = some.minutes(1_000);
            assertThat(counted.add(start, time))
                    .as("%s plus %s without %s in %s", start, time, pauses, calendar)
                    .isEqualTo(oracle.add(start, time));
        }
    }

    @Test
    void what_is_added_has_elapsed_to_the_nanosecond() {
        var some = new SomeCalendars(21);
        for (int i = 0; i < 2_000; i++) {
            var start = some.instant().plusNanos(1 + i * 7_919L);
            var calendar = some.calendar(start);
            var time = some.minutes(60_000).plusNanos(i * 104_729L);
            var due = calendar.add(start, time);
            assertThat(calendar.elapsed(start, due))
                    .as("%s in %s", start, calendar)
                    .isEqualTo(time);
            assertThat(calendar.elapsed(start, due.minusNanos(1)))
                    .isEqualTo(time.isZero() ? Duration.ZERO : time.minusNanos(1));
        }
    }

    @Test
    void stretches_are_in_order_apart_and_sum_up() {
        var some = new SomeCalendars(31);
        for (int i = 0; i < 500; i++) {
            var start = some.instant();
            var end = start.plus(some.minutes(20_000));
            var calendar = some.calendar(start);
            var open = calendar.open(start, end);
            for (int j = 1; j < open.size(); j++) {
                assertThat(open.get(j).from()).isAfter(open.get(j - 1).to());
            }
            assertThat(open).allSatisfy(span -> assertThat(span.length()).isPositive());
            assertThat(open.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus))
                    .isEqualTo(calendar.elapsed(start, end));
        }
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-29, PT23H", // put forward
        "2026-10-25, PT25H", // put back
        "2026-06-01, PT24H"
    })
    void a_day_is_as_long_as_it_is(LocalDate day, Duration length) {
        var from = day.atStartOfDay(COPENHAGEN).toInstant();
        var to = day.plusDays(1).atStartOfDay(COPENHAGEN).toInstant();
        assertThat(BusinessCalendar.always(COPENHAGEN).elapsed(from, to)).isEqualTo(length);
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-28T21:00:00Z, PT7H, 2026-03-29T04:00:00Z",
        "2026-10-24T20:00:00Z, PT9H, 2026-10-25T05:00:00Z",
        "2026-06-06T20:00:00Z, PT8H, 2026-06-07T04:00:00Z"
    })
    void a_night_shift_has_the_hours_of_its_night(Instant evening, Duration length, Instant morning) {
        var nights = new BusinessCalendar(
                COPENHAGEN,
                Map.of(DayOfWeek.SATURDAY, List.of(new Hours(LocalTime.of(22, 0), LocalTime.of(6, 0)))),
                Set.of(),
                Map.of());
        assertThat(nights.elapsed(evening.minusSeconds(86_400), morning.plusSeconds(86_400)))
                .isEqualTo(length);
        assertThat(nights.add(evening, length)).isEqualTo(morning);
    }

    @Test
    void weekends_holidays_and_openings_count_as_said() {
        var office = new BusinessCalendar(
                COPENHAGEN,
                weekdays(new Hours(LocalTime.of(9, 0), LocalTime.of(17, 0))),
                Set.of(LocalDate.of(2026, 12, 24), LocalDate.of(2026, 12, 25)),
                Map.of(LocalDate.of(2026, 12, 26), List.of(new Hours(LocalTime.of(10, 0), LocalTime.of(12, 0)))));
        // Wednesday 16:00, one hour; Saturday two; Monday the last five.
        assertThat(office.add(Instant.parse("2026-12-23T15:00:00Z"), Duration.ofHours(8)))
                .isEqualTo("2026-12-28T13:00:00Z");
    }

    @Test
    void the_end_of_the_hours_is_reached_on_the_same_day() {
        var office = new BusinessCalendar(
                COPENHAGEN, weekdays(new Hours(LocalTime.of(9, 0), LocalTime.of(17, 0))), Set.of(), Map.of());
        assertThat(office.add(Instant.parse("2026-06-01T07:00:00Z"), Duration.ofHours(8)))
                .isEqualTo("2026-06-01T15:00:00Z");
    }

    @Test
    void a_week_without_an_hour_is_no_calendar() {
        assertThatThrownBy(() -> new BusinessCalendar(COPENHAGEN, Map.of(), Set.of(), Map.of()))
                .isInstanceOf(IllegalArgumentException.class);
    }

    private static Map<DayOfWeek, List<Hours>> weekdays(Hours hours) {
        return Arrays.stream(DayOfWeek.values())
                .filter(day -> day.getValue() < 6)
                .collect(Collectors.toMap(day -> day, day -> List.of(hours)));
    }
}
