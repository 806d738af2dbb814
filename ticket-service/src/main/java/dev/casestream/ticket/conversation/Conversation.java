package dev.casestream.ticket.conversation;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.Attachment;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.visibility.Readable;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What was said on a ticket, as a viewer may read it: customers never see a note. */
@ApplicationScoped
class Conversation {

    private static final String SELECT = """
            SELECT m.id, m.ticket_id, m.kind, m.author_role, m.author, coalesce(a.name, c.name) AS author_name, m.channel, m.body,
                   m.html, m.quoted_text, m.language, m.attachments, m.delivery_state, m.delivery_reason,
                   m.delivery_at, m.created_at
            FROM message m
            LEFT JOIN agent_directory a ON m.author_role = 'AGENT' AND a.id = m.author
            LEFT JOIN customer c ON c.id = CASE WHEN m.author_role = 'CUSTOMER' THEN m.author::uuid END""";

    /**
     * One message.
     *
     * @param ticket where it was written: this ticket, or one that goes on in this
     */
    @Schema(name = "Message")
    record MessageView(
            UUID id,
            UUID ticket,

            @Schema(enumeration = {"reply", "note", "customer", "system"})
            String kind,

            Author author,
            String channel,
            String body,
            @Nullable String html,
            @Nullable String quotedText,
            @Nullable String language,
            List<Attachment> attachments,
            @Nullable Delivery delivery,
            Instant createdAt) {}

    @Schema(name = "MessageAuthor")
    record Author(
            @Schema(enumeration = {"customer", "agent", "bot", "system"})
            String role,

            @Nullable String id,
            @Nullable String name) {}

    /** What became of a public reply; others have none. */
    @Schema(name = "MessageDelivery")
    record Delivery(
            @Schema(enumeration = {"queued", "sent", "delivered", "failed", "bounced", "suppressed"})
            String state,

            @Nullable String reason,
            @Nullable Instant at) {}

    /** Messages in their order, from after one on. */
    Uni<List<MessageView>> of(
            Work work, Visibility viewer, UUID ticket, @Nullable Instant after, @Nullable UUID afterId, int rows) {
        var conditions = Readable.of(viewer, ticket);
        if (after != null && afterId != null) {
            conditions.and("(m.created_at, m.id) > (?, ?)", Rows.parameter(after), afterId);
        }
        return work.query(
                        SELECT + conditions.where() + " ORDER BY m.created_at, m.id LIMIT " + rows,
                        conditions.parameters())
                .map(found -> found.stream().map(row -> view(row, viewer)).toList());
    }

    Uni<MessageView> message(Work work, Visibility viewer, UUID id) {
        var conditions = Readable.by(viewer).and("m.id = ?", id);
        return work.query(SELECT + conditions.where(), conditions.parameters())
                .map(found -> view(found.getFirst(), viewer));
    }

    private static MessageView view(Row row, Visibility viewer) {
        var role = row.getString("author_role").toLowerCase(Locale.ROOT);
        var state = row.getString("delivery_state");
        return new MessageView(
                row.getUUID("id"),
                row.getUUID("ticket_id"),
                row.getString("kind").toLowerCase(Locale.ROOT),
                new Author(
                        role,
                        viewer.isCustomer() && !role.equals("customer") ? null : row.getString("author"),
                        row.getString("author_name")),
                row.getString("channel"),
                row.getString("body"),
                row.getString("html"),
                row.getString("quoted_text"),
                row.getString("language"),
                row.getJsonArray("attachments").stream()
                        .map(JsonObject.class::cast)
                        .map(Conversation::attachment)
                        .toList(),
                state == null
                        ? null
                        : new Delivery(state, row.getString("delivery_reason"), Rows.instant(row, "delivery_at")),
                Rows.requireInstant(row, "created_at"));
    }

    private static Attachment attachment(JsonObject json) {
        return new Attachment(
                json.getString("hash"), json.getString("name"), json.getString("type"), json.getLong("size"));
    }
}
