package dev.casestream.ticket.handling;

import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand.Close;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Closes what nobody has reopened in the time for that. */
@ApplicationScoped
class CloseSolvedTickets {

    private static final String DUE = """
            status = 'SOLVED' AND solved_at < clock_timestamp() - $1::bigint * interval '1 millisecond'
            ORDER BY solved_at, id""";

    private final Deadlines deadlines;
    private final Lifecycle lifecycle;

    CloseSolvedTickets(Deadlines deadlines, Lifecycle lifecycle) {
        this.deadlines = deadlines;
        this.lifecycle = lifecycle;
    }

    @Scheduled(every = "${casestream.ticket.deadlines-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> close() {
        return deadlines.meet(
                new Close(CloseReason.AUTOMATIC), DUE, lifecycle.reopenWindow().toMillis());
    }
}
