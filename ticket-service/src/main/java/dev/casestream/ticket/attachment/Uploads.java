package dev.casestream.ticket.attachment;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.Attachment;
import dev.casestream.ticket.handling.Turn;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.UUID;

/** Files that agents have handed in and not yet sent. */
@ApplicationScoped
public class Uploads {

    public static final int MOST = 20;

    /**
     * Takes the files for a message; whoever handed them in, they are the ticket's.
     *
     * @throws io.quarkiverse.resteasy.problem.HttpProblem 422 when one is not there, or was sent already
     */
    public Uni<List<Attachment>> take(Turn turn, List<UUID> ids) {
        var wanted = ids.stream().distinct().toArray(UUID[]::new);
        if (wanted.length == 0) {
            return Uni.createFrom().item(List.of());
        }
        return turn.work().query("""
                        UPDATE attachment SET sent = true
                        WHERE ticket_id = $1 AND id = ANY($2) AND NOT sent
                        RETURNING id, hash, name, type, size""", turn.ticket().id(), wanted).map(rows -> {
            if (rows.size() < wanted.length) {
                throw Problems.unprocessable("unknown-attachment", "Not all of these are unsent files of the ticket");
            }
            return rows.stream()
                    .map(row -> new Attachment(
                            row.getString("hash"), row.getString("name"), row.getString("type"), row.getLong("size")))
                    .toList();
        });
    }
}
