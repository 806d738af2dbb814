package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Evidence.Published;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Rows and facts are what their events make them: each ticket's row and each fact of analytics, cell by cell, against a
 * fold of the topics, and each step of a ticket against the table of what can be done to one.
 */
record StateCheck(Evidence evidence, LegalSteps legal, Verdict verdict) {

    void check() {
        var tickets = Streams.of(evidence, Published.TICKETS);
        var clocks = Streams.of(evidence, Published.SLA);
        var folds = new HashMap<String, TicketFold>();
        tickets.forEach((id, events) -> {
            folds.put(id, TicketFold.of(events, clocks.getOrDefault(id, List.of())));
            steps(id, events);
        });
        for (var ticket : evidence.tickets()) {
            if (folds.get(ticket.id()) instanceof TicketFold fold) {
                compare("row cells", "rows amiss", ticket.id(), fold.row(), ticket.row());
            }
        }
        folds.forEach((id, fold) -> {
            var fact = evidence.facts().get(id);
            verdict.judge("facts missing", fact == null, id);
            if (fact != null) {
                compare("fact cells", "facts amiss", id, fold.fact(), fact);
            }
        });
    }

    private void steps(String ticket, List<Published> events) {
        var status = "";
        for (var event : events) {
            var next = event.event().path("status").asText();
            verdict.count("steps", 1);
            verdict.judge(
                    "steps amiss",
                    !legal.allows(status, event.type(), next),
                    "%s: %s from \"%s\" to %s".formatted(ticket, event.type(), status, next));
            status = next;
        }
    }

    private void compare(
            String figure, String wrong, String ticket, Map<String, String> expected, Map<String, String> actual) {
        expected.forEach((cell, value) -> {
            var there = actual.getOrDefault(cell, "");
            verdict.count(figure, 1);
            verdict.judge(wrong, !there.equals(value), "%s: %s is %s, not %s".formatted(ticket, cell, there, value));
        });
    }
}
