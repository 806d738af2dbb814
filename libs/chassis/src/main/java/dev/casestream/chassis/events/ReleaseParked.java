package dev.casestream.chassis.events;

import dev.casestream.chassis.data.Tx;
import dev.casestream.contracts.Topic;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Arrays;
import org.jboss.logging.Logger;

/** Tries keys again that an operator has released, and counts what is parked, for alarms. */
@ApplicationScoped
class ReleaseParked {

    private static final Logger LOG = Logger.getLogger(ReleaseParked.class);

    private final Tx tx;
    private final Gate gate;
    private volatile long parked;

    ReleaseParked(Tx tx, Gate gate, MeterRegistry metrics) {
        this.tx = tx;
        this.gate = gate;
        Gauge.builder("casestream.gate.parked", () -> parked)
                .description("Events that wait for a missing version or for an operator")
                .register(metrics);
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> release() {
        return tx.run(work -> work.query("SELECT count(*) AS parked FROM parked_event")
                        .invoke(rows -> parked = rows.getFirst().getLong("parked"))
                        .chain(() -> work.query("""
                                SELECT g.topic, g.key FROM gate g JOIN parked_event p
                                    ON p.topic = g.topic AND p.key = g.key AND p.version = g.version + 1
                                WHERE g.parked AND NOT g.poisoned LIMIT 100""")))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(this::release)
                .collect()
                .last()
                .replaceWithVoid()
                .onFailure(Failure::isInfrastructure)
                .invoke(failure -> LOG.debug("Parked keys are looked at next time", failure))
                .onFailure(Failure::isInfrastructure)
                .recoverWithNull();
    }

    private Uni<Void> release(Row row) {
        var topic = Arrays.stream(Topic.values())
                .filter(candidate -> candidate.topicName().equals(row.getString("topic")))
                .findFirst()
                .orElseThrow();
        return gate.release(topic, row.getString("key"));
    }
}
