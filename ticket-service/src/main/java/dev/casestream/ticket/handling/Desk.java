package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.Tickets;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Right;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.eclipse.microprofile.config.inject.ConfigProperty;
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
    private final Meanwhile meanwhile;
    private final boolean timeIsOwed;

    Desk(
            Tx tx,
            Cases cases,
            Tickets tickets,
            Lifecycle lifecycle,
            Idempotency idempotency,
            Caller caller,
            Meanwhile meanwhile,
            @ConfigProperty(name = "casestream.ticket.time-before-solving") boolean timeIsOwed) {
        this.tx = tx;
        this.cases = cases;
        this.tickets = tickets;
        this.lifecycle = lifecycle;
        this.idempotency = idempotency;
        this.caller = caller;
        this.meanwhile = meanwhile;
        this.timeIsOwed = timeIsOwed;
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
                () -> turn(work, order.ticket(), Right.of(order.name()), order.ifMatch(), act)));
    }

    /**
     * Edits what the caller has read. What others have changed since is no obstacle unless the edit touches the same;
     * without If-Match nothing happens.
     *
     * @param touched the names of what the edit changes
     */
    Uni<Response> edit(String ticket, @Nullable String ifMatch, Set<String> touched, Function<Turn, Uni<Answer>> act) {
        if (ifMatch == null || ifMatch.isBlank()) {
            throw Problems.preconditionRequired();
        }
        return tx.run(work -> turn(
                        work,
                        ticket,
                        Right.CHANGE,
                        null,
                        turn -> disjoint(turn, ifMatch, touched).chain(() -> act.apply(turn))))
                .map(Answer::toResponse);
    }

    private Uni<Void> disjoint(Turn turn, String ifMatch, Set<String> touched) {
        if (meanwhile.matches(ifMatch, turn.ticket())) {
            return Uni.createFrom().voidItem();
        }
        return meanwhile.since(turn.work(), ifMatch, turn.ticket()).map(past -> {
            if (past.touches(touched)) {
                throw Problems.stale(ETags.of(turn.ticket().version()), past.changes());
            }
            return null;
        });
    }

    private Uni<Answer> turn(
            Work work, String ticket, Right right, @Nullable String ifMatch, Function<Turn, Uni<Answer>> act) {
        return Policy.of(work, caller)
                .flatMap(viewer -> cases.lock(work, viewer, ticket)
                        .invoke(found -> viewer.require(right, found.ticket()))
                        .call(found -> expected(work, ifMatch, found.ticket()))
                        .flatMap(found -> turn(work, viewer, found)))
                .flatMap(turn -> act.apply(turn).map(turn::tokened));
    }

    private Uni<Turn> turn(Work work, Visibility viewer, Case found) {
        return Circumstances.of(work, found.ticket().id(), timeIsOwed)
                .map(circumstances -> new Turn(work, viewer, caller, lifecycle, circumstances, found));
    }

    /**
     * Carries out what concerns two tickets, merged ones too, both locked in one order everywhere.
     *
     * @param other the second one: what it goes on in by now, if it was merged
     */
    public Uni<Response> carryOutTogether(Order order, String other, BiFunction<Turn, Turn, Uni<Answer>> act) {
        var path = "/v1/tickets/" + order.ticket() + "/" + order.name();
        return tx.run(work -> idempotency.once(
                work,
                caller,
                order.key(),
                path,
                order.request(),
                () -> Policy.of(work, caller)
                        .flatMap(viewer -> cases.findAsItIs(work, viewer, order.ticket())
                                .flatMap(one -> cases.follow(work, viewer, other)
                                        .flatMap(two -> tickets.lock(
                                                        work,
                                                        new HashSet<>(List.of(
                                                                one.ticket().id(),
                                                                two.ticket().id())))
                                                .chain(() -> again(work, viewer, one, order, order.ifMatch()))
                                                .flatMap(first -> again(work, viewer, two, order, null)
                                                        .flatMap(second -> act.apply(first, second)
                                                                .map(first::tokened))))))));
    }

    private Uni<Turn> again(Work work, Visibility viewer, Case seen, Order order, @Nullable String ifMatch) {
        return cases.findAsItIs(work, viewer, seen.ticket().id().toString())
                .invoke(found -> viewer.require(Right.of(order.name()), found.ticket()))
                .call(found -> expected(work, ifMatch, found.ticket()))
                .flatMap(found -> turn(work, viewer, found));
    }

    /** A stale If-Match is answered with what has changed meanwhile. */
    private Uni<Void> expected(Work work, @Nullable String ifMatch, TicketRow ticket) {
        if (ifMatch == null || meanwhile.matches(ifMatch, ticket)) {
            return Uni.createFrom().voidItem();
        }
        return meanwhile.since(work, ifMatch, ticket).map(past -> {
            throw Problems.stale(ETags.of(ticket.version()), past.changes());
        });
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
