package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Deeds.Surge;
import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import java.util.concurrent.locks.LockSupport;
import java.util.function.Supplier;

/** Many who ask once and do not come back. */
final class Crowd {

    /** As many at once as it takes to keep the platform busy. */
    private static final int BUSY = 48;

    private final Supplier<Attempt> asking;
    private final LongAdder offered = new LongAdder();
    private final LongAdder accepted = new LongAdder();
    private final LongAdder refused = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private final LongAdder silent = new LongAdder();
    private final AtomicLong slowest = new AtomicLong();

    Crowd(Supplier<Attempt> asking) {
        this.asking = asking;
    }

    /** @return what is accepted a second when each asks again as soon as there is an answer */
    double capacity(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < BUSY; i++) {
                threads.execute(() -> {
                    while (System.nanoTime() < end) {
                        ask();
                    }
                });
            }
        }
        return accepted.sum() * 1e9 / time.toNanos();
    }

    /** Arrivals do not wait for answers. */
    Surge surge(int times, double capacity, Duration time) {
        var gap = (long) (1e9 / (times * capacity));
        var start = System.nanoTime();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            for (long next = start; next - start < time.toNanos(); next += gap) {
                LockSupport.parkNanos(next - System.nanoTime());
                threads.execute(this::ask);
            }
        }
        // Those who are behind with asking ask for longer than they should: it is by the clock that it counts.
        var seconds = Math.max(time.toNanos(), System.nanoTime() - start) / 1e9;
        return new Surge(
                times,
                capacity,
                offered.sum() / seconds,
                accepted.sum() / seconds,
                refused.sum(),
                failed.sum(),
                silent.sum(),
                Duration.ofNanos(slowest.get()));
    }

    private void ask() {
        offered.increment();
        var start = System.nanoTime();
        var attempt = asking.get();
        switch (attempt.status()) {
            case 200, 201, 202 -> {
                accepted.increment();
                slowest.accumulateAndGet(System.nanoTime() - start, Math::max);
            }
            case 429, 503 -> (attempt.comeAgain() ? refused : failed).increment();
            case Attempt.SILENCE -> silent.increment();
            default -> {
                failed.increment();
                System.out.println("nemesis: in the crowd " + attempt);
            }
        }
    }
}
