package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent.TicketSolved;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How often a ticket changes hands. */
@Singleton
class Handoffs implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "handoffs",
                1,
                "handoffs",
                Aggregation.MEAN,
                "Times that a ticket went to another agent than the one who had it last, until it was solved; each ticket"
                        + " once, by the time of its last solving");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var history = change.historyAfter();
        return history != null && change.event() instanceof TicketSolved solved
                ? Stream.of(
                        new Measurement("solved", solved.at(), history.counts().handoffs(), history.dimensions()))
                : Stream.empty();
    }
}
