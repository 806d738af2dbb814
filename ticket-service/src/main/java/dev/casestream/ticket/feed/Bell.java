package dev.casestream.ticket.feed;

import dev.casestream.chassis.data.Tx;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import org.jboss.logging.Logger;

/** Rings when the feed has grown: one look at the database for all who listen on this instance, none while nobody does. */
@ApplicationScoped
class Bell {

    private static final Logger LOG = Logger.getLogger(Bell.class);
    private static final long EVERY_MILLIS = 200;

    private final Tx tx;
    private final Feed feed;
    private final Vertx vertx;
    private final Queue<UniEmitter<? super Boolean>> listening = new ConcurrentLinkedQueue<>();
    private final AtomicBoolean looking = new AtomicBoolean();
    private volatile Position heard = Position.START;
    private volatile long timer;

    Bell(Tx tx, Feed feed, Vertx vertx) {
        this.tx = tx;
        this.feed = feed;
        this.vertx = vertx;
    }

    void start(@Observes StartupEvent event) {
        timer = vertx.setPeriodic(EVERY_MILLIS, ignored -> look());
    }

    void stop(@Observes ShutdownEvent event) {
        vertx.cancelTimer(timer);
    }

    /** What it has rung for; to be asked before one looks for oneself. */
    Position heard() {
        return heard;
    }

    /** Completes with true when there is more than when one looked, or at the latest with the next ringing. */
    Uni<Boolean> next(Position when) {
        return Uni.createFrom().emitter(emitter -> {
            listening.add(emitter);
            emitter.onTermination(() -> listening.remove(emitter));
            if (!heard.equals(when)) {
                emitter.complete(true);
            }
        });
    }

    private void look() {
        if (listening.isEmpty() || !looking.compareAndSet(false, true)) {
            return;
        }
        tx.run(feed::end)
                .onTermination()
                .invoke(() -> looking.set(false))
                .subscribe()
                .with(this::ring, failure -> LOG.debug("The feed could not be looked at", failure));
    }

    private void ring(Position end) {
        if (end.equals(heard)) {
            return;
        }
        heard = end;
        for (var emitter = listening.poll(); emitter != null; emitter = listening.poll()) {
            emitter.complete(true);
        }
    }
}
