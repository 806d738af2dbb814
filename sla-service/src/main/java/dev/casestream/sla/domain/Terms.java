package dev.casestream.sla.domain;

import java.time.Duration;
import java.util.List;

/**
 * What a policy promises for one clock.
 *
 * @param target active time until the breach
 * @param warnAt shares of it, in per cent, ascending
 */
public record Terms(String policy, int policyVersion, CalendarRef calendar, Duration target, List<Integer> warnAt) {

    Duration share(int percent) {
        return target.multipliedBy(percent).dividedBy(100);
    }
}
