package dev.casestream.chassis.data;

import dev.casestream.chassis.events.Relay;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.quarkus.vertx.core.runtime.context.VertxContextSafetyToggle;
import io.smallrye.common.vertx.VertxContext;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Context;
import io.vertx.core.Vertx;
import io.vertx.core.impl.VertxInternal;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.function.Function;
import org.hibernate.reactive.mutiny.Mutiny;

/**
 * The one gateway for transactions: nothing else opens a Hibernate Reactive session. Work runs on an event loop, in the
 * caller's context, or in one of its own where the caller has none or is in a transaction already: two that shared a
 * context would share a session. It must not leave its context: no joins, no delays, no other threads inside.
 */
@ApplicationScoped
public class Tx {

    private static final String IN_TRANSACTION = Tx.class.getName();

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
            var trace = Span.current().getSpanContext();
            var context = Vertx.currentContext();
            return context != null
                            && context.isEventLoopContext()
                            && VertxContext.isDuplicatedContext(context)
                            && context.getLocal(IN_TRANSACTION) == null
                    ? inTransaction(context, trace, unit)
                    : inContextOfItsOwn(trace, unit);
        });
    }

    /** Runs work that is not the caller's alone, in a context of its own. */
    <T> Uni<T> runApart(Function<Work, Uni<T>> unit) {
        return Uni.createFrom().deferred(() -> inContextOfItsOwn(SpanContext.getInvalid(), unit));
    }

    private <T> Uni<T> inTransaction(Context context, SpanContext trace, Function<Work, Uni<T>> unit) {
        context.putLocal(IN_TRANSACTION, true);
        return sessions.withTransaction(session -> {
                    var work = new Work(session, trace);
                    return unit.apply(work).map(result -> new Outcome<>(result, work.published()));
                })
                .onTermination()
                .invoke(() -> context.removeLocal(IN_TRANSACTION))
                .invoke(outcome -> {
                    if (outcome.published()) {
                        relay.wake();
                    }
                })
                .map(Outcome::result);
    }

    private <T> Uni<T> inContextOfItsOwn(SpanContext trace, Function<Work, Uni<T>> unit) {
        return Uni.createFrom().emitter(emitter -> {
            var current = vertx.getOrCreateContext();
            var context = VertxContext.createNewDuplicatedContext(
                    current.isEventLoopContext() ? current : ((VertxInternal) vertx).createEventLoopContext());
            VertxContextSafetyToggle.setContextSafe(context, true);
            context.runOnContext(
                    ignored -> inTransaction(context, trace, unit).subscribe().with(emitter::complete, emitter::fail));
        });
    }

    private record Outcome<T>(T result, boolean published) {}
}
