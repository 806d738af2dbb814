package dev.casestream.intake.ledger;

import dev.casestream.chassis.data.Tx;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Compares what arrived with what is accounted for, for alarms: what came just now, and every hour that was summed. */
@ApplicationScoped
class WatchLedger {

    private final Tx tx;
    private volatile long difference;
    private volatile double oldestPending;

    WatchLedger(Tx tx, MeterRegistry metrics) {
        this.tx = tx;
        Gauge.builder("casestream.ledger.difference", () -> difference)
                .description("Arrivals minus the sum of their outcomes; anything but 0 is an alarm")
                .register(metrics);
        Gauge.builder("casestream.ledger.pending.oldest.age", () -> oldestPending)
                .baseUnit("seconds")
                .description("How long the oldest request has been waiting to become a ticket")
                .register(metrics);
    }

    @Scheduled(every = "15s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> watch() {
        return tx.run(work -> work.query("""
                        SELECT (SELECT count(*) FROM raw_message WHERE received_at > clock_timestamp() - interval '15 minutes')
                             - (SELECT count(*) FROM inquiry WHERE received_at > clock_timestamp() - interval '15 minutes')
                             + (SELECT coalesce(sum(received - accepted - appended - duplicate - quarantined - rejected
                                   - pending), 0)::bigint FROM ledger_hour) AS difference,
                               coalesce(extract(epoch FROM clock_timestamp()
                                   - (SELECT min(received_at) FROM inquiry WHERE outcome = 'pending')), 0)::float8 AS age"""))
                .map(java.util.List::getFirst)
                .invoke(row -> {
                    difference = row.getLong("difference");
                    oldestPending = row.getDouble("age");
                })
                .replaceWithVoid();
    }
}
