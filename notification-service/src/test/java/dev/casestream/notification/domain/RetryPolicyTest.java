package dev.casestream.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class RetryPolicyTest {

    private static final Instant QUEUED = Instant.parse("2026-11-21T10:00:00Z");
    private final RetryPolicy policy = new RetryPolicy(Duration.ofSeconds(5), Duration.ofHours(6), Duration.ofDays(4));

    @Test
    void waits_double_each_time_up_to_the_longest() {
        assertThat(wait(1)).isEqualTo(Duration.ofSeconds(5));
        assertThat(wait(2)).isEqualTo(Duration.ofSeconds(10));
        assertThat(wait(5)).isEqualTo(Duration.ofSeconds(80));
        assertThat(wait(20)).isEqualTo(Duration.ofHours(6));
        assertThat(wait(10_000)).isEqualTo(Duration.ofHours(6));
    }

    @Test
    void chance_spreads_attempts_over_half_the_wait() {
        assertThat(policy.next(2, QUEUED, 0, QUEUED)).contains(QUEUED.plusSeconds(5));
        assertThat(policy.next(2, QUEUED, 0.5, QUEUED)).contains(QUEUED.plusMillis(7_500));
    }

    @Test
    void tries_for_four_days_and_some_thirty_times() {
        var now = QUEUED;
        var attempts = 1;
        for (var next = policy.next(1, QUEUED, 1, now); next.isPresent(); attempts++) {
            now = next.get();
            next = policy.next(attempts + 1, QUEUED, 1, now);
        }

        assertThat(now).isBetween(QUEUED.plus(Duration.ofHours(84)), QUEUED.plus(Duration.ofHours(96)));
        assertThat(attempts).isBetween(20, 40);
    }

    private Duration wait(int attempts) {
        return Duration.between(QUEUED, policy.next(attempts, QUEUED, 1, QUEUED).orElseThrow());
    }
}
