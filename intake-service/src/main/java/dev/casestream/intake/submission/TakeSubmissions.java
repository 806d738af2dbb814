package dev.casestream.intake.submission;

import dev.casestream.chassis.data.Together;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Idempotency.Foreseen;
import dev.casestream.chassis.security.Caller;
import dev.casestream.intake.Accepted;
import dev.casestream.intake.BlockedSenders;
import dev.casestream.intake.submission.Submit.Submitted;
import io.opentelemetry.api.trace.Span;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Takes submissions in: those that arrive while others are written share one transaction. */
@ApplicationScoped
class TakeSubmissions {

    private static final String PATH = "/v1/inquiries";

    private final Tx tx;
    private final Idempotency idempotency;
    private final Submit submit;
    private final SubmissionRows rows;
    private final BlockedSenders blocked;
    private final Together<Order, Response> together;

    TakeSubmissions(Tx tx, Idempotency idempotency, Submit submit, SubmissionRows rows, BlockedSenders blocked) {
        this.tx = tx;
        this.idempotency = idempotency;
        this.submit = submit;
        this.rows = rows;
        this.blocked = blocked;
        this.together = new Together<>(tx, this::takeAll, this::takeOne);
    }

    /** @param trace that the request is part of */
    record Order(Submitted submitted, Foreseen foreseen, String actor, Caller caller, SpanContext trace) {}

    Uni<Response> take(Submitted submitted, @Nullable String key, String actor, Caller caller) {
        var foreseen = new Foreseen(
                Idempotency.scope(caller, PATH),
                key,
                Idempotency.hash(submitted.fingerprint()),
                Answer.of(202, new Accepted(submitted.arrival().id(), Accepted.PENDING)));
        var order = new Order(submitted, foreseen, actor, caller, Span.current().getSpanContext());
        return SubmissionRows.isPlain(submitted) && Idempotency.isFine(key) ? together.submit(order) : takeOne(order);
    }

    private Uni<Response> takeOne(Order order) {
        var submitted = order.submitted();
        return tx.run(work -> idempotency.once(
                work,
                order.caller(),
                order.foreseen().key(),
                PATH,
                submitted.fingerprint(),
                () -> submit.submit(work, submitted, order.actor())));
    }

    /** What is not the first of its conversation or key here, or of somebody who is blocked, is taken alone afterwards. */
    private Uni<List<@Nullable Response>> takeAll(Work work, List<Order> orders) {
        return welcome(work, SubmissionRows.distinct(orders))
                .flatMap(welcome -> idempotency
                        .first(work, welcome.stream().map(Order::foreseen).toList())
                        .map(first -> welcome.stream()
                                .filter(order -> first.contains(order.foreseen()))
                                .toList()))
                .flatMap(taken -> rows.insert(work, taken).replaceWith(() -> answers(orders, taken)));
    }

    private Uni<List<Order>> welcome(Work work, List<Order> orders) {
        return blocked.among(work, orders.stream().map(SubmissionRows::writer).toList())
                .map(blocked -> IntStream.range(0, orders.size())
                        .filter(i -> !blocked.contains(i))
                        .mapToObj(orders::get)
                        .toList());
    }

    private static List<@Nullable Response> answers(List<Order> orders, List<Order> taken) {
        var answers = new ArrayList<@Nullable Response>(orders.size());
        for (var order : orders) {
            answers.add(taken.contains(order) ? order.foreseen().answer().toResponse() : null);
        }
        return answers;
    }
}
