package dev.casestream.notification;

import dev.casestream.notification.ClaimDueDeliveries.Claim;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;

/**
 * Sends what is due: at once when woken, and what waited for its time at the next look. Attempts run beside each other
 * up to a bound, each outside any transaction, so that a slow one holds up nobody else.
 *
 * <p>All of it runs on a context of its own: attempts that shared the context of whoever woke us, or of the claim,
 * would share its database session.
 */
@ApplicationScoped
class SendDueDeliveries {

    private static final Logger LOG = Logger.getLogger(SendDueDeliveries.class);

    private static final long GATHERING_MILLIS = 5;

    private final Vertx vertx;
    private final ClaimDueDeliveries claims;
    private final MakeAttempt attempts;
    private final RecordOutcomes outcomes;
    private final DeliverySettings settings;
    private final Semaphore room;
    private final Context context;
    private boolean claiming;
    private boolean wanted;
    private boolean soon;
    private volatile boolean running;
    private long timer;

    SendDueDeliveries(
            Vertx vertx,
            ClaimDueDeliveries claims,
            MakeAttempt attempts,
            RecordOutcomes outcomes,
            DeliverySettings settings) {
        this.vertx = vertx;
        this.claims = claims;
        this.attempts = attempts;
        this.outcomes = outcomes;
        this.settings = settings;
        this.room = new Semaphore(settings.concurrency());
        this.context = vertx.getOrCreateContext();
    }

    void start(@Observes StartupEvent event) {
        running = true;
        timer = vertx.setPeriodic(settings.poll().toMillis(), _ -> wake());
    }

    /** Begins no more attempts and waits for those that run. */
    void stop(@Observes ShutdownEvent event) throws InterruptedException {
        running = false;
        vertx.cancelTimer(timer);
        if (!room.tryAcquire(settings.concurrency(), 8, TimeUnit.SECONDS)) {
            LOG.warn("Attempts are cut off; they are made again when their leases end");
        }
    }

    /** Something may be due. */
    void wake() {
        onContext(this::claimSoon);
    }

    /** A claim costs as much for one as for many, so that what becomes due meanwhile comes along. */
    private void claimSoon() {
        if (!soon && running) {
            soon = true;
            vertx.setTimer(GATHERING_MILLIS, _ -> {
                soon = false;
                claim();
            });
        }
    }

    private void claim() {
        var most = claiming || !running ? 0 : room.drainPermits();
        if (most == 0) {
            wanted = true;
            return;
        }
        claiming = true;
        wanted = false;
        claims.claim(most).emitOn(this::onContext).subscribe().with(claimed -> begin(claimed, most), failure -> {
            LOG.warnf("Due deliveries could not be claimed: %s", failure);
            begin(List.of(), most);
        });
    }

    private void begin(List<Claim> claimed, int most) {
        room.release(most - claimed.size());
        claiming = false;
        claimed.forEach(
                claim -> attempt(claim).emitOn(this::onContext).subscribe().with(_ -> {
                    room.release();
                    claimSoon();
                }));
        if (wanted || claimed.size() == most) {
            claimSoon();
        }
    }

    private void onContext(Runnable task) {
        context.runOnContext(_ -> task.run());
    }

    private Uni<Void> attempt(Claim claim) {
        var due = claim.due();
        return attempts.make(claim)
                .flatMap(verdict -> outcomes.record(due.id(), due.attempt(), verdict)
                        .onFailure()
                        .retry()
                        .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(2))
                        .expireIn(settings.lease().toMillis()))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(failure, "Attempt %d of delivery %s is not recorded", due.attempt(), due.id());
                    return Uni.createFrom().voidItem();
                });
    }
}
