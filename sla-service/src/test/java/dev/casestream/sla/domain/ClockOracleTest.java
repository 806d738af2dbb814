package dev.casestream.sla.domain;

import static dev.casestream.contracts.ClockType.RESOLUTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Priority;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockFulfilled;
import dev.casestream.contracts.SlaEvent.ClockPaused;
import dev.casestream.contracts.SlaEvent.ClockResumed;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.sla.domain.SlaPolicy.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random lives of tickets, held to an oracle that looks at every minute. */
class ClockOracleTest {

    private static final CalendarRef CALENDAR = new CalendarRef("some", 1);

    private final List<Span> waits = new ArrayList<>();

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void a_clock_counts_the_open_minutes_in_which_the_ticket_is_with_us(long seed) {
        for (int i = 0; i < 40; i++) {
            var some = new SomeCalendars(seed * 1_000 + i);
            var calendar = some.calendar(Story.RECEIVED);
            var target = some.minutes(2_000).plusMinutes(1);
            var story = live(new Story(rules(calendar, target)).opened(Priority.LOW), new Random(seed + i), false);
            var oracle = new MinuteOracle(calendar, List.copyOf(waits));
            var breach = oracle.add(Story.RECEIVED, target);
            var end = story.said.getLast().at();
            for (var event : story.said) {
                assertThat(elapsed(event))
                        .as("%s by %s without %s", event, calendar, waits)
                        .isEqualTo(
                                event instanceof ClockBreached ? target : oracle.elapsed(Story.RECEIVED, event.at()));
            }
            assertThat(story.said.stream()
                            .filter(ClockBreached.class::isInstance)
                            .map(SlaEvent::at))
                    .as("%s by %s without %s", story.said, calendar, waits)
                    .containsExactlyElementsOf(breach.isBefore(end) ? List.of(breach) : List.of());
            assertThat(((ClockFulfilled) story.said.getLast()).met()).isEqualTo(!breach.isBefore(end));
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8})
    void it_says_the_same_however_often_it_is_looked_at(long seed) {
        for (int i = 0; i < 40; i++) {
            var some = new SomeCalendars(seed * 1_000 + i);
            var rules = rules(some.calendar(Story.RECEIVED), some.minutes(2_000).plusMinutes(1));
            var unseen = live(new Story(rules).opened(Priority.LOW), new Random(seed + i), false);
            var watched = live(new Story(rules).opened(Priority.LOW), new Random(seed + i), true);
            assertThat(watched.said).isEqualTo(unseen.said);
        }
    }

    /** Holds, wakes and in the end solves a ticket at random times. */
    private Story live(Story story, Random random, boolean watched) {
        waits.clear();
        var minutes = 0;
        Instant waitsSince = null;
        for (int step = 1 + random.nextInt(8); step >= 0; step--) {
            var pause = 1 + random.nextInt(1_500);
            if (watched) {
                story.lookedAt(Story.RECEIVED.plus(Duration.ofMinutes(minutes + pause / 2)));
            }
            minutes += pause;
            var after = minutes / 60 + ":" + minutes % 60;
            if (waitsSince != null) {
                waits.add(new Span(waitsSince, Story.at(after)));
                waitsSince = null;
            }
            switch (step == 0 ? 2 : random.nextInt(2)) {
                case 0 -> {
                    story.held(after);
                    waitsSince = Story.at(after);
                }
                case 1 -> story.written(after, false);
                default -> story.solved(after);
            }
        }
        return story;
    }

    private static Duration elapsed(SlaEvent event) {
        return switch (event) {
            case ClockPaused e -> e.elapsed();
            case ClockResumed e -> e.elapsed();
            case ClockFulfilled e -> e.elapsed();
            case ClockBreached e -> e.target();
            default -> Duration.ZERO;
        };
    }

    private static Rulebook rules(BusinessCalendar calendar, Duration target) {
        return new Rulebook(
                List.of(new SlaPolicy(
                        "all",
                        1,
                        new Conditions(Set.of(), Set.of(), Set.of(), Set.of()),
                        Map.of(RESOLUTION, target),
                        List.of(),
                        CALENDAR,
                        Map.of(RESOLUTION, Set.of(TicketStatus.ON_HOLD)))),
                Map.of(CALENDAR, calendar));
    }
}
