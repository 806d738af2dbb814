package dev.casestream.ticket.attachment;

import dev.casestream.chassis.data.Work;
import dev.casestream.ticket.Rows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Files whose ticket was erased: nobody reads them any more, and they go unless another ticket has the same. */
@ApplicationScoped
public class ForgottenFiles {

    /** Which messages {@code m} go with people: those on their tickets ($1), and what they wrote on others' ($2). */
    public static final String MESSAGES = """
            (m.meant_for = ANY($1) OR (m.ticket_id = ANY($1) AND m.meant_for IS NULL)
             OR (m.author_role = 'CUSTOMER' AND m.author = ANY($2)))""";

    private static final String NOTE = """
            INSERT INTO forgotten_file (hash, due_at)
            SELECT hash, clock_timestamp() FROM (
                SELECT f.hash FROM message m CROSS JOIN LATERAL jsonb_to_recordset(m.attachments) AS f(hash text)
                WHERE %s
                UNION SELECT hash FROM attachment WHERE ticket_id = ANY($1)) files
            ORDER BY hash
            ON CONFLICT (hash) DO UPDATE SET due_at = excluded.due_at""".formatted(MESSAGES);

    /** Claimed for a while, so that what a crash leaves behind is taken up again. */
    private static final String CLAIM = """
            UPDATE forgotten_file f SET due_at = clock_timestamp() + interval '5 minutes'
            FROM (SELECT hash FROM forgotten_file WHERE due_at <= clock_timestamp()
                  ORDER BY due_at LIMIT $1 FOR UPDATE SKIP LOCKED) due
            WHERE f.hash = due.hash
            RETURNING f.hash, clock_timestamp() AS now,
                      EXISTS (SELECT FROM attachment a WHERE a.hash = f.hash)
                      OR EXISTS (SELECT FROM message m WHERE m.attachments <> '[]'
                                 AND m.attachments @> jsonb_build_array(jsonb_build_object('hash', f.hash))) AS needed""";

    /** @param needed whether another ticket has the same, as of now */
    record Forgotten(String hash, boolean needed, Instant now) {}

    /** To be called before the words of these tickets, and of these authors elsewhere, go. */
    public Uni<Void> note(Work work, UUID[] tickets, String[] authors) {
        return work.update(NOTE, tickets, authors).replaceWithVoid();
    }

    Uni<List<Forgotten>> claim(Work work, int most) {
        return work.query(CLAIM, most)
                .map(rows -> rows.stream()
                        .map(row -> new Forgotten(
                                row.getString("hash"), row.getBoolean("needed"), Rows.requireInstant(row, "now")))
                        .toList());
    }

    Uni<Void> done(Work work, String hash) {
        return work.update("DELETE FROM forgotten_file WHERE hash = $1", hash).replaceWithVoid();
    }
}
