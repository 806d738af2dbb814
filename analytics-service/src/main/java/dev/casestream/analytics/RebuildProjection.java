package dev.casestream.analytics;

import dev.casestream.chassis.data.Tx;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Does rebuilds that were asked for, one at a time over all replicas, and takes over from a replica that died at it. */
@ApplicationScoped
class RebuildProjection {

    private static final Logger LOG = Logger.getLogger(RebuildProjection.class);

    private final Tx tx;
    private final Rebuild rebuild;

    RebuildProjection(Tx tx, Rebuild rebuild) {
        this.tx = tx;
        this.rebuild = rebuild;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> run() {
        return claim().flatMap(
                        generation -> generation == null ? Uni.createFrom().voidItem() : onItsOwnThread(generation));
    }

    private Uni<@Nullable Long> claim() {
        return tx.run(work -> work.query("""
                        UPDATE projection SET state = 'BUILDING', building = nextval('generation'), failure = NULL,
                            lease_until = clock_timestamp() + interval '1 minute'
                        WHERE name = (SELECT name FROM projection
                            WHERE state = 'REQUESTED' OR state = 'BUILDING' AND lease_until < clock_timestamp()
                            LIMIT 1 FOR NO KEY UPDATE SKIP LOCKED)
                        RETURNING building""")
                .map(rows -> rows.isEmpty() ? null : rows.getFirst().getLong("building")));
    }

    /** Reading a topic blocks, and outlasts what a worker of the scheduler should be kept for. */
    private Uni<Void> onItsOwnThread(long generation) {
        return Uni.createFrom()
                .emitter(emitter -> Thread.ofVirtual().name("rebuild").start(() -> {
                    try {
                        rebuild.run(generation);
                    } catch (RuntimeException e) {
                        LOG.warn("A rebuild was interrupted; it begins anew when its lease has run out", e);
                    }
                    emitter.complete(null);
                }));
    }
}
