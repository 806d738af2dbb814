package dev.casestream.analytics.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SeriesTest {

    private static final Instant BEGIN = Instant.parse("2026-03-02T08:00:00Z");
    private static final Window WINDOW = new Window(BEGIN, BEGIN.plusSeconds(9000), Duration.ofHours(1));

    @Test
    void the_last_step_ends_with_the_window() {
        assertThat(series(Aggregation.SUM).getLast().from()).isEqualTo(BEGIN.plusSeconds(7200));
        assertThat(series(Aggregation.SUM).getLast().to()).isEqualTo(BEGIN.plusSeconds(9000));
    }

    @Test
    void nothing_measured_is_zero_of_a_count_and_unknown_of_a_mean() {
        assertThat(series(Aggregation.SUM, cell(1, 2, 2)))
                .extracting(Point::value)
                .containsExactly(0.0, 2.0, 0.0);
        assertThat(series(Aggregation.MEAN, cell(1, 2, 3)))
                .extracting(Point::value)
                .containsExactly(null, 1.5, null);
        assertThat(series(Aggregation.SHARE, cell(0, 4, 3)))
                .extracting(Point::value)
                .containsExactly(0.75, null, null);
    }

    @Test
    void a_level_begins_with_what_was_before_and_stays_until_it_changes() {
        assertThat(series(Aggregation.LEVEL, cell(-1, 9, 5), cell(1, 3, -2)))
                .extracting(Point::value)
                .containsExactly(5.0, 3.0, 3.0);
    }

    @Test
    void only_means_have_percentiles() {
        assertThat(series(Aggregation.MEAN, cell(0, 1, 7)).getFirst().p99()).isEqualTo(3.0);
        assertThat(series(Aggregation.SUM, cell(0, 1, 7)).getFirst().p99()).isNull();
    }

    @Test
    void every_group_has_every_step() {
        var points = Series.of(
                Aggregation.SUM,
                WINDOW,
                true,
                List.of(
                        new Cell(0, Map.of("team", "a"), 1, 1, List.of()),
                        new Cell(2, Map.of("team", "b"), 1, 1, List.of())));
        assertThat(points).extracting(Point::by).hasSize(6).containsOnly(Map.of("team", "a"), Map.of("team", "b"));
        assertThat(Series.of(Aggregation.SUM, WINDOW, true, List.of())).isEmpty();
    }

    private static List<Point> series(Aggregation aggregation, Cell... cells) {
        return Series.of(aggregation, WINDOW, false, List.of(cells));
    }

    private static Cell cell(int step, long count, double sum) {
        return new Cell(step, Map.of(), count, sum, List.of(1.0, 2.0, 3.0));
    }
}
