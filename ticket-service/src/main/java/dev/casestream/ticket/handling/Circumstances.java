package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.configuration.FieldResource;
import dev.casestream.ticket.configuration.FieldResource.FieldDefinition;
import dev.casestream.ticket.domain.Field;
import dev.casestream.ticket.domain.Obligations;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;

/**
 * What a decision on a ticket depends on besides the ticket itself, asked for at once.
 *
 * @param others who asked in tickets that go on in this one, besides its own requester
 * @param openIncidents how many tickets it is the problem of are not solved
 */
record Circumstances(Instant now, Obligations obligations, List<UUID> others, int openIncidents) {

    private static final String SELECT = """
            SELECT clock_timestamp() AS now,
                   (SELECT count(*)::int FROM ticket_link l JOIN ticket c ON c.id = l.ticket_id
                    WHERE l.other_id = $1 AND l.type = 'CHILD_OF' AND c.status NOT IN ('SOLVED', 'CLOSED')) AS children,
                   (SELECT count(*)::int FROM ticket_link l JOIN ticket c ON c.id = l.ticket_id
                    WHERE l.other_id = $1 AND l.type = 'INCIDENT_OF' AND c.status NOT IN ('SOLVED', 'CLOSED'))
                       AS incidents,
                   ARRAY(WITH RECURSIVE family AS (
                             SELECT id, customer_id FROM ticket WHERE merged_into = $1
                             UNION
                             SELECT t.id, t.customer_id FROM ticket t JOIN family f ON t.merged_into = f.id)
                         SELECT DISTINCT customer_id FROM family
                         WHERE customer_id <> (SELECT customer_id FROM ticket WHERE id = $1)) AS others,
                   EXISTS (SELECT 1 FROM time_entry WHERE ticket_id = $1) AS timed,
                   (SELECT coalesce(array_agg(data::text ORDER BY code), '{}') FROM configuration WHERE kind = $2)
                       AS fields""";

    static Uni<Circumstances> of(Work work, UUID ticket, boolean timeIsOwed) {
        return work.query(SELECT, ticket, FieldResource.KIND.name()).map(rows -> of(rows.getFirst(), timeIsOwed));
    }

    private static Circumstances of(Row row, boolean timeIsOwed) {
        return new Circumstances(
                Rows.requireInstant(row, "now"),
                new Obligations(row.getInteger("children"), timeIsOwed && !row.getBoolean("timed"), fields(row)),
                List.of(row.getArrayOfUUIDs("others")),
                row.getInteger("incidents"));
    }

    private static List<Field> fields(Row row) {
        return Arrays.stream(row.getArrayOfStrings("fields"))
                .map(data -> Codec.read(data, FieldDefinition.class).field())
                .toList();
    }
}
