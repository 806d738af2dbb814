package dev.casestream.analytics;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Logs;
import dev.casestream.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.function.Function;
import org.jboss.logging.Logger;

/**
 * Reads the topics again from their beginning into a generation of rows of its own, which takes the place of the active
 * one once both have folded the same. Says nothing on topics: what it counts was told before.
 */
@ApplicationScoped
class Rebuild {

    private static final Logger LOG = Logger.getLogger(Rebuild.class);

    /** One is enough unless events are let in while it goes; more than a few mean that the topics lack something. */
    private static final int PASSES = 5;

    private static final List<String> TABLES = List.of("ticket_state", "ticket_fact", "measurement");

    private final Tx tx;
    private final Logs logs;
    private final Projection projection;

    Rebuild(Tx tx, Logs logs, Projection projection) {
        this.tx = tx;
        this.logs = logs;
        this.projection = projection;
    }

    /** Blocks until it is done. */
    void run(long generation) {
        for (int pass = 1; pass <= PASSES; pass++) {
            read(Source.TICKETS, generation);
            read(Source.SLA, generation);
            if (await(work -> takeOver(work, generation))) {
                await(this::sweep);
                LOG.infof("The projection was rebuilt as generation %d in %d passes", generation, pass);
                return;
            }
        }
        await(work -> giveUp(work, generation));
        await(this::sweep);
    }

    private <E> void read(Source<E> source, long generation) {
        try (var reader = logs.<E>read(source.topic())) {
            while (!reader.isAtEnd()) {
                var events = reader.poll();
                await(work -> keepLease(work, generation)
                        .chain(() -> projection.replay(work, generation, source, events))
                        .replaceWith(true));
            }
        }
    }

    private Uni<Void> keepLease(Work work, long generation) {
        return work.update("""
                        UPDATE projection SET lease_until = clock_timestamp() + interval '1 minute'
                        WHERE name = $1 AND building = $2""", ProjectionTables.NAME, generation)
                .invoke(rows -> {
                    if (rows == 0) {
                        throw new IllegalStateException(
                                "generation " + generation + " was given up by another replica");
                    }
                })
                .replaceWithVoid();
    }

    /** Waits for live events in flight and holds the next ones off, so that what is compared stands still. */
    private Uni<Boolean> takeOver(Work work, long generation) {
        return work.query(
                        "SELECT FROM projection WHERE name = $1 AND building = $2 FOR UPDATE",
                        ProjectionTables.NAME,
                        generation)
                .chain(() -> work.query("""
                        SELECT EXISTS (SELECT FROM gate g
                            LEFT JOIN ticket_state s ON s.generation = $1 AND s.ticket_id::text = g.key
                            WHERE g.topic = $2 AND g.version <> coalesce(s.ticket_version, 0)
                               OR g.topic = $3 AND g.version <> coalesce(s.sla_version, 0)) AS behind""", generation, Topic.TICKETS.topicName(), Topic.SLA.topicName()))
                .flatMap(rows -> rows.getFirst().getBoolean("behind")
                        ? Uni.createFrom().item(0)
                        : work.update("""
                                UPDATE projection SET active = building, building = NULL, state = 'READY',
                                    rebuilt_at = clock_timestamp(), lease_until = NULL
                                WHERE name = $1 AND building = $2""", ProjectionTables.NAME, generation))
                .map(swapped -> swapped == 1);
    }

    private Uni<Integer> giveUp(Work work, long generation) {
        var failure = "the topics do not hold all events that were counted; the numbers are as they were";
        LOG.errorf("Generation %d was given up: %s", generation, failure);
        return work.update("""
                UPDATE projection SET building = NULL, state = 'FAILED', failure = $3, lease_until = NULL
                WHERE name = $1 AND building = $2""", ProjectionTables.NAME, generation, failure);
    }

    private Uni<Boolean> sweep(Work work) {
        var swept = Uni.createFrom().item(0);
        for (var table : TABLES) {
            swept = swept.chain(() -> work.update("""
                    DELETE FROM %s WHERE generation NOT IN (SELECT unnest(array_remove(ARRAY[active, building], NULL))
                        FROM projection)""".formatted(table)));
        }
        return swept.replaceWith(true);
    }

    private <T> T await(Function<Work, Uni<T>> unit) {
        return tx.run(unit).await().indefinitely();
    }
}
