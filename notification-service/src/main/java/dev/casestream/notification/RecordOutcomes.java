package dev.casestream.notification;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.notification.RecipientThreads.Saying;
import dev.casestream.notification.domain.RetryPolicy;
import dev.casestream.notification.domain.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;

/** Writes down how an attempt ended, and says so, in one transaction. */
@ApplicationScoped
class RecordOutcomes {

    private final Tx tx;
    private final RecipientThreads threads;
    private final DeliveryMetrics metrics;
    private final RetryPolicy retries;

    RecordOutcomes(Tx tx, RecipientThreads threads, DeliveryMetrics metrics, DeliverySettings settings) {
        this.tx = tx;
        this.threads = threads;
        this.metrics = metrics;
        this.retries = settings.retries();
    }

    Uni<Void> record(UUID id, int attempt, Verdict verdict) {
        return tx.run(work -> record(work, id, attempt, verdict)).invoke(() -> metrics.count(verdict));
    }

    private Uni<Void> record(Work work, UUID id, int attempt, Verdict verdict) {
        return work.session()
                .find(DeliveryRow.class, id, LockModeType.PESSIMISTIC_WRITE)
                .flatMap(row -> threads.lock(work, List.of(row.thread))
                        .chain(work::now)
                        .flatMap(now -> {
                            var chance = ThreadLocalRandom.current().nextDouble();
                            var step = row.dispatch().after(attempt, verdict, retries, chance, now);
                            step.ifPresent(changed -> row.take(changed, now));
                            return threads.say(
                                    work,
                                    step.stream()
                                            .map(changed ->
                                                    new Saying(row.cause(RecipientThreads.ACTOR), changed.event()))
                                            .toList());
                        }));
    }
}
