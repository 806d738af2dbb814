package dev.casestream.notification;

import dev.casestream.chassis.data.Tx;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Removes the counts of hours that are over. */
@ApplicationScoped
class ForgetSpentBudgets {

    private final Tx tx;

    ForgetSpentBudgets(Tx tx) {
        this.tx = tx;
    }

    @Scheduled(every = "10m", delayed = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return tx.run(work -> work.update(
                        "DELETE FROM acknowledgement_budget WHERE hour < clock_timestamp() - interval '1 hour'"))
                .replaceWithVoid();
    }
}
