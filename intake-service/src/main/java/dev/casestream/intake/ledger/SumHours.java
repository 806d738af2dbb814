package dev.casestream.intake.ledger;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;

/** Sums the ledger's hours once they are over, and again when something of them changed. One instance at a time. */
@ApplicationScoped
class SumHours {

    private static final String COUNT = """
            INSERT INTO ledger_hour (hour, channel, received, accepted, appended, duplicate, quarantined, rejected, pending)
            SELECT $1, coalesce(i.channel, 'unknown'),
            """ + Sums.COUNTED + """
            FROM raw_message r LEFT JOIN inquiry i ON i.id = r.inquiry_id
            WHERE r.received_at >= $1 AND r.received_at < $1::timestamptz + interval '1 hour' GROUP BY i.channel""";

    private final Tx tx;

    SumHours(Tx tx) {
        this.tx = tx;
    }

    @Scheduled(every = "20s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sum() {
        return tx.run(this::sumNext)
                .flatMap(more -> more ? sum() : Uni.createFrom().voidItem());
    }

    /** One hour a transaction. Whether there was one. */
    private Uni<Boolean> sumNext(Work work) {
        return work.query("SELECT until FROM ledger_summed FOR UPDATE SKIP LOCKED")
                .flatMap(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(false)
                        : forward(work)
                                .flatMap(summed -> summed ? Uni.createFrom().item(true) : again(work)));
    }

    /** The next hour in which something came, if it has been over for long enough. */
    private Uni<Boolean> forward(Work work) {
        return work.query("""
                        SELECT date_trunc('hour', received_at, 'UTC') AS hour FROM raw_message, ledger_summed
                        WHERE received_at >= until ORDER BY received_at LIMIT 1""")
                .flatMap(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(false)
                        : forward(work, rows.getFirst().get(OffsetDateTime.class, "hour")));
    }

    private static Uni<Boolean> forward(Work work, OffsetDateTime hour) {
        return work.update("""
                        UPDATE ledger_summed SET until = $1::timestamptz + interval '1 hour'
                        WHERE $1::timestamptz + interval '3 hours' < clock_timestamp()""", hour)
                .flatMap(over -> over == 0
                        ? Uni.createFrom().item(false)
                        : count(work, hour).replaceWith(true));
    }

    private Uni<Boolean> again(Work work) {
        return work.query("SELECT hour FROM ledger_changed ORDER BY hour LIMIT 1")
                .flatMap(rows -> rows.isEmpty()
                        ? Uni.createFrom().item(false)
                        : count(work, rows.getFirst().get(OffsetDateTime.class, "hour"))
                                .replaceWith(true));
    }

    private static Uni<Void> count(Work work, OffsetDateTime hour) {
        return work.query(
                        "SELECT pg_advisory_xact_lock(hashtextextended('ledger hour ' || extract(epoch FROM $1::timestamptz), 0))",
                        hour)
                .chain(() -> work.update("DELETE FROM ledger_changed WHERE hour = $1", hour))
                .chain(() -> work.update("DELETE FROM ledger_hour WHERE hour = $1", hour))
                .chain(() -> work.update(COUNT, hour))
                .replaceWithVoid();
    }
}
