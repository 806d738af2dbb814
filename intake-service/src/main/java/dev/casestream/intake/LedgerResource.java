package dev.casestream.intake;

import static dev.casestream.chassis.security.Roles.ADMIN;
import static dev.casestream.chassis.security.Roles.AGENT;
import static dev.casestream.chassis.security.Roles.LEAD;
import static dev.casestream.chassis.security.Roles.OWNER;
import static dev.casestream.chassis.security.Roles.SERVICE;

import dev.casestream.chassis.data.Tx;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The sums. */
@Path("/v1/ledger")
@RolesAllowed({AGENT, LEAD, ADMIN, OWNER, SERVICE})
@Tag(name = "Requests")
public class LedgerResource {

    private final Tx tx;

    LedgerResource(Tx tx) {
        this.tx = tx;
    }

    /** @param received counted by originals; the others by outcomes, of which each original has one */
    public record Sums(
            long received,
            long accepted,
            long appended,
            long duplicate,
            long quarantined,
            long rejected,
            long pending) {

        static final Sums NOTHING = new Sums(0, 0, 0, 0, 0, 0, 0);

        static Sums of(Row row) {
            return new Sums(
                    row.getLong("received"),
                    row.getLong("accepted"),
                    row.getLong("appended"),
                    row.getLong("duplicate"),
                    row.getLong("quarantined"),
                    row.getLong("rejected"),
                    row.getLong("pending"));
        }

        Sums plus(Sums other) {
            return new Sums(
                    received + other.received,
                    accepted + other.accepted,
                    appended + other.appended,
                    duplicate + other.duplicate,
                    quarantined + other.quarantined,
                    rejected + other.rejected,
                    pending + other.pending);
        }
    }

    public record Sheet(Sums total, Map<String, Sums> channels) {}

    @GET
    @Operation(summary = "How many arrived from and to an instant, and what became of them")
    public Uni<Sheet> ledger(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        var since = Times.parse("from", from);
        var until = Times.parse("to", to);
        return tx.run(work -> work.query("""
                        SELECT i.channel, count(r.inquiry_id) AS received,
                               count(*) FILTER (WHERE outcome = 'accepted') AS accepted,
                               count(*) FILTER (WHERE outcome = 'appended') AS appended,
                               count(*) FILTER (WHERE outcome = 'duplicate') AS duplicate,
                               count(*) FILTER (WHERE outcome = 'quarantined') AS quarantined,
                               count(*) FILTER (WHERE outcome = 'rejected') AS rejected,
                               count(*) FILTER (WHERE outcome = 'pending') AS pending
                        FROM raw_message r LEFT JOIN inquiry i ON i.id = r.inquiry_id
                        WHERE ($1::timestamptz IS NULL OR r.received_at >= $1)
                          AND ($2::timestamptz IS NULL OR r.received_at < $2)
                        GROUP BY i.channel""", since, until)).map(LedgerResource::sheet);
    }

    private static Sheet sheet(List<Row> rows) {
        var channels = new TreeMap<String, Sums>();
        rows.forEach(row -> channels.put(String.valueOf(row.getString("channel")), Sums.of(row)));
        return new Sheet(channels.values().stream().reduce(Sums.NOTHING, Sums::plus), channels);
    }
}
