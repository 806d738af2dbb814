package dev.casestream.analytics.metrics;

import jakarta.inject.Singleton;
import java.util.stream.Stream;

/** How long a customer waits for the first answer of a human. */
@Singleton
class FirstResponseTime implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "first_response_time",
                1,
                "seconds",
                Aggregation.MEAN,
                "From the customer's first message to the first public reply of a human agent accepted for delivery,"
                        + " wall-clock time, by the time of the reply; acknowledgements and bots do not count");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var before = change.historyBefore();
        var after = change.historyAfter();
        var replied = after == null ? null : after.milestones().firstReplyAt();
        if (before == null
                || after == null
                || replied == null
                || before.milestones().firstReplyAt() != null) {
            return Stream.empty();
        }
        return Stream.of(new Measurement("first-reply", replied, after.secondsUntil(replied), after.dimensions()));
    }
}
