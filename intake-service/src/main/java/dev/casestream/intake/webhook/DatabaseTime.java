package dev.casestream.intake.webhook;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/** The database's clock for those who have no transaction yet: read now and then, and counted on from there. */
@ApplicationScoped
class DatabaseTime {

    private final Tx tx;
    private volatile @Nullable Reading last;

    DatabaseTime(Tx tx) {
        this.tx = tx;
    }

    private record Reading(Instant time, long nanos) {}

    @Scheduled(every = "30s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> read() {
        return tx.run(Work::now)
                .invoke(time -> last = new Reading(time, System.nanoTime()))
                .replaceWithVoid();
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 503 as long as the database never told */
    Instant now() {
        var reading = last;
        if (reading == null) {
            throw Problems.unavailable();
        }
        return reading.time().plusNanos(System.nanoTime() - reading.nanos());
    }
}
