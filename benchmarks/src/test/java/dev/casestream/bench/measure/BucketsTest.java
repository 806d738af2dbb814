package dev.casestream.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class BucketsTest {
    private static final String BEFORE = """
            # TYPE late_seconds histogram
            late_seconds_bucket{le="0.1"} 10
            late_seconds_bucket{le="0.5"} 10
            late_seconds_bucket{le="+Inf"} 10
            late_seconds_count 10
            other_seconds_bucket{le="0.1"} 99
            """;

    private static final String AFTER = """
            late_seconds_bucket{kind="a",le="0.1"} 60
            late_seconds_bucket{kind="b",le="0.1"} 40
            late_seconds_bucket{kind="a",le="0.5"} 109
            late_seconds_bucket{kind="a",le="+Inf"} 110
            late_seconds_bucket{kind="b",le="0.5"} 0.0
            late_seconds_bucket{kind="b",le="+Inf"} 0.0
            """;

    @Test
    void percentiles_are_of_what_has_come_since() {
        var since = Buckets.of("late_seconds", AFTER).since(Buckets.of("late_seconds", BEFORE));
        assertThat(since.count()).isEqualTo(100);
        assertThat(since.percentile(50)).isEqualTo(100);
        assertThat(since.percentile(99)).isEqualTo(500);
        assertThat(since.percentile(100)).isEqualTo(Double.POSITIVE_INFINITY);
    }

    @Test
    void nothing_is_late_when_nothing_has_come() {
        assertThat(Buckets.of("late_seconds", "").percentile(99)).isZero();
    }
}
