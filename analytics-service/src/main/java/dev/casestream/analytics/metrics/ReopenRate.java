package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How many solutions did not hold. */
@Singleton
class ReopenRate implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "reopen_rate",
                1,
                "share",
                Aggregation.SHARE,
                "Share of solvings that were reopened until now, by the time of the solving");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var before = change.historyBefore();
        if (before == null) {
            return Stream.empty();
        }
        var instance = "solving-" + before.solvings();
        return switch (change.event()) {
            case TicketSolved e -> Stream.of(new Measurement(instance, e.at(), 0, before.dimensions()));
            case TicketReopened e ->
                Stream.ofNullable(before.milestones().solvedAt())
                        .map(solved -> new Measurement(instance, solved, 1, before.dimensionsAt(solved)));
            case null, default -> Stream.empty();
        };
    }
}
