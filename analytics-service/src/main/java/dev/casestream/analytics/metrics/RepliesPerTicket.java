package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent.TicketSolved;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How much writing a solution takes. */
@Singleton
class RepliesPerTicket implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "replies_per_ticket",
                1,
                "replies",
                Aggregation.MEAN,
                "Public replies on a ticket, of agents and bots, until it was solved; each ticket once, by the time of"
                        + " its last solving");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var history = change.historyAfter();
        return history != null && change.event() instanceof TicketSolved solved
                ? Stream.of(
                        new Measurement("solved", solved.at(), history.counts().publicReplies(), history.dimensions()))
                : Stream.empty();
    }
}
