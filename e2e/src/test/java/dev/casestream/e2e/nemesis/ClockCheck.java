package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Evidence.Clock;
import dev.casestream.e2e.nemesis.Evidence.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What one clock has said, in order: each warning and breach once, not early, none forgotten. */
final class ClockCheck {

    /** What a platform at rest may take to notice. */
    private static final Duration NOTICE = Duration.ofSeconds(10);

    private final Verdict verdict;
    private final Set<Integer> warned = new HashSet<>();
    private @Nullable Instant due;
    private Instant armed = Instant.MIN;

    private ClockCheck(Verdict verdict) {
        this.verdict = verdict;
    }

    static void of(Evidence evidence, Verdict verdict) {
        var clocks = new HashMap<String, Map<Long, Published>>();
        for (var record : evidence.published()) {
            if (record.topic().equals(Published.SLA)) {
                clocks.computeIfAbsent(record.clock().id(), id -> new TreeMap<>())
                        .putIfAbsent(record.version(), record);
            }
        }
        clocks.forEach((id, events) -> {
            var check = new ClockCheck(verdict);
            events.values().forEach(event -> check.on(event, event.clock()));
            check.end(id, evidence.at());
        });
    }

    private void on(Published event, Clock clock) {
        switch (event.type()) {
            case "ClockActivated", "ClockResumed", "ClockRetargeted" -> {
                due = clock.due();
                armed = event.time();
                warned.clear();
            }
            case "ClockWarned" -> {
                fired(event, clock.at());
                verdict.judge("timers fired twice", !warned.add(clock.share()), event.toString());
            }
            case "ClockBreached" -> {
                fired(event, clock.at());
                verdict.judge("timers fired twice", due == null, event.toString());
                due = null;
            }
            case "ClockFulfilled" -> {
                verdict.judge("timers missed", due != null && clock.at().isAfter(due), event.toString());
                due = null;
            }
            default -> due = null;
        }
    }

    private void fired(Published event, Instant at) {
        verdict.count("timers", 1);
        verdict.judge("timers early", event.time().isBefore(at), event.toString());
        var possible = Comparator.<Instant>naturalOrder().compare(at, armed) > 0 ? at : armed;
        verdict.atLeast(
                "timers, latest by ms", Duration.between(possible, event.time()).toMillis());
    }

    private void end(String id, Instant at) {
        verdict.judge(
                "timers missed", due != null && due.plus(NOTICE).isBefore(at), "clock " + id + " was due at " + due);
    }
}
