package dev.casestream.intake;

import dev.casestream.chassis.rest.Problems;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Query parameters that are more than words. */
public final class Times {

    private Times() {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when it is no instant */
    public static @Nullable OffsetDateTime parse(String parameter, @Nullable String text) {
        try {
            return text == null ? null : sensible(parameter, Instant.parse(text).atOffset(ZoneOffset.UTC));
        } catch (DateTimeParseException e) {
            throw Problems.invalid(parameter, "must be an instant as 2026-03-02T08:00:00Z");
        }
    }

    private static OffsetDateTime sensible(String parameter, OffsetDateTime time) {
        if (time.getYear() < 1970 || time.getYear() > 9999) {
            throw Problems.invalid(parameter, "must be of the years 1970 to 9999");
        }
        return time;
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 when it is no id */
    public static UUID id(String parameter, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(parameter, "is not a nextCursor of this list");
        }
    }
}
