package dev.casestream.sla.domain;

import java.time.Duration;
import java.time.Instant;

/** Time between two instants, the end not included. */
public record Span(Instant from, Instant to) {

    public Span {
        if (to.isBefore(from)) {
            throw new IllegalArgumentException("the end " + to + " is before the beginning " + from);
        }
    }

    public Duration length() {
        return Duration.between(from, to);
    }
}
