package dev.casestream.ticket.history;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.ticket.Columns;
import dev.casestream.ticket.EventRow;
import dev.casestream.ticket.Rows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** The log of each ticket, from its first event on. */
@ApplicationScoped
public class TicketLog {

    private static final String SELECT =
            "SELECT " + Columns.of(EventRow.class) + " FROM ticket_event WHERE ticket_id = $1";

    /** What had happened until then. */
    public Uni<List<TicketEvent>> until(Work work, UUID ticket, Instant instant) {
        return work.query(SELECT + " AND at <= $2 ORDER BY version", ticket, Rows.parameter(instant))
                .map(rows -> rows.stream().map(row -> EventRow.of(row).event()).toList());
    }

    /** All of it. */
    public Uni<List<EventRow>> all(Work work, UUID ticket) {
        return work.query(SELECT + " ORDER BY version", ticket)
                .map(rows -> rows.stream().map(EventRow::of).toList());
    }

    Uni<List<EventRow>> after(Work work, UUID ticket, long version, int limit) {
        return work.query(SELECT + " AND version > $2 ORDER BY version LIMIT $3", ticket, version, limit)
                .map(rows -> rows.stream().map(EventRow::of).toList());
    }
}
