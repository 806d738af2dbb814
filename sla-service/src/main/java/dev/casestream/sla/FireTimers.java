package dev.casestream.sla;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.SlaEvent;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Timer;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Says what has become due, ten times a second, on a thread of its own. Any number of replicas do so: the lock on a
 * ticket's row lets one of them look, and a clock says each thing once.
 */
@ApplicationScoped
class FireTimers {

    private static final Logger LOG = Logger.getLogger(FireTimers.class);
    private static final int BATCH = 500;
    private static final long EVERY_MILLIS = 100;
    private static final long MAX_BACKOFF_MILLIS = 5_000;
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final Tx tx;
    private final ClockRows rows;
    private final TimerRows timers;
    private final boolean enabled;
    private final Timer lateness;
    private final CountDownLatch stopped = new CountDownLatch(1);
    private @Nullable Thread runner;

    FireTimers(
            Tx tx,
            ClockRows rows,
            TimerRows timers,
            MeterRegistry metrics,
            @ConfigProperty(name = "casestream.timers.enabled", defaultValue = "true") boolean enabled) {
        this.tx = tx;
        this.rows = rows;
        this.timers = timers;
        this.enabled = enabled;
        lateness = Timer.builder("casestream.timer.lateness")
                .description("From the due time of a warning or breach until it was noticed")
                .publishPercentileHistogram()
                .register(metrics);
    }

    void start(@Observes StartupEvent event) {
        if (enabled) {
            runner = Thread.ofPlatform().name("sla-timers").start(this::run);
        }
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        stopped.countDown();
        if (runner != null) {
            runner.join(PATIENCE);
        }
    }

    private void run() {
        long pause = EVERY_MILLIS;
        try {
            while (!stopped.await(pause, TimeUnit.MILLISECONDS)) {
                try {
                    pause = fire().await().atMost(PATIENCE) == BATCH ? 0 : EVERY_MILLIS;
                } catch (RuntimeException e) {
                    pause = Math.min(Math.max(pause, EVERY_MILLIS) * 2, MAX_BACKOFF_MILLIS);
                    LOG.warnf("Timers could not be fired (%s); trying again in %d ms", e, pause);
                    LOG.debug("The cause", e);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Says what is due of some tickets, and tells of how many. */
    Uni<Integer> fire() {
        return tx.run(work -> timers.claim(work, BATCH).flatMap(tickets -> fire(work, tickets)))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debug("Timers are fired ticket by ticket", failure);
                    return tx.run(work -> timers.claim(work, BATCH)).flatMap(this::fireEach);
                });
    }

    private Uni<Integer> fireEach(List<UUID> tickets) {
        return Multi.createFrom()
                .iterable(tickets)
                .onItem()
                .transformToUniAndConcatenate(ticket -> tx.run(work -> fire(work, List.of(ticket)))
                        .onFailure()
                        .recoverWithUni(failure -> {
                            LOG.errorf(
                                    failure,
                                    "The timers of ticket %s wait a minute: its clocks cannot be read",
                                    ticket);
                            return tx.run(work -> timers.postpone(work, ticket));
                        }))
                .collect()
                .with(Collectors.summingInt(fired -> fired));
    }

    private Uni<Integer> fire(Work work, List<UUID> tickets) {
        if (tickets.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return rows.lock(work, tickets)
                .flatMap(sets -> work.now().flatMap(now -> {
                    sets.values().forEach(set -> set.become(set.clocks().tick(now), set.cause(), "timer"));
                    return rows.save(work, now, sets.values())
                            .invoke(() -> sets.values().stream()
                                    .flatMap(set -> set.said().stream())
                                    .forEach(said -> record(said.event(), now)));
                }))
                .replaceWith(tickets.size());
    }

    private void record(SlaEvent event, Instant now) {
        lateness.record(Duration.between(event.at(), now));
    }
}
