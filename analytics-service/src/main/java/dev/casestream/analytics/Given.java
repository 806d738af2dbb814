package dev.casestream.analytics;

import dev.casestream.analytics.metrics.Definition;
import dev.casestream.analytics.metrics.Window;
import dev.casestream.chassis.rest.Problems;
import java.time.DateTimeException;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.temporal.ChronoUnit;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What callers give as text, read or refused with a reason. */
final class Given {

    static final int MAX_STEPS = 1_000;
    private static final Duration MIN_STEP = Duration.ofMinutes(1);
    private static final Instant EARLIEST = Instant.EPOCH;
    private static final Instant LATEST = Instant.parse("3000-01-01T00:00:00Z");
    private static final Duration DEFAULT_SPAN = Duration.ofDays(7);

    private Given() {}

    static @Nullable Instant instant(String name, @Nullable String text) {
        if (text == null) {
            return null;
        }
        try {
            var instant = OffsetDateTime.parse(text).toInstant().truncatedTo(ChronoUnit.MILLIS);
            if (!instant.isBefore(EARLIEST) && instant.isBefore(LATEST)) {
                return instant;
            }
        } catch (DateTimeException e) {
            // Falls through: the caller's mistake, not ours.
        }
        throw Problems.invalid(name, "must be an instant of the years 1970 to 2999, as 2026-03-02T08:00:00Z");
    }

    /** The last seven days in one step, unless the caller says otherwise. */
    static Window window(@Nullable String from, @Nullable String to, @Nullable String step, Instant now) {
        var givenEnd = instant("to", to);
        var end = givenEnd == null ? now.truncatedTo(ChronoUnit.MILLIS) : givenEnd;
        var givenBegin = instant("from", from);
        var begin = givenBegin == null ? end.minus(DEFAULT_SPAN) : givenBegin;
        if (!begin.isBefore(end)) {
            throw Problems.invalid("from", "must be before to");
        }
        var span = Duration.between(begin, end);
        var window = new Window(begin, end, step == null ? span : shorter(step(step), span));
        if (window.steps() > MAX_STEPS) {
            throw Problems.invalid(
                    "step",
                    "makes " + window.steps() + " steps, at most " + MAX_STEPS + ": take longer ones or less time");
        }
        return window;
    }

    private static Duration shorter(Duration one, Duration other) {
        return one.compareTo(other) < 0 ? one : other;
    }

    private static Duration step(String text) {
        try {
            var step = Duration.parse(text).truncatedTo(ChronoUnit.MILLIS);
            if (step.compareTo(MIN_STEP) >= 0) {
                return step;
            }
        } catch (DateTimeException | ArithmeticException e) {
            // Falls through: the caller's mistake, not ours.
        }
        throw Problems.invalid(
                "step", "must be an ISO-8601 duration of days, hours, minutes, as P1D or PT1H, from PT1M");
    }

    static List<String> dimensions(@Nullable String by, Definition definition) {
        if (by == null || by.isBlank()) {
            return List.of();
        }
        var dimensions =
                Arrays.stream(by.split(",", -1)).map(String::strip).distinct().toList();
        if (!definition.dimensions().containsAll(dimensions)) {
            throw Problems.invalid("by", "must be of " + String.join(", ", definition.dimensions()));
        }
        return dimensions;
    }
}
