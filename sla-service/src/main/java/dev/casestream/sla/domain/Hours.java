package dev.casestream.sla.domain;

import java.time.Duration;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;

/**
 * Opening hours that begin on some day.
 *
 * @param to on the next day unless it is later than {@code from}; midnight is the end of the day
 */
public record Hours(LocalTime from, LocalTime to) {

    /** A whole day, as long as it may be. */
    public static final Hours ALL_DAY = new Hours(LocalTime.MIDNIGHT, LocalTime.MIDNIGHT);

    public Hours {
        if (from.equals(to) && !from.equals(LocalTime.MIDNIGHT)) {
            throw new IllegalArgumentException("hours from " + from + " to " + to + " are empty");
        }
    }

    Duration length() {
        return Duration.between(opening(LocalDate.EPOCH), closing(LocalDate.EPOCH));
    }

    LocalDateTime opening(LocalDate day) {
        return day.atTime(from);
    }

    LocalDateTime closing(LocalDate day) {
        return (to.isAfter(from) ? day : day.plusDays(1)).atTime(to);
    }
}
