package dev.casestream.sla.domain;

import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.ClockActivated;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockCancelled;
import dev.casestream.contracts.SlaEvent.ClockFulfilled;
import dev.casestream.contracts.SlaEvent.ClockPaused;
import dev.casestream.contracts.SlaEvent.ClockResumed;
import dev.casestream.contracts.SlaEvent.ClockRetargeted;
import dev.casestream.contracts.SlaEvent.ClockWarned;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * One clock of a ticket, a record per state; a transition exists where it is legal. A breach is a matter of active time
 * alone: news that comes late, of a pause before the due time, takes it back.
 */
public sealed interface SlaClock {

    Run run();

    Stopwatch time();

    /** When it passed its target; null if it has not, as far as is known. */
    default @Nullable Instant breachedAt() {
        return null;
    }

    /** Where a transition leads, and what it says. */
    record Step(SlaClock clock, List<SlaEvent> events) {

        static Step of(SlaClock clock, SlaEvent event) {
            return new Step(clock, List.of(event));
        }
    }

    /** Not over yet. */
    sealed interface Live extends SlaClock {

        /** The highest share warned of. */
        int warned();

        default boolean counts() {
            return time().since() != null;
        }

        default Step pause(Instant at, Rulebook rules) {
            var elapsed = elapsed(at, rules);
            return Clocks.step(
                    this,
                    Clocks.standing(run(), elapsed, at, warned(), breachedAt()),
                    at,
                    new ClockPaused(run().ticketId(), at, run().clock(), elapsed));
        }

        default Step resume(Instant at, Rulebook rules) {
            var elapsed = elapsed(at, rules);
            var clock = Clocks.counting(run(), elapsed, at, warned(), breachedAt(), rules);
            return Clocks.step(
                    this,
                    clock,
                    at,
                    new ClockResumed(run().ticketId(), at, run().clock(), elapsed, Clocks.dueAt(clock, at, rules)));
        }

        /** What has elapsed by the old calendar is kept. */
        default Step retarget(Terms terms, Instant at, Rulebook rules) {
            var elapsed = elapsed(at, rules);
            var run = run().under(terms);
            var clock = counts()
                    ? Clocks.counting(run, elapsed, at, warned(), breachedAt(), rules)
                    : Clocks.standing(run, elapsed, at, warned(), breachedAt());
            return Clocks.step(
                    this,
                    clock,
                    at,
                    new ClockRetargeted(
                            run.ticketId(), at, run.clock(), terms.target(), Clocks.dueAt(clock, at, rules)));
        }

        default Step fulfil(Instant at, Rulebook rules) {
            var elapsed = elapsed(at, rules);
            var target = run().terms().target();
            var met = elapsed.compareTo(target) <= 0;
            return Step.of(
                    new Fulfilled(run(), new Stopwatch(elapsed, null), at, met ? null : breachedAt()),
                    new ClockFulfilled(run().ticketId(), at, run().clock(), elapsed, target, met));
        }

        default Step cancel(Instant at, Rulebook rules) {
            return Step.of(
                    new Cancelled(run(), new Stopwatch(elapsed(at, rules), null), at),
                    new ClockCancelled(run().ticketId(), at, run().clock()));
        }

        private Duration elapsed(Instant at, Rulebook rules) {
            return time().reading(at, rules.calendar(run().terms().calendar()));
        }
    }

    /**
     * Counting towards its target.
     *
     * @param warnings those to come, the next first
     */
    record Running(Run run, Stopwatch time, Instant dueAt, List<Mark> warnings, int warned) implements Live {

        /** Says what has become due by now. */
        Step tick(Instant now) {
            var events = new ArrayList<SlaEvent>();
            var last = warned;
            for (var warning : warnings) {
                if (!warning.at().isAfter(now)) {
                    last = warning.share();
                    events.add(new ClockWarned(run.ticketId(), warning.at(), run.clock(), last, dueAt));
                }
            }
            if (!dueAt.isAfter(now)) {
                events.add(new ClockBreached(
                        run.ticketId(), dueAt, run.clock(), run.terms().target()));
                return new Step(new Breached(run, time, dueAt), events);
            }
            var ahead = warnings.stream()
                    .filter(warning -> warning.at().isAfter(now))
                    .toList();
            return new Step(new Running(run, time, dueAt, ahead, last), events);
        }

        /** What it has to be looked at for. */
        public List<Mark> marks() {
            var marks = new ArrayList<>(warnings);
            marks.add(new Mark(Mark.BREACH, dueAt));
            return marks;
        }
    }

    record Paused(Run run, Stopwatch time, int warned) implements Live {}

    /** Past its target and not fulfilled; it goes on counting unless the ticket waits for others. */
    record Breached(Run run, Stopwatch time, Instant breachedAt) implements Live {

        @Override
        public int warned() {
            return Mark.BREACH;
        }
    }

    /** @param breachedAt null when it was met */
    record Fulfilled(
            Run run, Stopwatch time, Instant at, @Nullable Instant breachedAt) implements SlaClock {

        /** What it was for has to be done again: it goes on from where it stopped. */
        Step reopen(Terms terms, Instant reopenedAt, Rulebook rules) {
            var run = this.run.under(terms);
            var clock = Clocks.counting(run, time.before(), reopenedAt, Mark.BREACH, breachedAt, rules);
            return Clocks.step(
                    this,
                    clock,
                    reopenedAt,
                    new ClockResumed(
                            run.ticketId(),
                            reopenedAt,
                            run.clock(),
                            time.before(),
                            Clocks.dueAt(clock, reopenedAt, rules)));
        }
    }

    record Cancelled(Run run, Stopwatch time, Instant at) implements SlaClock {}

    static Step activate(Run run, Rulebook rules) {
        var clock = Clocks.counting(run, Duration.ZERO, run.startedAt(), 0, null, rules);
        return Step.of(
                clock,
                new ClockActivated(
                        run.ticketId(),
                        run.startedAt(),
                        run.clock(),
                        run.terms().target(),
                        Clocks.dueAt(clock, run.startedAt(), rules)));
    }
}
