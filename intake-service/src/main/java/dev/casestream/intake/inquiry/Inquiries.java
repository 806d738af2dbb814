package dev.casestream.intake.inquiry;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Reads ledger entries, of which agents see those of their own teams' tickets and those that have no ticket. */
@ApplicationScoped
class Inquiries {

    private static final String FIELDS =
            "SELECT i.*, (i.reply ->> 'until')::timestamptz < clock_timestamp() AS reply_over ";

    private static final String VISIBLE = """
            FROM inquiry i
            LEFT JOIN inquiry first ON first.id = i.duplicate_of
            LEFT JOIN ticket_team t ON t.ticket_id = coalesce(i.ticket_id, first.ticket_id)
            WHERE ($1::boolean OR t.team IS NULL OR t.team = ANY($2::text[]))""";

    private final Caller caller;

    Inquiries(Caller caller) {
        this.caller = caller;
    }

    /**
     * What a list is asked for.
     *
     * @param beforeTime where the last page ended, with {@code beforeId}
     */
    record Wish(
            @Nullable String channel,
            @Nullable String outcome,
            @Nullable OffsetDateTime from,
            @Nullable OffsetDateTime to,
            @Nullable OffsetDateTime beforeTime,
            @Nullable UUID beforeId,
            int limit) {}

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 404 also for what the caller may not see */
    Uni<Row> one(Work work, UUID id) {
        return work.query(FIELDS + VISIBLE + " AND i.id = $3", seesAll(), teams(), id)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw Problems.notFound("inquiry", id);
                    }
                    return rows.getFirst();
                });
    }

    /** The newest first, one more than asked for. */
    Uni<List<Row>> list(Work work, Wish wish) {
        return work.query(
                FIELDS + VISIBLE + """
                         AND ($3::text IS NULL OR i.channel = $3) AND ($4::text IS NULL OR i.outcome = $4)
                        AND ($5::timestamptz IS NULL OR i.received_at >= $5)
                        AND ($6::timestamptz IS NULL OR i.received_at < $6)
                        AND ($7::timestamptz IS NULL OR (i.received_at, i.id) < ($7, $8::uuid))
                        ORDER BY i.received_at DESC, i.id DESC LIMIT $9""",
                seesAll(),
                teams(),
                wish.channel(),
                wish.outcome(),
                wish.from(),
                wish.to(),
                wish.beforeTime(),
                wish.beforeId(),
                wish.limit() + 1);
    }

    private boolean seesAll() {
        return caller.seesAll();
    }

    private String[] teams() {
        return caller.teams().toArray(String[]::new);
    }
}
