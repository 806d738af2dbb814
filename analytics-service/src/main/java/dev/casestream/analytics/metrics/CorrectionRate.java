package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How many answers were wrong. */
@Singleton
class CorrectionRate implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "correction_rate",
                1,
                "share",
                Aggregation.SHARE,
                "Share of solvings that an agent took back because the answer was wrong, by the time of the solving");
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
            case TicketReopened e
            when e.reason() == ReopenReason.CORRECTION ->
                Stream.ofNullable(before.milestones().solvedAt())
                        .map(solved -> new Measurement(instance, solved, 1, before.dimensionsAt(solved)));
            case null, default -> Stream.empty();
        };
    }
}
