package dev.casestream.notification;

import dev.casestream.chassis.data.Tx;
import dev.casestream.notification.domain.Verdict;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** What operators watch: how much waits and for how long, how much has failed, how attempts end. */
@ApplicationScoped
class DeliveryMetrics {

    private final Tx tx;
    private final MeterRegistry registry;
    private volatile long queued;
    private volatile long failed;
    private volatile double oldestSeconds;

    DeliveryMetrics(Tx tx, MeterRegistry registry) {
        this.tx = tx;
        this.registry = registry;
        Gauge.builder("casestream.deliveries", () -> queued)
                .description("Deliveries that wait, or that have failed and can be resent")
                .tag("state", "queued")
                .register(registry);
        Gauge.builder("casestream.deliveries", () -> failed)
                .tag("state", "failed")
                .register(registry);
        Gauge.builder("casestream.deliveries.oldest.age", () -> oldestSeconds)
                .description("Age of the oldest that waits")
                .baseUnit("seconds")
                .register(registry);
    }

    void count(Verdict verdict) {
        var outcome = switch (verdict) {
            case Verdict.Taken _ -> "sent";
            case Verdict.Refused r -> r.forGood() ? "failed" : "refused";
            case Verdict.Withheld _ -> "suppressed";
        };
        registry.counter("casestream.delivery.attempts", "outcome", outcome).increment();
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> look() {
        return tx.run(work -> work.query("""
                        SELECT count(*) FILTER (WHERE state = 'QUEUED') AS queued,
                               count(*) FILTER (WHERE state IN ('FAILED', 'BOUNCED')) AS failed,
                               coalesce(extract(epoch FROM clock_timestamp()
                                   - min(queued_at) FILTER (WHERE state = 'QUEUED')), 0)::float8 AS oldest
                        FROM delivery WHERE state IN ('QUEUED', 'FAILED', 'BOUNCED')"""))
                .invoke(rows -> {
                    queued = rows.getFirst().getLong("queued");
                    failed = rows.getFirst().getLong("failed");
                    oldestSeconds = rows.getFirst().getDouble("oldest");
                })
                .replaceWithVoid();
    }
}
