package dev.casestream.intake.ledger;

import static dev.casestream.chassis.security.Roles.ADMIN;
import static dev.casestream.chassis.security.Roles.AGENT;
import static dev.casestream.chassis.security.Roles.LEAD;
import static dev.casestream.chassis.security.Roles.OWNER;
import static dev.casestream.chassis.security.Roles.SERVICE;

import dev.casestream.chassis.data.Tx;
import dev.casestream.intake.Times;
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

    /**
     * Whole hours come from their sums; counted are the hours that have none (since the last, and those changed since)
     * and the two pieces at the ends. One statement sees one moment, so that the sums agree.
     */
    private static final String SUMS = """
            WITH asked AS (
                SELECT f, t, date_trunc('hour', f, 'UTC')
                           + CASE WHEN f = date_trunc('hour', f, 'UTC') THEN interval '0' ELSE interval '1 hour' END AS a,
                       date_trunc('hour', t, 'UTC') AS b, until
                FROM (SELECT coalesce($1::timestamptz, '-infinity') AS f, coalesce($2::timestamptz, 'infinity') AS t) g,
                     ledger_summed),
            pieces AS (
                SELECT f AS low, least(a, t) AS high FROM asked
                UNION ALL SELECT greatest(b, f), t FROM asked WHERE a <= b
                UNION ALL SELECT greatest(until, a), b FROM asked WHERE a <= b
                UNION ALL SELECT hour, hour + interval '1 hour' FROM ledger_changed, asked
                    WHERE hour >= a AND hour < least(until, b))
            SELECT channel, received, accepted, appended, duplicate, quarantined, rejected, pending
            FROM ledger_hour, asked WHERE hour >= a AND hour < least(until, b)
            UNION ALL
            SELECT counted.* FROM pieces CROSS JOIN LATERAL (
                SELECT coalesce(i.channel, 'unknown') AS channel,
            """ + Sums.COUNTED + """
                FROM raw_message r LEFT JOIN inquiry i ON i.id = r.inquiry_id
                WHERE r.received_at >= low AND r.received_at < high GROUP BY i.channel) counted
            WHERE low < high""";

    private final Tx tx;

    LedgerResource(Tx tx) {
        this.tx = tx;
    }

    public record Sheet(Sums total, Map<String, Sums> channels) {}

    @GET
    @Operation(summary = "How many arrived from and to an instant, and what became of them")
    public Uni<Sheet> ledger(@RestQuery @Nullable String from, @RestQuery @Nullable String to) {
        var since = Times.parse("from", from);
        var until = Times.parse("to", to);
        return tx.run(work -> work.query(SUMS, since, until)).map(LedgerResource::sheet);
    }

    private static Sheet sheet(List<Row> rows) {
        var channels = new TreeMap<String, Sums>();
        rows.forEach(row -> channels.merge(row.getString("channel"), Sums.of(row), Sums::plus));
        return new Sheet(channels.values().stream().reduce(Sums.NOTHING, Sums::plus), channels);
    }
}
