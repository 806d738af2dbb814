package dev.casestream.analytics.metrics;

import java.time.Duration;
import java.time.Instant;

/**
 * A time span cut into steps; the last one may be shorter.
 *
 * @param from inclusive
 * @param to exclusive
 */
public record Window(Instant from, Instant to, Duration step) {

    public long steps() {
        return Math.ceilDiv(Duration.between(from, to).toMillis(), step.toMillis());
    }

    Instant begin(int index) {
        return from.plus(step.multipliedBy(index));
    }

    Instant end(int index) {
        var end = begin(index + 1);
        return end.isAfter(to) ? to : end;
    }
}
