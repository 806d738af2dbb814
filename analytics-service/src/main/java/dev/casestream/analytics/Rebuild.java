package dev.casestream.analytics;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Logs;
import dev.casestream.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executors;
import java.util.function.Function;
import java.util.stream.IntStream;
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

    private static final int SIDE_BY_SIDE = 3;

    private static final Topic[] TOPICS = {Source.TICKETS.topic(), Source.SLA.topic()};

    private static final List<String> TABLES = List.of("ticket_state", "ticket_fact", "measurement");

    /** Key by key: of rows that have just been written no join knows how many they are. */
    private static final String BEHIND = """
            SELECT EXISTS (SELECT FROM gate g WHERE g.topic IN ($2, $3) AND g.version <> coalesce(
                (SELECT CASE g.topic WHEN $2 THEN s.ticket_version ELSE s.sla_version END FROM ticket_state s
                 WHERE s.generation = $1
                   AND s.ticket_id = CASE WHEN g.key ~ '^[0-9a-f-]{36}$' THEN g.key::uuid END), 0)) AS behind""";

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
            readAll(generation);
            if (await(work -> takeOver(work, generation))) {
                await(this::sweep);
                LOG.infof("The projection was rebuilt as generation %d in %d passes", generation, pass);
                return;
            }
        }
        await(work -> giveUp(work, generation));
        await(this::sweep);
    }

    /** Some partitions side by side: while one is written the next ones are decoded. All events of a ticket are in one. */
    private void readAll(long generation) {
        var workers = Executors.newFixedThreadPool(
                SIDE_BY_SIDE, Thread.ofPlatform().daemon().name("rebuild-", 1).factory());
        try {
            var partitions = IntStream.range(0, logs.partitions(TOPICS))
                    .mapToObj(partition -> CompletableFuture.runAsync(() -> read(partition, generation), workers))
                    .toList();
            partitions.forEach(CompletableFuture::join);
        } finally {
            workers.shutdownNow();
        }
    }

    private void read(int partition, long generation) {
        try (var reader = logs.read(partition, TOPICS)) {
            while (!reader.isAtEnd()) {
                var page = reader.poll();
                await(work -> keepLease(work, generation).replaceWith(true));
                if (!page.isEmpty()) {
                    await(work -> projection.replay(work, generation, page).replaceWith(true));
                }
            }
        }
    }

    /** In a transaction of its own: nobody else that reads should wait for its row until a page is written. */
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
                .chain(() -> work.query(BEHIND, generation, Topic.TICKETS.topicName(), Topic.SLA.topicName()))
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
