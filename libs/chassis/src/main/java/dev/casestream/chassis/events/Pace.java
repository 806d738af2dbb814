package dev.casestream.chassis.events;

import java.util.concurrent.TimeUnit;

/**
 * How long to rest after a piece of work: as long as it took, within bounds. What comes meanwhile is done together, so
 * that the cost of a piece is shared by more the busier the machine is, and a quiet one answers at once.
 */
final class Pace {

    private static final long LEAST_MILLIS = 2;
    private static final long MOST_MILLIS = 200;

    private Pace() {}

    /** @param workNanos how long the last piece took */
    static long restMillis(long workNanos) {
        return Math.clamp(TimeUnit.NANOSECONDS.toMillis(workNanos), LEAST_MILLIS, MOST_MILLIS);
    }
}
