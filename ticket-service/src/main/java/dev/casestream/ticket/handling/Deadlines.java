package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.Tickets;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** What the passing of time does to tickets, by the database's clock; any number of replicas share the work. */
@ApplicationScoped
class Deadlines {

    private static final int BATCH = 200;

    private final Tx tx;
    private final Tickets tickets;
    private final Lifecycle lifecycle;

    Deadlines(Tx tx, Tickets tickets, Lifecycle lifecycle) {
        this.tx = tx;
        this.tickets = tickets;
        this.lifecycle = lifecycle;
    }

    /** Gives a command to all tickets that are due, batch by batch. */
    Uni<Void> meet(TicketCommand command, String due, Object... parameters) {
        return tx.run(work -> tickets.claim(work, due, BATCH, parameters).flatMap(rows -> meet(work, command, rows)))
                .flatMap(met -> met < BATCH ? Uni.createFrom().voidItem() : meet(command, due, parameters));
    }

    private Uni<Integer> meet(Work work, TicketCommand command, List<TicketRow> rows) {
        if (rows.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        return work.now().flatMap(now -> {
            var changes = new Changes();
            for (var row : rows) {
                if (lifecycle.decide(row.ticket(), command, now) instanceof Accepted accepted) {
                    changes.apply(row, accepted.events(), Cause.request("system:ticket-service"));
                }
            }
            return tickets.write(work, changes).replaceWith(rows.size());
        });
    }
}
