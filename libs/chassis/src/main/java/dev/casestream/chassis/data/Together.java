package dev.casestream.chassis.data;

import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.UniEmitter;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * Brings what many callers want into few transactions: those that come while one commits go together into the next.
 * Nobody waits for company, everybody for the commit. If their transaction fails, each is done alone, as if it had
 * never been with the others.
 */
public final class Together<T, R> {

    private static final Logger LOG = Logger.getLogger(Together.class);
    private static final int LANES = 2;
    private static final int MOST = 64;

    private final Tx tx;
    private final BiFunction<Work, List<T>, Uni<List<@Nullable R>>> together;
    private final Function<T, Uni<R>> alone;
    private final Queue<Waiting<T, R>> waiting = new ArrayDeque<>();
    private int running;

    /**
     * @param together does all of them in one transaction; null for those that have to be done alone after all
     * @param alone does one, in transactions of its own
     */
    public Together(Tx tx, BiFunction<Work, List<T>, Uni<List<@Nullable R>>> together, Function<T, Uni<R>> alone) {
        this.tx = tx;
        this.together = together;
        this.alone = alone;
    }

    private record Waiting<T, R>(T item, @Nullable Context context, UniEmitter<? super R> emitter) {

        /** Back to where the caller came from. */
        void there(Runnable action) {
            if (context == null) {
                action.run();
            } else {
                context.runOnContext(ignored -> action.run());
            }
        }
    }

    /** Completes when it is committed. */
    public Uni<R> submit(T item) {
        return Uni.createFrom().emitter(emitter -> {
            synchronized (this) {
                waiting.add(new Waiting<>(item, Vertx.currentContext(), emitter));
            }
            next();
        });
    }

    private void next() {
        var batch = new ArrayList<Waiting<T, R>>();
        synchronized (this) {
            if (running == LANES || waiting.isEmpty()) {
                return;
            }
            running++;
            while (batch.size() < MOST && !waiting.isEmpty()) {
                batch.add(waiting.remove());
            }
        }
        tx.runApart(work ->
                        together.apply(work, batch.stream().map(Waiting::item).toList()))
                .subscribe()
                .with(
                        results -> {
                            ended();
                            for (int i = 0; i < batch.size(); i++) {
                                answer(batch.get(i), results.get(i));
                            }
                        },
                        failure -> {
                            LOG.debug("Done one by one", failure);
                            ended();
                            batch.forEach(one -> answer(one, null));
                        });
    }

    private void ended() {
        synchronized (this) {
            running--;
        }
        next();
    }

    private void answer(Waiting<T, R> one, @Nullable R result) {
        if (result == null) {
            one.there(() -> Uni.createFrom()
                    .deferred(() -> alone.apply(one.item()))
                    .subscribe()
                    .with(one.emitter()::complete, one.emitter()::fail));
        } else {
            one.there(() -> one.emitter().complete(result));
        }
    }
}
