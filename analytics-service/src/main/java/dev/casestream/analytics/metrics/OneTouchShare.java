package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How much one answer solves. */
@Singleton
class OneTouchShare implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "one_touch_share",
                1,
                "share",
                Aggregation.SHARE,
                "Share of solved tickets that took one public reply at most and were not reopened until now; each ticket"
                        + " once, by the time of its last solving");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var before = change.historyBefore();
        var after = change.historyAfter();
        if (before == null || after == null) {
            return Stream.empty();
        }
        return switch (change.event()) {
            case TicketSolved e -> {
                var counts = after.counts();
                var oneTouch = counts.publicReplies() <= 1 && counts.reopens() == 0;
                yield Stream.of(new Measurement("solved", e.at(), oneTouch ? 1 : 0, after.dimensions()));
            }
            case TicketReopened e ->
                Stream.ofNullable(before.milestones().solvedAt())
                        .map(solved -> new Measurement("solved", solved, 0, before.dimensionsAt(solved)));
            case null, default -> Stream.empty();
        };
    }
}
