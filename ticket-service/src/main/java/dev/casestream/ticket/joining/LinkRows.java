package dev.casestream.ticket.joining;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.TicketEvent.LinkType;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.handling.Turn;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** The table of links, each from one ticket to another. */
@ApplicationScoped
class LinkRows {

    private static final String EXISTING = "SELECT other_id AS id FROM ticket_link WHERE ticket_id = $1 AND type = $2";

    private static final String ABOVE = """
            WITH RECURSIVE above AS (
                SELECT other_id AS id FROM ticket_link WHERE ticket_id = $1 AND type = $2
                UNION
                SELECT l.other_id FROM ticket_link l JOIN above a ON l.ticket_id = a.id WHERE l.type = $2)
            SELECT id FROM above""";

    /** What a ticket is linked to in one way. */
    Uni<Set<UUID>> existing(Turn turn, LinkType type) {
        return ids(turn, EXISTING, type);
    }

    /** The same at any remove. Who is related is so without a direction. */
    Uni<Set<UUID>> above(Turn turn, LinkType type) {
        return type == LinkType.RELATED_TO ? Uni.createFrom().item(Set.of()) : ids(turn, ABOVE, type);
    }

    private static Uni<Set<UUID>> ids(Turn turn, String sql, LinkType type) {
        return turn.work()
                .query(sql, turn.ticket().id(), type.name())
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).collect(Collectors.toSet()));
    }

    Uni<Void> add(Turn turn, LinkType type, UUID other) {
        return turn.work()
                .update(
                        "INSERT INTO ticket_link VALUES ($1, $2, $3, $4) ON CONFLICT DO NOTHING",
                        turn.ticket().id(),
                        type.name(),
                        other,
                        Rows.parameter(turn.now()))
                .replaceWithVoid();
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 404 when there is no such link */
    Uni<Void> remove(Turn turn, LinkType type, UUID other) {
        return turn.work()
                .update(
                        "DELETE FROM ticket_link WHERE ticket_id = $1 AND type = $2 AND other_id = $3",
                        turn.ticket().id(),
                        type.name(),
                        other)
                .invoke(removed -> {
                    if (removed == 0) {
                        throw Problems.notFound("link", type + " " + other);
                    }
                })
                .replaceWithVoid();
    }
}
