package dev.casestream.ticket.customer;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.Topic;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.attachment.ForgottenFiles;
import dev.casestream.ticket.customer.PrivacyResource.Erased;
import dev.casestream.ticket.visibility.Readable;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

/** Gathers all words of a person, or erases them: in our tables at once, in the copies of others by tombstones. */
@ApplicationScoped
class Privacy {

    private static final String EXPORT = """
            SELECT jsonb_build_object(
                'customers', (SELECT jsonb_agg(to_jsonb(c) - 'document' || jsonb_build_object(
                    'identities', (SELECT coalesce(jsonb_agg(to_jsonb(i) - 'document' - 'customer_id'), '[]')
                                   FROM customer_identity i WHERE i.customer_id = c.id),
                    'references', (SELECT coalesce(jsonb_object_agg(r.system, r.value), '{}')
                                   FROM customer_reference r WHERE r.customer_id = c.id)))
                    FROM customer c WHERE c.id = ANY($1)),
                'tickets', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                    'id', t.id, 'number', t.number, 'subject', t.subject, 'status', t.status, 'channel', t.channel,
                    'fields', t.fields, 'resolution', t.resolution, 'createdAt', t.created_at, 'closedAt', t.closed_at,
                    'messages', (SELECT coalesce(jsonb_agg(jsonb_build_object(
                        'id', m.id, 'kind', lower(m.kind), 'channel', m.channel, 'subject', m.subject, 'body', m.body,
                        'attachments', m.attachments, 'createdAt', m.created_at) ORDER BY m.created_at, m.id), '[]')
                        FROM message m WHERE %s)) ORDER BY t.id), '[]')
                    FROM ticket t WHERE t.customer_id = ANY($1)))::text AS everything""".formatted(Readable.ofTicket(true));

    private static final String LOCK =
            "SELECT id, number FROM ticket WHERE customer_id = ANY($1) ORDER BY id FOR UPDATE";

    private static final String ERASE_MESSAGES = """
            UPDATE message m SET version = version + 1, subject = '', body = '', html = NULL, quoted_text = NULL,
                               external_id = NULL, delivery_reason = NULL, attachments = '[]'
            WHERE %s RETURNING id, ticket_id, version""".formatted(ForgottenFiles.MESSAGES);

    private static final String ERASE_DRAFTS = "DELETE FROM draft WHERE ticket_id = ANY($1)";

    private static final String ERASE_FILES = "DELETE FROM attachment WHERE ticket_id = ANY($1)";

    private static final String ERASE_REMARKS = "UPDATE time_entry SET note = NULL WHERE ticket_id = ANY($1)";

    private static final String ERASE_TICKETS = """
            UPDATE ticket SET subject = '(erased)', resolution = NULL, fields = '{}' WHERE id = ANY($1)""";

    private static final String ERASE_PEOPLE = """
            UPDATE customer SET version = version + 1, name = NULL, language = NULL, time_zone = NULL, organisation = NULL,
                                preferences = '{}', vip = false, erased_at = coalesce(erased_at, $2), updated_at = $2
            WHERE id = ANY($1) RETURNING id, version""";

    /** Answers kept for Idempotency-Keys hold what was written. */
    private static final String ERASE_ANSWERS = """
            DELETE FROM idempotency i USING unnest($1::text[]) AS t(name)
            WHERE i.scope LIKE '% /v1/tickets/' || t.name || '/%' OR i.body LIKE '%' || t.name || '%'""";

    private final Outbox outbox;
    private final ForgottenFiles files;

    Privacy(Outbox outbox, ForgottenFiles files) {
        this.outbox = outbox;
        this.files = files;
    }

    Uni<String> export(Work work, List<UUID> family) {
        return work.query(EXPORT, (Object) family.toArray(UUID[]::new))
                .map(rows -> rows.getFirst().getString("everything"));
    }

    Uni<Erased> erase(Work work, List<UUID> family, Cause cause, Instant now) {
        var people = family.toArray(UUID[]::new);
        return work.query(LOCK, (Object) people).flatMap(tickets -> {
            var ids = tickets.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
            var names = tickets.stream()
                    .flatMap(row -> List.of(row.getUUID("id").toString(), row.getString("number")).stream())
                    .toArray(String[]::new);
            var authors = family.stream().map(UUID::toString).toArray(String[]::new);
            return files.note(work, ids, authors)
                    .chain(() -> work.query(ERASE_MESSAGES, ids, authors))
                    .flatMap(messages -> work.update(ERASE_TICKETS, (Object) ids)
                            .chain(() -> work.update(ERASE_DRAFTS, (Object) ids))
                            .chain(() -> work.update(ERASE_FILES, (Object) ids))
                            .chain(() -> work.update(ERASE_REMARKS, (Object) ids))
                            .chain(() -> work.update(ERASE_ANSWERS, (Object) names))
                            .chain(() -> work.update(
                                    "DELETE FROM customer_identity WHERE customer_id = ANY($1)", (Object) people))
                            .chain(() -> work.update(
                                    "DELETE FROM customer_reference WHERE customer_id = ANY($1)", (Object) people))
                            .chain(() -> work.query(ERASE_PEOPLE, people, Rows.parameter(now)))
                            .call(erased -> outbox.add(work, tombstones(messages, erased, cause, now)))
                            .replaceWith(new Erased(family, ids.length, messages.size())));
        });
    }

    private static List<Outgoing> tombstones(List<Row> messages, List<Row> people, Cause cause, Instant now) {
        var tombstones = new ArrayList<Outgoing>();
        for (var row : messages) {
            tombstones.add(new Outgoing(
                    Topic.MESSAGES,
                    row.getUUID("ticket_id").toString(),
                    cause.tombstone(
                            Changes.SOURCE,
                            row.getUUID("id").toString(),
                            row.getLong("version"),
                            now,
                            MessageText.class)));
        }
        for (var row : people) {
            tombstones.add(Outgoing.to(
                    Topic.CUSTOMERS,
                    cause.tombstone(
                            Changes.SOURCE,
                            row.getUUID("id").toString(),
                            row.getLong("version"),
                            now,
                            CustomerProfile.class)));
        }
        return tombstones;
    }
}
