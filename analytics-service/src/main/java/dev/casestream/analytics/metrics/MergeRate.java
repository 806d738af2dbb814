package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent.MergeReverted;
import dev.casestream.contracts.TicketEvent.TicketMerged;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How much comes in twice. */
@Singleton
class MergeRate implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "merge_rate",
                1,
                "share",
                Aggregation.SHARE,
                "Share of tickets that go on in another, by the time at which the customer's first message was received"
                        + " and by how they were classified then");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        return switch (change.event()) {
            case TicketOpened e -> isMerged(change, false);
            case TicketMerged e -> isMerged(change, true);
            case MergeReverted e -> isMerged(change, false);
            case null, default -> Stream.empty();
        };
    }

    private static Stream<Measurement> isMerged(Change change, boolean merged) {
        return Stream.ofNullable(change.historyAfter())
                .map(history -> new Measurement(
                        "opening",
                        history.opening().receivedAt(),
                        merged ? 1 : 0,
                        history.dimensionsAt(history.opening().openedAt())));
    }
}
