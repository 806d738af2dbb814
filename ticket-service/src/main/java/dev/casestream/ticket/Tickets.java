package dev.casestream.ticket;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.events.Outbox;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The tables of tickets: a change locks the row first, and is written with its events in one transaction. */
@ApplicationScoped
public class Tickets {

    private static final String WRITE = """
            WITH tickets AS (%s
                ON CONFLICT (id) DO UPDATE SET
                    version = excluded.version, status = excluded.status, priority = excluded.priority,
                    category = excluded.category, level = excluded.level, tags = excluded.tags,
                    team = excluded.team, agent = excluded.agent, resolution = excluded.resolution,
                    subject = excluded.subject, fields = excluded.fields,
                    custom_status = excluded.custom_status, wake_at = excluded.wake_at,
                    merged_into = excluded.merged_into,
                    updated_at = excluded.updated_at, solved_at = excluded.solved_at, closed_at = excluded.closed_at),
            log AS (%s)
            %s""".formatted(
                    Columns.insert("ticket", TicketRow.class, 1),
                    Columns.insert("ticket_event", EventRow.class, 2),
                    Columns.insert("message", MessageRow.class, 3));

    private static final String LOCK =
            "SELECT " + Columns.of(TicketRow.class) + " FROM ticket WHERE id = ANY($1) ORDER BY id FOR UPDATE";

    private static final String MENTION = """
            INSERT INTO mention (name, ticket_id) SELECT * FROM unnest($1::text[], $2::uuid[]) ON CONFLICT DO NOTHING""";

    private final Outbox outbox;

    Tickets(Outbox outbox) {
        this.outbox = outbox;
    }

    /** Locks tickets, in one order everywhere. */
    public Uni<Map<UUID, TicketRow>> lock(Work work, Collection<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return work.query(LOCK, (Object) ids.toArray(UUID[]::new))
                .map(rows ->
                        rows.stream().map(TicketRow::of).collect(Collectors.toMap(TicketRow::id, Function.identity())));
    }

    /** Locks some of the tickets for which the time has come, and that nobody else is at; the condition is ours. */
    public Uni<List<TicketRow>> claim(Work work, String due, int limit, @Nullable Object... parameters) {
        return work.query(
                        "SELECT " + Columns.of(TicketRow.class) + " FROM ticket WHERE " + due + " LIMIT " + limit
                                + " FOR UPDATE SKIP LOCKED",
                        parameters)
                .map(rows -> rows.stream().map(TicketRow::of).toList());
    }

    /** Human numbers for new tickets. */
    public Uni<List<String>> numbers(Work work, long count) {
        return count == 0
                ? Uni.createFrom().item(List.of())
                : work.query("SELECT 'CS-' || nextval('ticket_number') AS number FROM generate_series(1, $1)", count)
                        .map(rows -> rows.stream()
                                .map(row -> row.getString("number"))
                                .toList());
    }

    public Uni<Void> write(Work work, Changes changes) {
        if (changes.log().isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return work.update(
                        WRITE,
                        Codec.write(List.copyOf(changes.tickets())),
                        Codec.write(changes.log()),
                        Codec.write(changes.messages()))
                .chain(() -> note(work, changes.mentions()))
                .chain(() -> outbox.add(work, changes.outgoing()));
    }

    private static Uni<Void> note(Work work, List<MentionRow> mentions) {
        return mentions.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                MENTION,
                                mentions.stream().map(MentionRow::name).toArray(String[]::new),
                                mentions.stream().map(MentionRow::ticketId).toArray(UUID[]::new))
                        .replaceWithVoid();
    }
}
