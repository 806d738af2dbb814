package dev.casestream.analytics.metrics;

import dev.casestream.analytics.domain.TicketHistory;
import jakarta.inject.Singleton;
import java.util.Objects;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** How much is left to do, as of an instant: each ticket raises it where it comes in and lowers it where it leaves. */
@Singleton
class Backlog implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "backlog",
                1,
                "tickets",
                Aggregation.LEVEL,
                "Tickets neither solved nor closed at the end of the interval, by how they stood at that time");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var from = unsolved(change.historyBefore());
        var to = unsolved(change.historyAfter());
        if (from == null && to == null
                || from != null && to != null && from.dimensions().equals(to.dimensions())) {
            return Stream.empty();
        }
        var at = Objects.requireNonNull(change.historyAfter()).updatedAt();
        var version = change.after().ticketVersion();
        return Stream.of(
                        from == null ? null : new Measurement(version + "-out", at, -1, from.dimensions()),
                        to == null ? null : new Measurement(version + "-in", at, 1, to.dimensions()))
                .flatMap(Stream::ofNullable);
    }

    private static @Nullable TicketHistory unsolved(@Nullable TicketHistory history) {
        return history != null && history.unsolved() ? history : null;
    }
}
