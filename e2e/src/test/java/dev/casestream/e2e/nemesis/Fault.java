package dev.casestream.e2e.nemesis;

import java.time.Duration;
import java.util.concurrent.locks.LockSupport;

/**
 * Something bad that happens, for a while, and is over when {@link #strike} returns: from then on the platform has to
 * recover by itself.
 */
record Fault(String name, Striking striking) {

    /** What happens, and its end. */
    @FunctionalInterface
    interface Striking {
        void strike() throws Exception;
    }

    void strike() throws Exception {
        striking.strike();
    }

    /** A fault has a length of its own; nothing is waited for here. */
    static void lasts(Duration time) {
        var end = System.nanoTime() + time.toNanos();
        while (System.nanoTime() < end) {
            LockSupport.parkNanos(end - System.nanoTime());
        }
    }
}
