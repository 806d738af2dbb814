package dev.casestream.intake;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Cause;
import dev.casestream.intake.channel.Channels;
import dev.casestream.intake.domain.Reading;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Makes sense of what was stored unread: at once what this process has stored, and what any process left behind. A mail
 * that ends its reader again and again is put into quarantine unread.
 */
@ApplicationScoped
public class ReadArrivals {

    private static final Logger LOG = Logger.getLogger(ReadArrivals.class);
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final int READERS = 2;
    private static final int QUEUE = 1_000;

    private final Tx tx;
    private final Ledger ledger;
    private final Conclusion conclusion;
    private final Channels channels;
    private final Set<UUID> waiting = ConcurrentHashMap.newKeySet();
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            READERS,
            READERS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("read-arrivals-", 1).daemon().factory());

    ReadArrivals(Tx tx, Ledger ledger, Conclusion conclusion, Channels channels) {
        this.tx = tx;
        this.ledger = ledger;
        this.conclusion = conclusion;
        this.channels = channels;
    }

    /** Reads an arrival soon. If there is no room, the sweep comes to it. */
    public void soon(UUID id) {
        if (!waiting.add(id)) {
            return;
        }
        try {
            readers.execute(() -> readOnce(id));
        } catch (RejectedExecutionException e) {
            waiting.remove(id);
        }
    }

    @Scheduled(every = "2s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return tx.run(work -> work.query("""
                        SELECT id FROM inquiry WHERE read_after <= clock_timestamp() ORDER BY read_after LIMIT 200"""))
                .invoke(rows -> rows.forEach(row -> soon(row.getUUID("id"))))
                .replaceWithVoid();
    }

    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        readers.shutdown();
        readers.awaitTermination(10, TimeUnit.SECONDS);
    }

    private void readOnce(UUID id) {
        try {
            read(id);
        } catch (RuntimeException e) {
            LOG.warnf("Inquiry %s is read later: %s", id, e);
        } finally {
            waiting.remove(id);
        }
    }

    private void read(UUID id) {
        var claimed = tx.run(work -> ledger.claim(work, id)).await().atMost(PATIENCE);
        if (claimed.isEmpty()) {
            return;
        }
        var claim = claimed.get();
        try {
            var reading = claim.attempts() > Ledger.MOST_ATTEMPTS ? unreadable() : understood(claim);
            tx.run(work -> conclusion.ofWaiting(work, id, reading, Cause.request("system:intake-service")))
                    .await()
                    .atMost(PATIENCE);
        } catch (IOException e) {
            LOG.warnf("Inquiry %s could not be read: %s", id, e);
            tx.run(work -> ledger.unclaim(work, id)).await().atMost(PATIENCE);
        }
    }

    private Reading understood(Ledger.Claim claim) throws IOException {
        try {
            return channels.of(claim.arrival().channel()).read(claim.arrival());
        } catch (RuntimeException | StackOverflowError e) {
            // A sender's mail must not decide what happens to us: it is kept, and a person looks at it.
            LOG.errorf(e, "Inquiry %s cannot be read", claim.arrival().id());
            return unreadable();
        }
    }

    private static Reading unreadable() {
        return new Reading.Quarantined("unreadable", null);
    }
}
