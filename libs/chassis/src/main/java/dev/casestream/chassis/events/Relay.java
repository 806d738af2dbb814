package dev.casestream.chassis.events;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the outbox empty: woken after each commit that published something, and every 100 ms for what other replicas
 * left behind. Rests after each pass, so that commits that follow each other closely share one. Runs on a thread of its
 * own, outside Hibernate Reactive.
 */
@ApplicationScoped
public class Relay {

    private static final Logger LOG = Logger.getLogger(Relay.class);
    private static final long POLL_MILLIS = 100;
    private static final long MAX_BACKOFF_MILLIS = 5_000;

    private final Pool pool;
    private final String service;
    private final String bootstrapServers;
    private final boolean enabled;
    private final Timer latency;
    private final OutboxBacklog backlog;
    private final Semaphore work = new Semaphore(0);
    private volatile boolean stopped;
    private @Nullable Thread runner;

    Relay(
            Pool pool,
            MeterRegistry metrics,
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "casestream.relay.enabled", defaultValue = "true") boolean enabled) {
        this.pool = pool;
        this.service = service;
        this.bootstrapServers = bootstrapServers;
        this.enabled = enabled;
        latency = Timer.builder("casestream.relay.latency")
                .description("From the write to the outbox until the broker's acknowledgement")
                .publishPercentileHistogram()
                .register(metrics);
        backlog = new OutboxBacklog(pool, metrics);
    }

    /** Something was committed to the outbox. */
    public void wake() {
        work.release();
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            runner = Thread.ofPlatform().name("outbox-relay").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped = true;
        if (runner != null) {
            wake();
            runner.join(TimeUnit.SECONDS.toMillis(20));
        }
    }

    private void run() {
        try (var producers = new Producers(bootstrapServers, service)) {
            var pass = new RelayPass(pool, producers, latency);
            long backoff = POLL_MILLIS;
            while (!stopped) {
                try {
                    backlog.refresh();
                    var begun = System.nanoTime();
                    var sent = pass.run();
                    backoff = POLL_MILLIS;
                    if (sent == 0) {
                        pause(POLL_MILLIS);
                    } else if (sent < RelayPass.BATCH) {
                        Thread.sleep(Pace.restMillis(System.nanoTime() - begun));
                    }
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                    stopped = true;
                } catch (RuntimeException e) {
                    LOG.warnf("The outbox could not be relayed (%s); trying again in %d ms", e, backoff);
                    LOG.debug("The cause", e);
                    pause(backoff);
                    backoff = Math.min(backoff * 2, MAX_BACKOFF_MILLIS);
                }
            }
        }
    }

    private void pause(long millis) {
        try {
            if (work.tryAcquire(millis, TimeUnit.MILLISECONDS)) {
                work.drainPermits();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            stopped = true;
        }
    }
}
