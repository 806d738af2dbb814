package dev.casestream.routing.domain;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** Whether an agent takes work. */
public enum Availability {
    ONLINE,
    AWAY,
    OFFLINE,
    /** Away, and the open tickets go to others. */
    AWAY_AND_REASSIGN;

    /** As people and tables write it, {@code away-and-reassign}. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    public static Optional<Availability> of(String text) {
        return Arrays.stream(values())
                .filter(value -> value.toString().equals(text))
                .findFirst();
    }
}
