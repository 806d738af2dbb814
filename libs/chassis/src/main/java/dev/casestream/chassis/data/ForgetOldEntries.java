package dev.casestream.chassis.data;

import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Keeps the chassis' tables small: inbox entries live 7 days, answers kept for an Idempotency-Key 48 hours. */
@ApplicationScoped
class ForgetOldEntries {

    private final Tx tx;

    ForgetOldEntries(Tx tx) {
        this.tx = tx;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return tx.run(work -> work.update("DELETE FROM inbox WHERE seen_at < clock_timestamp() - interval '7 days'")
                .chain(() -> work.update(
                        "DELETE FROM idempotency WHERE created_at < clock_timestamp() - interval '48 hours'"))
                .replaceWithVoid());
    }
}
