package dev.casestream.ticket.joining;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.handling.Turn;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** Parts of conversations. */
@ApplicationScoped
class Parts {

    private static final String SELECT = """
            SELECT id, kind, author, channel, subject, created_at FROM message
            WHERE ticket_id = $1 AND id = ANY($2) ORDER BY created_at, id""";

    private static final String REST = """
            SELECT EXISTS (SELECT 1 FROM message WHERE ticket_id = $1 AND kind = 'CUSTOMER' AND id <> ALL($2)) AS rest""";

    /** A customer's message that a ticket can begin with. */
    record Part(UUID message, UUID customer, String channel, String subject, Instant writtenAt) {}

    /** The first message of the customer among these, which all have to be of the ticket and not all it has. */
    Uni<Part> of(Turn turn, List<UUID> messages) {
        var ticket = turn.ticket().id();
        var ids = messages.toArray(UUID[]::new);
        return turn.work()
                .query(SELECT, ticket, ids)
                .flatMap(rows -> turn.work().query(REST, ticket, ids).map(rest -> {
                    if (rows.size() < messages.size()) {
                        throw Problems.unprocessable("unknown-message", "Not all of these are messages of the ticket");
                    }
                    if (!rest.getFirst().getBoolean("rest")) {
                        throw refused(turn, "split-all", "A message of the customer has to stay");
                    }
                    return first(turn, rows, turn.ticket().subject());
                }));
    }

    private static Part first(Turn turn, List<Row> rows, String subject) {
        return rows.stream()
                .filter(row -> row.getString("kind").equals("CUSTOMER"))
                .findFirst()
                .map(row -> new Part(
                        row.getUUID("id"),
                        UUID.fromString(row.getString("author")),
                        row.getString("channel"),
                        Words.orNull(row.getString("subject"), Words.MAX_SUBJECT) == null
                                ? subject
                                : row.getString("subject"),
                        Rows.requireInstant(row, "created_at")))
                .orElseThrow(
                        () -> refused(turn, "split-without-customer", "A ticket begins with a customer's message"));
    }

    private static RuntimeException refused(Turn turn, String rule, String detail) {
        return Problems.refused(rule, detail, Map.of("version", turn.ticket().version()));
    }

    Uni<Void> move(Turn turn, List<UUID> messages, UUID to) {
        return turn.work()
                .update("UPDATE message SET ticket_id = $2 WHERE id = ANY($1)", messages.toArray(UUID[]::new), to)
                .replaceWithVoid();
    }
}
