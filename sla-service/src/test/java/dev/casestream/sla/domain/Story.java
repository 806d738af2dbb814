package dev.casestream.sla.domain;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketClosed;
import dev.casestream.contracts.TicketEvent.TicketHeld;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import dev.casestream.contracts.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ticket's life as its clocks see it; times are given as hours and minutes since it was received. */
final class Story {

    static final Instant RECEIVED = Instant.parse("2026-06-01T07:00:00Z");

    final List<SlaEvent> said = new ArrayList<>();
    private final UUID id = new UUID(0, 1);
    private Rulebook rules;
    private @Nullable TicketClocks clocks;
    private long ids;

    Story(Rulebook rules) {
        this.rules = rules;
    }

    Story rules(Rulebook others) {
        rules = others;
        return this;
    }

    TicketClocks clocks() {
        return Objects.requireNonNull(clocks);
    }

    SlaClock clock(ClockType type) {
        return clocks().clocks().stream()
                .filter(clock -> clock.run().type() == type)
                .reduce((first, last) -> last)
                .orElseThrow();
    }

    Story opened(Priority priority) {
        var opened = new TicketOpened(
                id,
                RECEIVED,
                TicketStatus.NEW,
                "CS-1",
                new UUID(0, 2),
                null,
                new UUID(0, 3),
                RECEIVED,
                "email",
                null,
                priority,
                null,
                1,
                List.of(),
                "support",
                false,
                null);
        clocks = TicketClocks.of(opened);
        return on(opened);
    }

    Story triaged(String after, TicketStatus status, Priority priority) {
        return on(new TicketTriaged(id, at(after), status, priority, null, 1, List.of()));
    }

    Story assigned(String after, @Nullable String agent) {
        return on(new TicketAssigned(id, at(after), TicketStatus.OPEN, "support", agent, null));
    }

    Story replied(String after, AuthorRole by, TicketStatus status) {
        return on(new ReplyAccepted(id, at(after), status, new UUID(0, 4), by, "alice", new UUID(0, 2), "email"));
    }

    Story written(String after, boolean automatic) {
        return on(new CustomerMessageReceived(
                id,
                at(after),
                TicketStatus.OPEN,
                new UUID(0, 5),
                new UUID(0, 2),
                null,
                at(after),
                "email",
                null,
                automatic));
    }

    Story held(String after) {
        return on(new TicketHeld(id, at(after), TicketStatus.ON_HOLD));
    }

    Story solved(String after) {
        return on(new TicketSolved(id, at(after), TicketStatus.SOLVED, "alice"));
    }

    Story reopened(String after) {
        return on(new TicketReopened(id, at(after), TicketStatus.OPEN, ReopenReason.CORRECTION));
    }

    Story closed(String after) {
        return on(new TicketClosed(id, at(after), TicketStatus.CLOSED, CloseReason.MERGED));
    }

    Story lookedAt(String after) {
        return lookedAt(at(after));
    }

    Story lookedAt(Instant now) {
        var outcome = clocks().tick(now);
        clocks = outcome.clocks();
        said.addAll(outcome.events());
        return this;
    }

    Story on(TicketEvent event) {
        var outcome = clocks().on(event, rules, () -> new UUID(1, ++ids));
        clocks = outcome.clocks();
        said.addAll(outcome.events());
        return this;
    }

    /** What was said of one type, as {@code Breached 4:00}, in order. */
    List<String> said(ClockType type) {
        return said.stream()
                .filter(event -> event.clock().type() == type)
                .map(Story::told)
                .toList();
    }

    static Instant at(String after) {
        var parts = after.split(":");
        return RECEIVED.plus(Duration.ofHours(Long.parseLong(parts[0])))
                .plus(Duration.ofMinutes(Long.parseLong(parts[1])));
    }

    private static String told(SlaEvent event) {
        return switch (event) {
            case SlaEvent.ClockActivated e -> "Activated " + after(e.at()) + " due " + after(e.dueAt());
            case SlaEvent.ClockPaused e -> "Paused " + after(e.at()) + " with " + hours(e.elapsed());
            case SlaEvent.ClockResumed e ->
                "Resumed " + after(e.at()) + " with " + hours(e.elapsed()) + " due " + after(e.dueAt());
            case SlaEvent.ClockRetargeted e -> "Retargeted " + after(e.at()) + " due " + after(e.dueAt());
            case SlaEvent.ClockWarned e -> "Warned " + after(e.at()) + " of " + e.share();
            case SlaEvent.ClockBreached e -> "Breached " + after(e.at());
            case SlaEvent.ClockFulfilled e ->
                (e.met() ? "Met " : "Missed ") + after(e.at()) + " with " + hours(e.elapsed());
            case SlaEvent.ClockCancelled e -> "Cancelled " + after(e.at());
        };
    }

    private static String after(Instant at) {
        return hours(Duration.between(RECEIVED, at));
    }

    private static String hours(Duration time) {
        return "%d:%02d".formatted(time.toHours(), time.toMinutesPart());
    }
}
