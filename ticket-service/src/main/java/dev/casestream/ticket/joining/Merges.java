package dev.casestream.ticket.joining;

import dev.casestream.contracts.TicketEvent.TicketMerged;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.EventRow;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.history.TicketLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.EnumSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What a merge brings along, and what comes back when it is undone. */
@ApplicationScoped
class Merges {

    private static final Set<TicketStatus> OWED = EnumSet.of(TicketStatus.NEW, TicketStatus.OPEN);

    private static final String UNANSWERED = """
            SELECT min(created_at) AS since FROM message
            WHERE ticket_id = $1 AND kind = 'CUSTOMER'
              AND created_at > coalesce((SELECT max(created_at) FROM message
                                         WHERE ticket_id = $1 AND kind = 'REPLY' AND author_role = 'AGENT'), '-infinity')""";

    private static final String TAKE_BACK = """
            WITH RECURSIVE family AS (
                SELECT $1::uuid AS id
                UNION
                SELECT t.id FROM ticket t JOIN family f ON t.merged_into = f.id)
            UPDATE message m SET ticket_id = $1, meant_for = nullif(m.meant_for, $1)
            FROM family f WHERE m.ticket_id = $2 AND m.meant_for = f.id
            RETURNING m.id""";

    private final TicketLog log;

    Merges(TicketLog log) {
        this.log = log;
    }

    /**
     * What an undone merge gives back.
     *
     * @param was the status before the merge
     * @param messages what came for the ticket meanwhile, which is moved to it already
     */
    record Return(TicketStatus was, List<UUID> messages) {}

    /** When the customer wrote what nobody has answered, where an answer is owed. */
    Uni<Optional<Instant>> unansweredSince(Turn source) {
        return OWED.contains(source.ticket().status())
                ? source.work()
                        .query(UNANSWERED, source.ticket().id())
                        .map(rows -> Optional.ofNullable(Rows.instant(rows.getFirst(), "since")))
                : Uni.createFrom().item(Optional.empty());
    }

    /** @param holder where messages for the source go by now */
    Uni<Return> takeBack(Turn source, Turn holder) {
        var id = source.ticket().id();
        return source.work()
                .query(TAKE_BACK, id, holder.ticket().id())
                .map(rows ->
                        rows.stream().map(row -> row.getUUID("id")).sorted().toList())
                .flatMap(messages -> log.all(source.work(), id).map(events -> new Return(before(events), messages)));
    }

    private static TicketStatus before(List<EventRow> events) {
        return events.reversed().stream()
                .map(EventRow::event)
                .filter(TicketMerged.class::isInstance)
                .findFirst()
                .orElseThrow()
                .status();
    }
}
