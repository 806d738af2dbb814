package dev.casestream.ticket.listing;

import dev.casestream.chassis.data.Tx;
import io.quarkus.scheduler.Scheduled;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;

/** Brings what has changed in the numbers of tickets into their sums, a batch at a time, on any replica. */
@ApplicationScoped
class FoldTally {

    private static final String FOLD = """
            WITH change AS (
                DELETE FROM ticket_tally_change WHERE ctid = ANY(ARRAY(
                    SELECT ctid FROM ticket_tally_change LIMIT 20000 FOR UPDATE SKIP LOCKED))
                RETURNING *)
            INSERT INTO ticket_tally AS t
            SELECT team, agent, status, priority, sum(tickets) FROM change GROUP BY 1, 2, 3, 4 ORDER BY 1, 2, 3, 4
            ON CONFLICT (team, agent, status, priority) DO UPDATE SET tickets = t.tickets + excluded.tickets""";

    private final Tx tx;

    FoldTally(Tx tx) {
        this.tx = tx;
    }

    @Scheduled(every = "5s", concurrentExecution = Scheduled.ConcurrentExecution.SKIP)
    Uni<Void> fold() {
        return tx.run(work -> work.update(FOLD)).replaceWithVoid();
    }
}
