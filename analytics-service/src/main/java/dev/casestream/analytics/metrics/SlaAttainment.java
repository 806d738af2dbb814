package dev.casestream.analytics.metrics;

import dev.casestream.analytics.domain.TicketState;
import dev.casestream.analytics.domain.Verdict;
import jakarta.inject.Singleton;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.stream.Stream;

/** How many promises of service levels were kept. */
@Singleton
class SlaAttainment implements Metric {

    @Override
    public Definition definition() {
        return Definition.of(
                "sla_attainment",
                1,
                "share",
                Aggregation.SHARE,
                "Share of decided clocks that were met: a missed one counts when it breaches, not when the answer"
                        + " comes at last, a met one when it is fulfilled",
                "clock",
                "policy");
    }

    /** Measured anew as well when the ticket's own, later, events show how it stood at the time of the verdict. */
    @Override
    public Stream<Measurement> measure(Change change) {
        if (change.after().verdicts().isEmpty()) {
            return Stream.empty();
        }
        var known = new HashSet<>(all(change.before()).toList());
        return all(change.after()).filter(measurement -> !known.contains(measurement));
    }

    private static Stream<Measurement> all(TicketState state) {
        var history = state.history();
        return history == null
                ? Stream.empty()
                : state.verdicts().stream().map(verdict -> of(verdict, history.dimensionsAt(verdict.at())));
    }

    private static Measurement of(Verdict verdict, Map<String, String> ofTicket) {
        var by = new HashMap<>(ofTicket);
        by.put("clock", verdict.type().name());
        by.put("policy", verdict.policy());
        return new Measurement(verdict.clock().toString(), verdict.at(), verdict.met() ? 1 : 0, by);
    }
}
