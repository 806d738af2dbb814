package dev.casestream.intake;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Cause;
import dev.casestream.intake.ConclusionRows.Read;
import dev.casestream.intake.channel.Channels;
import dev.casestream.intake.domain.Reading;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
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
    private static final String ACTOR = "system:intake-service";
    private static final int READERS = 2;
    private static final int MOST = 16;
    private static final int HEAVY = 64 * 1024;
    private static final int QUEUE = 1_000;

    private final Tx tx;
    private final Ledger ledger;
    private final Conclusion conclusion;
    private final Channels channels;
    private final ConclusionRows rows;
    /** Waiting or being read. */
    private final Set<UUID> known = ConcurrentHashMap.newKeySet();

    private final Queue<UUID> waiting = new ConcurrentLinkedQueue<>();
    private final ThreadPoolExecutor readers = new ThreadPoolExecutor(
            READERS,
            READERS,
            1,
            TimeUnit.MINUTES,
            new ArrayBlockingQueue<>(QUEUE),
            Thread.ofPlatform().name("read-arrivals-", 1).daemon().factory());

    ReadArrivals(Tx tx, Ledger ledger, Conclusion conclusion, ConclusionRows rows, Channels channels) {
        this.tx = tx;
        this.ledger = ledger;
        this.conclusion = conclusion;
        this.rows = rows;
        this.channels = channels;
    }

    /** Reads an arrival soon. If there is no room, the sweep comes to it. */
    public void soon(UUID id) {
        if (!known.add(id)) {
            return;
        }
        waiting.add(id);
        try {
            readers.execute(this::readSome);
        } catch (RejectedExecutionException e) {
            waiting.remove(id);
            known.remove(id);
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

    /** What waits by now, up to a number: the more there is, the less each of them costs. */
    private void readSome() {
        var ids = new ArrayList<UUID>();
        for (var id = waiting.poll(); id != null; id = ids.size() < MOST ? waiting.poll() : null) {
            ids.add(id);
        }
        if (ids.isEmpty()) {
            return;
        }
        try {
            read(ids);
        } catch (RuntimeException e) {
            LOG.warnf("Inquiries %s are read later: %s", ids, e);
        } finally {
            ids.forEach(known::remove);
        }
    }

    private void read(List<UUID> ids) {
        var claims = tx.run(work -> ledger.claim(work, ids)).await().atMost(PATIENCE);
        var heavy = claims.stream().filter(ReadArrivals::isHeavy).toList();
        readTogether(claims.stream().filter(claim -> !isHeavy(claim)).toList());
        heavy.forEach(claim -> readTogether(List.of(claim)));
    }

    /** What may take its time is not waited for by the others. */
    private static boolean isHeavy(Ledger.Claim claim) {
        return claim.arrival().original().size() > HEAVY;
    }

    private void readTogether(List<Ledger.Claim> claims) {
        var reads = new ArrayList<Read>();
        for (var claim : claims) {
            read(claim).ifPresent(reads::add);
        }
        var plain = ConclusionRows.plain(reads);
        if (plain.size() > 1 && concludeTogether(plain)) {
            reads.removeAll(plain);
        }
        reads.forEach(this::conclude);
    }

    private Optional<Read> read(Ledger.Claim claim) {
        var arrival = claim.arrival();
        try {
            var reading = claim.attempts() > Ledger.MOST_ATTEMPTS ? unreadable() : understood(claim);
            return Optional.of(new Read(arrival.id(), arrival.channel(), reading));
        } catch (IOException e) {
            LOG.warnf("Inquiry %s could not be read: %s", arrival.id(), e);
            tx.run(work -> ledger.unclaim(work, arrival.id())).await().atMost(PATIENCE);
            return Optional.empty();
        }
    }

    /** All in one transaction, or none of them. */
    private boolean concludeTogether(List<Read> plain) {
        try {
            tx.run(work -> rows.conclude(work, plain, ACTOR)).await().atMost(PATIENCE);
            return true;
        } catch (RuntimeException e) {
            LOG.debugf(e, "%d mails are concluded one by one", plain.size());
            return false;
        }
    }

    private void conclude(Read read) {
        try {
            tx.run(work -> conclusion.ofWaiting(work, read.id(), read.reading(), Cause.request(ACTOR)))
                    .await()
                    .atMost(PATIENCE);
        } catch (RuntimeException e) {
            LOG.warnf("Inquiry %s is concluded later: %s", read.id(), e);
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
