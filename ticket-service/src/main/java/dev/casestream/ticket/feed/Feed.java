package dev.casestream.ticket.feed;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.ticket.Columns;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.EventRow;
import dev.casestream.ticket.Plans;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The events of the tickets that somebody sees now, in the order in which they left, from a position on. */
@ApplicationScoped
class Feed {

    /** How many events, seen or not, are looked at for a page. */
    private static final int WINDOW = 1_000;

    private static final Set<String> TYPES = EventType.recordsOf(TicketEvent.class).stream()
            .map(Class::getSimpleName)
            .collect(Collectors.toUnmodifiableSet());

    private static final String BUCKETS = """
            WITH RECURSIVE known AS (
                (SELECT bucket FROM event_position ORDER BY bucket LIMIT 1)
                UNION ALL
                SELECT (SELECT p.bucket FROM event_position p WHERE p.bucket > known.bucket ORDER BY p.bucket LIMIT 1)
                FROM known WHERE known.bucket IS NOT NULL)
            SELECT k.bucket, (SELECT max(number) FROM event_position p WHERE p.bucket = k.bucket) AS number
            FROM known k WHERE k.bucket IS NOT NULL""";

    private static final String NEXT = """
            SELECT p.bucket, p.number, p.ticket_id, p.version
            FROM unnest($1::smallint[], $2::bigint[]) AS r(bucket, number)
            CROSS JOIN LATERAL (SELECT * FROM event_position p WHERE p.bucket = r.bucket AND p.number > r.number
                                ORDER BY p.number LIMIT $3) p
            ORDER BY p.number LIMIT $3""";

    private static final String EVENTS =
            "SELECT " + Columns.of(EventRow.class, "e.") + " FROM ticket_event e JOIN ticket t ON t.id = e.ticket_id";

    private final Tx tx;

    Feed(Tx tx) {
        this.tx = tx;
    }

    /** An event and the position after it. */
    record Placed(EventRow event, Position position) {}

    /**
     * Some of the feed.
     *
     * @param end how far it was looked at, with or without finding anything
     * @param more whether there is more by now
     */
    record Part(List<Placed> events, Position end, boolean more) {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 for a type that there is not */
    static Set<String> types(List<String> given) {
        var types = given.stream()
                .flatMap(one -> Arrays.stream(one.split(",")))
                .map(String::strip)
                .collect(Collectors.toCollection(HashSet::new));
        if (!TYPES.containsAll(types)) {
            throw Problems.invalid(
                    "types", "must be of " + TYPES.stream().sorted().collect(Collectors.joining(", ")));
        }
        return types;
    }

    Uni<Part> part(Visibility viewer, Set<String> types, Position after, int limit) {
        return tx.run(work -> part(work, viewer, types, after, limit));
    }

    /** Where the feed ends now. */
    Uni<Position> end(Work work) {
        return work.query(BUCKETS).map(rows -> {
            var end = Position.START;
            for (var row : rows) {
                end = end.after(row.getShort("bucket"), row.getLong("number"));
            }
            return end;
        });
    }

    Uni<Part> part(Work work, Visibility viewer, Set<String> types, Position after, int limit) {
        return end(work).flatMap(end -> {
            var buckets = end.read().keySet().toArray(Short[]::new);
            var numbers = end.read().keySet().stream()
                    .map(bucket -> after.read().getOrDefault(bucket, 0L))
                    .toArray(Long[]::new);
            return work.query(NEXT, buckets, numbers, WINDOW)
                    .flatMap(window -> window.isEmpty()
                            ? Uni.createFrom().item(new Part(List.of(), after, false))
                            : visible(work, viewer, types, window).map(seen -> part(window, seen, after, limit)));
        });
    }

    private static Uni<List<EventRow>> visible(Work work, Visibility viewer, Set<String> types, List<Row> window) {
        var conditions = new Conditions()
                .and(
                        "(e.ticket_id, e.version) IN (SELECT * FROM unnest(?::uuid[], ?::bigint[]))",
                        window.stream().map(row -> row.getUUID("ticket_id")).toArray(UUID[]::new),
                        window.stream().map(row -> row.getLong("version")).toArray(Long[]::new));
        if (!types.isEmpty()) {
            conditions.and("e.type = ANY(?)", (Object) EventType.recordsOf(TicketEvent.class).stream()
                    .filter(type -> types.contains(type.getSimpleName()))
                    .map(EventType::of)
                    .toArray(String[]::new));
        }
        viewer.restrict(conditions);
        return Plans.forValues(work)
                .chain(() -> work.query(EVENTS + conditions.where(), conditions.parameters()))
                .map(rows -> rows.stream().map(EventRow::of).toList());
    }

    private record Key(UUID ticket, long version) {}

    private static Part part(List<Row> window, List<EventRow> seen, Position after, int limit) {
        var events = seen.stream()
                .collect(Collectors.toMap(event -> new Key(event.ticketId(), event.version()), event -> event));
        var shown = new ArrayList<Placed>();
        var position = after;
        for (var row : window) {
            if (shown.size() == limit) {
                return new Part(shown, position, true);
            }
            position = position.after(row.getShort("bucket"), row.getLong("number"));
            var event = events.get(new Key(row.getUUID("ticket_id"), row.getLong("version")));
            if (event != null) {
                shown.add(new Placed(event, position));
            }
        }
        return new Part(shown, position, window.size() == WINDOW);
    }
}
