package dev.casestream.notification;

import dev.casestream.chassis.data.Tx;
import dev.casestream.notification.domain.Purpose;
import dev.casestream.notification.domain.Refusal;
import dev.casestream.notification.domain.Verdict;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;

/** Ends deliveries whose words or recipient have not come, or were erased, in all the time that one is tried for. */
@ApplicationScoped
class GiveUpWaiting {

    private final Tx tx;
    private final RecordOutcomes outcomes;
    private final long patience;

    GiveUpWaiting(Tx tx, RecordOutcomes outcomes, DeliverySettings settings) {
        this.tx = tx;
        this.outcomes = outcomes;
        this.patience = settings.giveUpAfter().toMillis();
    }

    @Scheduled(every = "1m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> giveUp() {
        return tx.run(work -> work.query("""
                        SELECT d.id, d.kind, d.attempts FROM delivery d
                        WHERE d.state = 'QUEUED' AND d.queued_at < clock_timestamp() - $1 * interval '1 millisecond'
                          AND d.next_attempt_at < clock_timestamp()
                          AND NOT (EXISTS (SELECT FROM message_text m WHERE m.message_id = d.message_id)
                                   AND EXISTS (SELECT FROM customer c WHERE c.id = d.recipient))
                        LIMIT 100""", patience))
                .onItem()
                .transformToMulti(rows -> Multi.createFrom().iterable(rows))
                .onItem()
                .transformToUniAndConcatenate(this::giveUp)
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> giveUp(Row row) {
        var verdict = Verdict.impossible(Purpose.valueOf(row.getString("kind")), Refusal.NEVER_ARRIVED);
        return outcomes.record(row.getUUID("id"), row.getInteger("attempts"), verdict);
    }
}
