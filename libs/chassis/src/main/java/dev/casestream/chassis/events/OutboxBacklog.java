package dev.casestream.chassis.events;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.vertx.mutiny.sqlclient.Pool;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** How much waits in the outbox and for how long, looked at every five seconds, for operators and their alarms. */
final class OutboxBacklog {

    private static final long EVERY_NANOS = TimeUnit.SECONDS.toNanos(5);

    private final Pool pool;
    private long lookedAt = System.nanoTime() - EVERY_NANOS;
    private volatile long depth;
    private volatile double oldestSeconds;

    OutboxBacklog(Pool pool, MeterRegistry metrics) {
        this.pool = pool;
        Gauge.builder("casestream.outbox.depth", () -> depth)
                .description("Events committed and not yet on Kafka")
                .register(metrics);
        Gauge.builder("casestream.outbox.oldest.age", () -> oldestSeconds)
                .description("Age of the oldest of them")
                .baseUnit("seconds")
                .register(metrics);
    }

    void refresh() {
        if (System.nanoTime() - lookedAt < EVERY_NANOS) {
            return;
        }
        lookedAt = System.nanoTime();
        var row = pool.query("""
                        SELECT count(*) AS depth,
                               coalesce(extract(epoch FROM clock_timestamp() - min(created_at)), 0)::float8 AS oldest
                        FROM outbox""")
                .execute()
                .await()
                .atMost(Duration.ofSeconds(10))
                .iterator()
                .next();
        depth = row.getLong("depth");
        oldestSeconds = row.getDouble("oldest");
    }
}
