package dev.casestream.chassis.data;

import dev.casestream.chassis.events.Relay;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The one gateway for transactions: nothing else opens a Hibernate Reactive session. Work runs on an event loop, in a
 * context of its own when the caller has none, and must not leave it: no joins, no delays, no other threads inside.
 */
@ApplicationScoped
public class Tx {

    private final Mutiny.SessionFactory sessions;
    private final Relay relay;
    private final Vertx vertx;

    Tx(Mutiny.SessionFactory sessions, Relay relay, Vertx vertx) {
        this.sessions = sessions;
        this.relay = relay;
        this.vertx = vertx;
    }

    /**
     * Runs work in one transaction: committed when the result arrives, rolled back when it fails. After a commit that
     * published something the relay is woken.
     */
    public <T> Uni<T> run(Function<Work, Uni<T>> unit) {
        return Uni.createFrom().deferred(() -> {
            var context = Vertx.currentContext();
            return context != null && VertxContext.isDuplicatedContext(context) && context.isEventLoopContext()
                    ? inTransaction(unit)
                    : inContextOfItsOwn(unit);
        });
    }

    private <T> Uni<T> inTransaction(Function<Work, Uni<T>> unit) {
        return sessions.withTransaction(session -> {
                    var work = new Work(session);
                    return unit.apply(work).map(result -> new Outcome<>(result, work.published()));
                })
                .invoke(outcome -> {
                    if (outcome.published()) {
                        relay.wake();
                    }
                })
                .map(Outcome::result);
    }

    private <T> Uni<T> inContextOfItsOwn(Function<Work, Uni<T>> unit) {
        return Uni.createFrom().emitter(emitter -> {
            Context context = VertxContext.createNewDuplicatedContext(
                    vertx.getOrCreateContext().isEventLoopContext()
                            ? vertx.getOrCreateContext()
                            : ((io.vertx.core.impl.VertxInternal) vertx).createEventLoopContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(ignored -> inTransaction(unit).subscribe().with(emitter::complete, emitter::fail));
        });
    }

    private record Outcome<T>(T result, boolean published) {}
}
