package dev.casestream.sla.domain;

import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.sla.domain.SlaClock.Breached;
import dev.casestream.sla.domain.SlaClock.Live;
import dev.casestream.sla.domain.SlaClock.Paused;
import dev.casestream.sla.domain.SlaClock.Running;
import dev.casestream.sla.domain.SlaClock.Step;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Which live state follows from what has elapsed of the target. */
final class Clocks {

    private Clocks() {}

    static Live counting(
            Run run, Duration elapsed, Instant at, int warned, @Nullable Instant breachedAt, Rulebook rules) {
        var time = new Stopwatch(elapsed, at);
        if (isPast(run, elapsed)) {
            return new Breached(run, time, breachedAt == null ? at : breachedAt);
        }
        var terms = run.terms();
        var calendar = rules.calendar(terms.calendar());
        var still = stillWarned(terms, elapsed, warned);
        return new Running(
                run,
                time,
                reached(terms.target(), elapsed, at, calendar),
                warnings(terms, elapsed, at, still, calendar),
                still);
    }

    static Live standing(Run run, Duration elapsed, Instant at, int warned, @Nullable Instant breachedAt) {
        var time = new Stopwatch(elapsed, null);
        return isPast(run, elapsed)
                ? new Breached(run, time, breachedAt == null ? at : breachedAt)
                : new Paused(run, time, stillWarned(run.terms(), elapsed, warned));
    }

    /** Adds to what a transition says what becomes due by it: a new target may lie in the past. */
    static Step step(SlaClock before, Live after, Instant at, SlaEvent event) {
        var events = new ArrayList<>(List.of(event));
        if (after instanceof Running running) {
            var ticked = running.tick(at);
            events.addAll(ticked.events());
            return new Step(ticked.clock(), events);
        }
        if (after instanceof Breached && before.breachedAt() == null) {
            var run = after.run();
            events.add(new ClockBreached(
                    run.ticketId(), at, run.clock(), run.terms().target()));
        }
        return new Step(after, events);
    }

    /** When it breaches or did; of a paused clock, when it would if it were resumed now. */
    static Instant dueAt(Live clock, Instant now, Rulebook rules) {
        return switch (clock) {
            case Running c -> c.dueAt();
            case Breached c -> c.breachedAt();
            case Paused c ->
                reached(
                        c.run().terms().target(),
                        c.time().before(),
                        now,
                        rules.calendar(c.run().terms().calendar()));
        };
    }

    private static boolean isPast(Run run, Duration elapsed) {
        return elapsed.compareTo(run.terms().target()) >= 0;
    }

    /** A warning counts until a new target has moved away from it. */
    private static int stillWarned(Terms terms, Duration elapsed, int warned) {
        return terms.warnAt().stream()
                .filter(share -> share <= warned && elapsed.compareTo(terms.share(share)) >= 0)
                .reduce(0, Math::max);
    }

    /** Of the shares that a new target has put into the past only the highest is worth a warning. */
    private static List<Mark> warnings(
            Terms terms, Duration elapsed, Instant at, int warned, BusinessCalendar calendar) {
        var warnings = new ArrayList<Mark>();
        for (int share : terms.warnAt()) {
            if (share > warned) {
                if (elapsed.compareTo(terms.share(share)) >= 0) {
                    warnings.clear();
                }
                warnings.add(new Mark(share, reached(terms.share(share), elapsed, at, calendar)));
            }
        }
        return warnings;
    }

    private static Instant reached(Duration goal, Duration elapsed, Instant at, BusinessCalendar calendar) {
        return elapsed.compareTo(goal) >= 0 ? at : calendar.add(at, goal.minus(elapsed));
    }
}
