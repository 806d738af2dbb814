package dev.casestream.chassis.store;

import dev.casestream.chassis.data.Tx;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.jboss.logging.Logger;

/**
 * Removes files from the store that a service has noted in a table of its own, on any replica, unless they are needed
 * after all. What a crash leaves behind is taken up again.
 */
public final class FileRemoval {

    private static final Logger LOG = Logger.getLogger(FileRemoval.class);

    /** Claimed for a while, so that no two replicas are at the same. */
    private static final String CLAIM = """
            UPDATE %1$s f SET due_at = clock_timestamp() + interval '5 minutes'
            FROM (SELECT hash FROM %1$s WHERE due_at <= clock_timestamp()
                  ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED) due
            WHERE f.hash = due.hash
            RETURNING f.hash, clock_timestamp() AS now, %2$s AS needed""";

    private final Tx tx;
    private final ContentStore store;
    private final Duration grace;
    private final String claim;
    private final String done;

    /**
     * @param grace how long a file that was put again may wait to be referred to
     * @param table with columns hash and due_at
     * @param needed a condition on {@code f.hash}: whether the service still refers to it
     */
    public FileRemoval(Tx tx, ContentStore store, Duration grace, String table, String needed) {
        this.tx = tx;
        this.store = store;
        this.grace = grace;
        claim = CLAIM.formatted(table, needed);
        done = "DELETE FROM " + table + " WHERE hash = $1";
    }

    /** Removes some that are due; to be called again and again. */
    public Uni<Void> removeDue() {
        return tx.run(work -> work.query(claim))
                .flatMap(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(this::remove)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** One that was put lately may belong to something that is still on its way: it is looked at again later. */
    private Uni<Void> remove(Row file) {
        var hash = file.getString("hash");
        var unlessPutSince = file.get(OffsetDateTime.class, "now").toInstant().minus(grace);
        var gone = file.getBoolean("needed")
                ? Uni.createFrom().item(true)
                : Uni.createFrom()
                        .completionStage(() -> Vertx.currentContext()
                                .executeBlocking(() -> store.forget(hash, unlessPutSince), false)
                                .toCompletionStage());
        return gone.flatMap(settled -> settled
                        ? tx.run(work -> work.update(done, hash)).replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("A file that was erased stays for now: %s", failure);
                    return null;
                });
    }
}
