package dev.casestream.notification.domain;

import java.time.Duration;
import java.time.Instant;
import java.util.Optional;

/**
 * When a refused delivery is tried again: exponentially later, spread at random, for days.
 *
 * @param first the longest wait after the first attempt
 * @param most the longest wait after any
 * @param giveUpAfter no attempt is made later than this after it was queued
 */
public record RetryPolicy(Duration first, Duration most, Duration giveUpAfter) {

    private static final int MAX_DOUBLINGS = 30;

    /**
     * @param attempts how many were made
     * @param chance random, from 0 to 1: where in the second half of the wait the next attempt lies
     * @return empty when it is time to give up
     */
    public Optional<Instant> next(int attempts, Instant queuedAt, double chance, Instant now) {
        var doublings = Math.clamp(attempts - 1L, 0, MAX_DOUBLINGS);
        var longest = Math.min(first.toMillis() << doublings, most.toMillis());
        var next = now.plusMillis((long) (longest * (0.5 + chance / 2)));
        return next.isAfter(queuedAt.plus(giveUpAfter)) ? Optional.empty() : Optional.of(next);
    }
}
