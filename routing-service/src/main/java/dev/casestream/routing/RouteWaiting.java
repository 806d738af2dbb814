package dev.casestream.routing;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Takes back places that no answer came for, and routes what no event and no request brought up again. */
@ApplicationScoped
class RouteWaiting {

    private final Tx tx;
    private final AssignmentRows assignments;
    private final Dispatch dispatch;

    RouteWaiting(Tx tx, AssignmentRows assignments, Dispatch dispatch) {
        this.tx = tx;
        this.assignments = assignments;
        this.dispatch = dispatch;
    }

    @Scheduled(every = "1s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> sweep() {
        return tx.run(this::takeBackUnanswered)
                .chain(() ->
                        tx.run(work -> assignments.teamsToRoute(work).flatMap(teams -> dispatch.round(work, teams))));
    }

    private Uni<Void> takeBackUnanswered(Work work) {
        return assignments
                .claimUnanswered(work)
                .flatMap(unanswered -> unanswered.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : work.now()
                                .flatMap(now -> assignments.save(
                                        work,
                                        unanswered.stream()
                                                .map(assignment -> assignment.unanswered(now))
                                                .toList())));
    }
}
