package dev.casestream.chassis.rest;

import java.time.DateTimeException;
import java.time.Instant;
import java.time.OffsetDateTime;

/** Instants that clients give: RFC 3339, within what the database can hold. */
public final class Instants {

    private static final Instant EARLIEST = Instant.parse("1970-01-01T00:00:00Z");
    private static final Instant LATEST = Instant.parse("9999-12-31T23:59:59Z");

    private Instants() {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 naming the parameter */
    public static Instant parse(String parameter, String text) {
        try {
            var instant = OffsetDateTime.parse(text).toInstant();
            if (!instant.isBefore(EARLIEST) && !instant.isAfter(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Falls through: the client's mistake, not ours.
        }
        throw Problems.invalid(parameter, "must be an instant of the years 1970 to 9999, as 2026-11-21T09:30:00Z");
    }
}
