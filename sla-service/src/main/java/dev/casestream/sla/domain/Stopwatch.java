package dev.casestream.sla.domain;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * Active time, kept over pauses.
 *
 * @param before what had counted when it was last started or stopped
 * @param since when it was started; null while it stands still
 */
public record Stopwatch(Duration before, @Nullable Instant since) {

    public Duration reading(Instant at, BusinessCalendar calendar) {
        return since == null ? before : before.plus(calendar.elapsed(since, at));
    }
}
