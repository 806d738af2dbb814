package dev.casestream.e2e.nemesis;

import java.time.Duration;
import java.util.List;

/**
 * What the nemesis did itself, and what it saw while doing it.
 *
 * @param poisonings how many unreadable records were put on the topic of tickets
 * @param stops how long services that were asked to stop took
 * @param flaps how often a stepped clock made a process say that it is not ready
 */
record Deeds(int poisonings, List<Surge> surges, List<Stop> stops, int flaps) {

    static final Deeds NONE = new Deeds(0, List.of(), List.of(), 0);

    record Stop(String service, Duration took) {}

    /**
     * Many more requests than can be taken, each asked once.
     *
     * @param times the capacity
     * @param capacity requests accepted a second when asked as fast as answered
     * @param offered requests a second
     * @param accepted requests a second
     * @param refused with 429 or 503 and a Retry-After
     * @param failed answered otherwise, or cut off
     * @param silent not answered in time
     * @param slowest accepted answer
     */
    record Surge(
            int times,
            double capacity,
            double offered,
            double accepted,
            long refused,
            long failed,
            long silent,
            Duration slowest) {}
}
