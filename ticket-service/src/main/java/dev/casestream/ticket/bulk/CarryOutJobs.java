package dev.casestream.ticket.bulk;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.chassis.data.Tx;
import dev.casestream.ticket.bulk.Jobs.Item;
import dev.casestream.ticket.bulk.Jobs.Outcome;
import dev.casestream.ticket.visibility.MergedTicketException;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.validation.ConstraintViolationException;
import jakarta.ws.rs.WebApplicationException;
import jakarta.ws.rs.core.Response;
import java.lang.reflect.InvocationTargetException;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Carries out jobs ticket by ticket, on any replica: each as the single call that it stands for. */
@ApplicationScoped
class CarryOutJobs {

    private static final Logger LOG = Logger.getLogger(CarryOutJobs.class);
    private static final int AT_ONCE = 20;

    private final Tx tx;
    private final Jobs jobs;
    private final Commands commands;
    private final OnBehalf onBehalf;
    private final ObjectMapper json;

    CarryOutJobs(Tx tx, Jobs jobs, Commands commands, OnBehalf onBehalf, ObjectMapper json) {
        this.tx = tx;
        this.jobs = jobs;
        this.commands = commands;
        this.onBehalf = onBehalf;
        this.json = json;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> carryOut() {
        return tx.run(work -> jobs.claim(work, AT_ONCE))
                .flatMap(items -> items.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : Multi.createFrom()
                                .iterable(items)
                                .onItem()
                                .transformToUniAndConcatenate(this::one)
                                .collect()
                                .last()
                                .chain(this::carryOut));
    }

    @Scheduled(every = "1h", delayed = "5m", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return tx.run(jobs::forget);
    }

    /** What fails for a reason of ours is left to be claimed again, some times. */
    private Uni<Void> one(Item item) {
        return onBehalf.of(item.asker(), () -> outcome(item))
                .onFailure(failure -> item.attempts() >= Jobs.ATTEMPTS)
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "Item %d of job %s fails and is given up", item.number(), item.job());
                    return new Outcome(500, Map.of("title", "Failed for a reason of ours"));
                })
                .flatMap(outcome -> tx.run(work -> jobs.record(work, item, outcome)))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.warnf("Item %d of job %s is tried again: %s", item.number(), item.job(), failure);
                    return null;
                });
    }

    private Uni<Outcome> outcome(Item item) {
        return Uni.createFrom()
                .deferred(() -> {
                    try {
                        return commands.named(item.command())
                                .carryOut(json, item.command(), item.ticket(), item.key(), item.body())
                                .onItem()
                                .transform(CarryOutJobs::done);
                    } catch (InvocationTargetException e) {
                        return Uni.createFrom().<Outcome>failure(e.getCause());
                    } catch (Exception e) {
                        return Uni.createFrom().<Outcome>failure(e);
                    }
                })
                .onFailure(failure -> refusal(failure) != null)
                .recoverWithItem(CarryOutJobs::refusal);
    }

    private static Outcome done(@Nullable Object answer) {
        return new Outcome(answer instanceof Response response ? response.getStatus() : 200, null);
    }

    /** What the single call would have answered; null when it was no refusal. */
    private static @Nullable Outcome refusal(Throwable failure) {
        return switch (failure) {
            case HttpProblem problem -> new Outcome(problem.getStatusCode(), told(problem));
            case MergedTicketException merged ->
                new Outcome(
                        409, Map.of("title", "The ticket goes on in another", "rule", "merged", "into", merged.into()));
            case SecurityException e -> new Outcome(403, Map.of("title", "Not allowed"));
            case ConstraintViolationException e ->
                new Outcome(400, Map.of("title", "The request is not valid", "detail", e.getMessage()));
            case WebApplicationException e
            when e.getResponse().getStatus() < 500 ->
                new Outcome(e.getResponse().getStatus(), Map.of("title", String.valueOf(e.getMessage())));
            default -> null;
        };
    }

    private static Map<String, Object> told(HttpProblem problem) {
        var told = new TreeMap<String, Object>(problem.getParameters());
        told.put("type", String.valueOf(problem.getType()));
        told.put("title", String.valueOf(problem.getTitle()));
        told.put("detail", String.valueOf(problem.getDetail()));
        return told;
    }
}
