package dev.casestream.ticket.visibility;

import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** How a ticket stands to others, seen from either end. */
public final class Links {

    /** A column of queries in which the ticket is {@code t}: its links and those of others to it. */
    static final String COLUMN = """
            (SELECT coalesce(jsonb_agg(jsonb_build_object('type', l.type, 'ticket', l.other) ORDER BY l.at), '[]') FROM (
                SELECT CASE type WHEN 'CHILD_OF' THEN 'child-of' WHEN 'RELATED_TO' THEN 'related-to'
                                 WHEN 'DUPLICATE_OF' THEN 'duplicate-of' ELSE 'incident-of' END AS type,
                       other_id AS other, created_at AS at
                FROM ticket_link WHERE ticket_id = t.id
                UNION ALL
                SELECT CASE type WHEN 'CHILD_OF' THEN 'parent-of' WHEN 'RELATED_TO' THEN 'related-to'
                                 WHEN 'DUPLICATE_OF' THEN 'duplicated-by' ELSE 'problem-of' END,
                       ticket_id, created_at
                FROM ticket_link WHERE other_id = t.id) l) AS links""";

    private Links() {}

    /** @param type as seen from the ticket that has it, as {@code parent-of} */
    @Schema(name = "TicketLink")
    public record Link(
            @Schema(
                    enumeration = {
                        "child-of",
                        "parent-of",
                        "related-to",
                        "duplicate-of",
                        "duplicated-by",
                        "incident-of",
                        "problem-of",
                        "follow-up-of"
                    })
            String type,

            UUID ticket) {}

    static List<Link> of(Row row) {
        var links = row.getValue("links") instanceof JsonArray array ? array : new JsonArray();
        return links.stream()
                .map(JsonObject.class::cast)
                .map(link -> new Link(link.getString("type"), UUID.fromString(link.getString("ticket"))))
                .toList();
    }
}
