package dev.casestream.intake.erasure;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.store.ContentStore;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** Removes erased originals from the store, on any replica. */
@ApplicationScoped
class ForgetOriginals {

    private static final Logger LOG = Logger.getLogger(ForgetOriginals.class);

    /** Claimed for a while, so that what a crash leaves behind is taken up again. */
    private static final String CLAIM = """
            UPDATE forgotten_original f SET due_at = clock_timestamp() + interval '5 minutes'
            FROM (SELECT hash FROM forgotten_original WHERE due_at <= clock_timestamp()
                  ORDER BY due_at LIMIT 20 FOR UPDATE SKIP LOCKED) due
            WHERE f.hash = due.hash
            RETURNING f.hash, clock_timestamp() AS now,
                      EXISTS (SELECT FROM raw_message r WHERE r.hash = f.hash AND r.body IS NULL) AS needed""";

    private final Tx tx;
    private final ContentStore store;
    private final Vertx vertx;
    private final Duration grace;

    ForgetOriginals(
            Tx tx,
            ContentStore store,
            Vertx vertx,
            @ConfigProperty(name = "casestream.attachments.grace") Duration grace) {
        this.tx = tx;
        this.store = store;
        this.vertx = vertx;
        this.grace = grace;
    }

    @Scheduled(every = "${casestream.attachments.forget-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return tx.run(work -> work.query(CLAIM))
                .flatMap(claimed -> Multi.createFrom()
                        .iterable(claimed)
                        .onItem()
                        .transformToUniAndConcatenate(this::forget)
                        .collect()
                        .last()
                        .replaceWithVoid());
    }

    /** One that was put lately may belong to an arrival that is still being taken in: it is looked at again later. */
    private Uni<Void> forget(Row file) {
        var hash = file.getString("hash");
        var before = file.get(OffsetDateTime.class, "now").toInstant().minus(grace);
        var gone = file.getBoolean("needed")
                ? Uni.createFrom().item(true)
                : Uni.createFrom()
                        .completionStage(() -> vertx.executeBlocking(() -> store.forget(hash, before), false)
                                .toCompletionStage());
        return gone.flatMap(done -> done
                        ? tx.run(work -> work.update("DELETE FROM forgotten_original WHERE hash = $1", hash))
                                .replaceWithVoid()
                        : Uni.createFrom().voidItem())
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("An erased original stays for now: %s", failure);
                    return null;
                });
    }
}
