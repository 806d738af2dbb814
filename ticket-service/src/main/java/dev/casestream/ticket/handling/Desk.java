package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Tickets;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Where callers change tickets: one at a time per ticket, each change written with its events or not at all. */
@ApplicationScoped
public class Desk {

    private final Tx tx;
    private final Cases cases;
    private final Tickets tickets;
    private final Lifecycle lifecycle;
    private final Idempotency idempotency;
    private final Caller caller;

    Desk(Tx tx, Cases cases, Tickets tickets, Lifecycle lifecycle, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.tickets = tickets;
        this.lifecycle = lifecycle;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * How a command was sent.
     *
     * @param name its path below the ticket
     * @param ifMatch the version that it is meant for; null for any
     * @param key an Idempotency-Key, or null
     */
    public record Order(
            String ticket,
            String name,
            @Nullable String ifMatch,
            @Nullable String key,
            @Nullable Object request) {}

    /** Carries out a command, once per Idempotency-Key. */
    public Uni<Response> carryOut(Order order, Function<Turn, Uni<Answer>> act) {
        var path = "/v1/tickets/" + order.ticket() + "/" + order.name();
        return tx.run(work -> idempotency.once(
                work,
                caller,
                order.key(),
                path,
                order.request(),
                () -> turn(work, order.ticket(), order.ifMatch(), act)));
    }

    /** Edits what the caller has read: without If-Match, or with that of another version, nothing happens. */
    Uni<Response> edit(String ticket, @Nullable String ifMatch, Function<Turn, Uni<Answer>> act) {
        return tx.run(work -> turn(work, ticket, ifMatch == null ? "" : ifMatch, act))
                .map(Answer::toResponse);
    }

    private Uni<Answer> turn(Work work, String ticket, @Nullable String ifMatch, Function<Turn, Uni<Answer>> act) {
        return Policy.of(work, caller)
                .flatMap(viewer -> cases.lock(work, viewer, ticket)
                        .flatMap(found -> work.now().flatMap(now -> {
                            if (ifMatch != null) {
                                ETags.requireMatch(ifMatch, found.ticket().version());
                            }
                            var turn = new Turn(work, viewer, caller, lifecycle, now, found);
                            return act.apply(turn);
                        })));
    }

    /** Writes what a turn has changed. */
    public Uni<Void> write(Turn turn) {
        return tickets.write(turn.work(), turn.changes());
    }

    /** Writes it and answers with the ticket as it is now. */
    public Uni<Answer> finish(Turn turn) {
        return write(turn).map(done -> turn.answer());
    }
}
