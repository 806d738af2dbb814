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
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a clock shows what it shows: when it counted, by which rules, and what made it begin and end. */
public final class Explanation {

    private final List<Stretch> stretches = new ArrayList<>();
    private @Nullable Entry open;

    private Explanation() {}

    /** What made a clock move; without an id when it was time alone. */
    public record Trigger(@Nullable UUID event, String type) {}

    /** Something said of the clock, and why. */
    public record Entry(SlaEvent event, Trigger trigger) {}

    /**
     * Time in which the clock counted whenever its calendar was open.
     *
     * @param to null while it still counts
     */
    public record Stretch(
            Instant from,
            @Nullable Instant to,
            Trigger openedBy,
            @Nullable Trigger closedBy,
            SlaEvent.Clock clock) {}

    /** @param entries everything said of one clock, in order */
    public static List<Stretch> of(List<Entry> entries) {
        var explanation = new Explanation();
        entries.forEach(explanation::add);
        explanation.end(null);
        return explanation.stretches;
    }

    private void add(Entry entry) {
        switch (entry.event()) {
            case ClockActivated e -> open = entry;
            case ClockResumed e -> open = entry;
            case ClockPaused e -> end(entry);
            case ClockFulfilled e -> end(entry);
            case ClockCancelled e -> end(entry);
            case ClockRetargeted e -> {
                if (open != null) {
                    end(entry);
                    open = entry;
                }
            }
            case ClockWarned e -> {}
            case ClockBreached e -> {}
        }
    }

    private void end(@Nullable Entry closing) {
        if (open != null) {
            stretches.add(new Stretch(
                    open.event().at(),
                    closing == null ? null : closing.event().at(),
                    open.trigger(),
                    closing == null ? null : closing.trigger(),
                    open.event().clock()));
            open = null;
        }
    }
}
