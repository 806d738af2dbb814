package dev.casestream.analytics.metrics;

import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How long customers wait until somebody has their matter. */
@Singleton
class FirstAssignTime implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "first_assign_time",
                1,
                "seconds",
                Aggregation.MEAN,
                "From the customer's first message to the first agent who had the ticket, by the time of the assignment");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var before = change.historyBefore();
        var after = change.historyAfter();
        if (before == null || after == null || before.milestones().firstAssignedAt() != null) {
            return Stream.empty();
        }
        return Stream.ofNullable(after.milestones().firstAssignedAt())
                .map(at -> new Measurement("first-assignment", at, after.secondsUntil(at), after.dimensions()));
    }
}
