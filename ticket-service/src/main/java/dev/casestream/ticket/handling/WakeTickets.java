package dev.casestream.ticket.handling;

import dev.casestream.ticket.domain.TicketCommand.Wake;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Opens what was snoozed until now. */
@ApplicationScoped
class WakeTickets {

    private static final String DUE = "wake_at <= clock_timestamp() AND status = 'PENDING'";

    private final Deadlines deadlines;

    WakeTickets(Deadlines deadlines) {
        this.deadlines = deadlines;
    }

    @Scheduled(every = "${casestream.ticket.deadlines-every}", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> wake() {
        return deadlines.meet(new Wake(), DUE + " ORDER BY wake_at, id");
    }
}
