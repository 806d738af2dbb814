package dev.casestream.intake.domain;

import java.util.Locale;

/** What became of an arrival; every arrival has exactly one at any moment. */
public enum Outcome {
    /** Stored, and its fate not known yet. */
    PENDING,
    /** A ticket was opened. */
    ACCEPTED,
    /** A message was added to a ticket. */
    APPENDED,
    /** The same had arrived before. */
    DUPLICATE,
    /** Held back with a reason, until a person releases or rejects it. */
    QUARANTINED,
    /** Refused for good, with a reason. */
    REJECTED;

    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** @throws IllegalArgumentException when it is none of them */
    public static Outcome ofWire(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
