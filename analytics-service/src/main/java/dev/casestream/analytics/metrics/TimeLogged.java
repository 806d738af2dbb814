package dev.casestream.analytics.metrics;

import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TimeEntryRemoved;
import jakarta.inject.Singleton;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;

/** How much work people say it was. */
@Singleton
class TimeLogged implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "time_logged",
                1,
                "minutes",
                Aggregation.SUM,
                "Minutes logged on tickets and not taken back, by the time of the logging and by who worked",
                "activity");
    }

    @Override
    public Stream<Measurement> measure(Change change) {
        var history = change.historyAfter();
        if (history == null) {
            return Stream.empty();
        }
        return switch (change.event()) {
            case TicketEvent.TimeLogged e ->
                Stream.of(new Measurement(e.entryId().toString(), e.at(), e.minutes(), by(history.dimensions(), e)));
            case TimeEntryRemoved e ->
                Stream.of(new Measurement(e.entryId().toString(), e.at(), 0, history.dimensions()));
            case null, default -> Stream.empty();
        };
    }

    private static Map<String, String> by(Map<String, String> dimensions, TicketEvent.TimeLogged entry) {
        var by = new TreeMap<>(dimensions);
        by.put("agent", entry.agent());
        by.put("activity", entry.activity());
        return Map.copyOf(by);
    }
}
