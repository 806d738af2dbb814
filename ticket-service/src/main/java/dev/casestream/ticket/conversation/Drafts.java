package dev.casestream.ticket.conversation;

import dev.casestream.chassis.data.Work;
import dev.casestream.ticket.Rows;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** What is being written on a ticket, one reply and one note at a time, shared by all who work on it. */
@ApplicationScoped
class Drafts {

    /** @param author who wrote on it last */
    @Schema(name = "Draft")
    record Draft(
            @Schema(enumeration = {"reply", "note"}) String kind,

            @Nullable String body,
            @Nullable String html,
            String author,
            Instant updatedAt,
            long version) {

        static Draft of(Row row) {
            return new Draft(
                    row.getString("kind"),
                    row.getString("body"),
                    row.getString("html"),
                    row.getString("author"),
                    Rows.requireInstant(row, "updated_at"),
                    row.getLong("version"));
        }
    }

    Uni<List<Draft>> of(Work work, UUID ticket) {
        return work.query("SELECT * FROM draft WHERE ticket_id = $1 ORDER BY kind", ticket)
                .map(rows -> rows.stream().map(Draft::of).toList());
    }

    /** Holds it until the end of the transaction, in which the ticket is locked already. */
    Uni<Optional<Draft>> lock(Work work, UUID ticket, String kind) {
        return work.query("SELECT * FROM draft WHERE ticket_id = $1 AND kind = $2 FOR UPDATE", ticket, kind)
                .map(rows -> rows.stream().findFirst().map(Draft::of));
    }

    Uni<Draft> keep(Work work, UUID ticket, Draft draft) {
        return work.update(
                        """
                        INSERT INTO draft (ticket_id, kind, version, body, html, author, updated_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7)
                        ON CONFLICT (ticket_id, kind) DO UPDATE SET version = excluded.version, body = excluded.body,
                            html = excluded.html, author = excluded.author, updated_at = excluded.updated_at""",
                        ticket,
                        draft.kind(),
                        draft.version(),
                        draft.body(),
                        draft.html(),
                        draft.author(),
                        Rows.parameter(draft.updatedAt()))
                .replaceWith(draft);
    }

    Uni<Void> forget(Work work, UUID ticket, String kind) {
        return work.update("DELETE FROM draft WHERE ticket_id = $1 AND kind = $2", ticket, kind)
                .replaceWithVoid();
    }
}
