package dev.casestream.analytics;

import dev.casestream.analytics.Advance.Measured;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MetricEvent.MetricMeasured;
import dev.casestream.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Tells what was measured, and how the rows of tickets are now. */
@ApplicationScoped
class Announcer {

    private static final String SOURCE = "/analytics-service";
    private static final String ACTOR = "system:analytics-service";

    private final Outbox outbox;
    private final ProjectionTables tables;

    Announcer(Outbox outbox, ProjectionTables tables) {
        this.outbox = outbox;
        this.tables = tables;
    }

    /** @param versions what each ticket's metric events have reached, read under the lock that is held */
    Uni<Void> announce(Work work, Map<UUID, Long> versions, List<Advance> advances) {
        return work.now().flatMap(now -> {
            var events = new ArrayList<Outgoing>();
            var reached = new HashMap<UUID, Long>();
            for (var advance : advances) {
                var id = advance.ticket().toString();
                long version = versions.getOrDefault(advance.ticket(), 0L);
                for (var measured : advance.measured()) {
                    version++;
                    events.add(Outgoing.to(
                            Topic.METRICS,
                            from(measured.cause()).envelope(SOURCE, id, version, now, event(advance, measured))));
                }
                reached.put(advance.ticket(), version);
                events.addAll(row(advance, id, now));
            }
            return outbox.add(work, events).chain(() -> tables.saveVersions(work, reached));
        });
    }

    private static List<Outgoing> row(Advance advance, String id, Instant now) {
        return advance
                .state()
                .fact(advance.ticket())
                .map(fact -> Outgoing.to(
                        Topic.TICKET_FACTS, from(advance.last()).envelope(SOURCE, id, fact.rowVersion(), now, fact)))
                .stream()
                .toList();
    }

    private static MetricMeasured event(Advance advance, Measured measured) {
        var of = measured.taken().of();
        var measurement = measured.taken().measurement();
        return new MetricMeasured(
                advance.ticket(),
                measurement.at(),
                of.name(),
                of.version(),
                of.unit(),
                measurement.value(),
                measurement.by(),
                measurement.instance());
    }

    private static Cause from(Envelope<?> event) {
        return Cause.of(event, ACTOR);
    }
}
