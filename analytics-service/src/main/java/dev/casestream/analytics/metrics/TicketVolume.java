package dev.casestream.analytics.metrics;

import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How much comes in. */
@Singleton
class TicketVolume implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "ticket_volume",
                1,
                "tickets",
                Aggregation.SUM,
                "Tickets opened, by the time at which the customer's first message was received and by how they are"
                        + " classified now");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var before = change.historyBefore();
        var after = change.historyAfter();
        if (after == null || before != null && before.dimensions().equals(after.dimensions())) {
            return Stream.empty();
        }
        return Stream.of(new Measurement("opening", after.opening().receivedAt(), 1, after.dimensions()));
    }
}
