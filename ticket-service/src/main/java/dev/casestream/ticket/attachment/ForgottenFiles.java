package dev.casestream.ticket.attachment;

import dev.casestream.chassis.data.Work;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
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

    /** To be called before the words of these tickets, and of these authors elsewhere, go. */
    public Uni<Void> note(Work work, UUID[] tickets, String[] authors) {
        return work.update(NOTE, tickets, authors).replaceWithVoid();
    }
}
