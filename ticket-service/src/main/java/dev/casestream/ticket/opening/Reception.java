package dev.casestream.ticket.opening;

import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.domain.Decision;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand.EndAlarm;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import java.util.function.Supplier;

/** Takes requests in, one after the other: each joins the ticket that it belongs to, or opens one. */
final class Reception {

    private final Lifecycle lifecycle;
    private final String defaultTeam;
    private final Threads threads;
    private final Changes changes;
    private final Instant now;

    Reception(Lifecycle lifecycle, String defaultTeam, Threads threads, Changes changes, Instant now) {
        this.lifecycle = lifecycle;
        this.defaultTeam = defaultTeam;
        this.threads = threads;
        this.changes = changes;
        this.now = now;
    }

    /** Whether a number has to be at hand for it. */
    boolean mayOpen(Arrival arrival) {
        return threads.meant(arrival.inquiry(), arrival.sender())
                .flatMap(ticket -> joined(ticket, arrival))
                .isEmpty();
    }

    void takeIn(Arrival arrival, Supplier<String> number) {
        var meant = threads.meant(arrival.inquiry(), arrival.sender());
        var row = meant.flatMap(
                        ticket -> joined(ticket, arrival).map(events -> changes.apply(ticket, events, arrival.cause())))
                .orElseGet(() -> open(arrival, number.get(), meant));
        var home = threads.withoutMerge(arrival.inquiry(), arrival.sender()).map(TicketRow::id);
        threads.went(arrival.inquiry(), arrival.sender(), row);
        changes.say(arrival.text(row), home.orElse(null), arrival.cause());
    }

    private Optional<List<TicketEvent>> joined(TicketRow ticket, Arrival arrival) {
        return accepted(lifecycle.decide(ticket.ticket(), arrival.command(), now));
    }

    /** A ticket that can no longer be reopened is followed up, by the same team. */
    private TicketRow open(Arrival arrival, String number, Optional<TicketRow> ended) {
        var command = arrival.opening(
                Ids.next(),
                number,
                ended.map(TicketRow::team).orElse(defaultTeam),
                ended.map(TicketRow::id).orElse(null));
        var row = changes.open(
                Lifecycle.open(command, now),
                arrival.subject(),
                new TreeMap<String, Object>(arrival.inquiry().fields()),
                arrival.cause());
        return arrival.isOver() ? over(row, arrival) : row;
    }

    /** An alarm that nobody had heard of before it was over. */
    private TicketRow over(TicketRow row, Arrival arrival) {
        return accepted(lifecycle.decide(row.ticket(), new EndAlarm(null), now))
                .map(events -> changes.apply(row, events, arrival.cause()))
                .orElse(row);
    }

    private static Optional<List<TicketEvent>> accepted(Decision decision) {
        return decision instanceof Accepted accepted ? Optional.of(accepted.events()) : Optional.empty();
    }
}
