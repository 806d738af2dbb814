package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent.TicketSolved;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.stream.Stream;

/** How long it takes until a ticket is solved. */
@Singleton
class ResolutionTime implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "resolution_time",
                1,
                "seconds",
                Aggregation.MEAN,
                "From the customer's first message to each solving, wall-clock time, by the time of the solving;"
                        + " dimension solving tells the first one from those after a reopening (first, again)",
                "solving");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var history = change.historyAfter();
        if (history == null || !(change.event() instanceof TicketSolved solved)) {
            return Stream.empty();
        }
        var by = new HashMap<>(history.dimensions());
        by.put("solving", history.solvings() == 1 ? "first" : "again");
        return Stream.of(
                new Measurement("solving-" + history.solvings(), solved.at(), history.secondsUntil(solved.at()), by));
    }
}
