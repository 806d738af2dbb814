package dev.casestream.routing;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** How full the teams' queues are. */
@Path("/v1/queues")
@Tag(name = "Routing")
public class QueueResource {

    private final Tx tx;
    private final Caller caller;

    QueueResource(Tx tx, Caller caller) {
        this.tx = tx;
        this.caller = caller;
    }

    /**
     * @param name null when tickets wait for a team that nobody has configured
     * @param oldestAge since the customer's message of the ticket that waits longest; null when none waits
     * @param agentsFree those of the online ones who have a place
     */
    public record Queue(
            String team,
            @Nullable String name,
            long waiting,
            @Nullable Instant oldestSince,
            @Nullable Duration oldestAge,
            long agentsOnline,
            long agentsFree) {

        static Queue of(Row row) {
            var oldest = row.getOffsetDateTime("oldest");
            var since = oldest == null ? null : oldest.toInstant();
            var now = row.getOffsetDateTime("now").toInstant();
            return new Queue(
                    row.getString("team"),
                    row.getString("name"),
                    row.getLong("waiting"),
                    since,
                    since == null ? null : Duration.between(since, now),
                    row.getLong("online"),
                    row.getLong("free"));
        }
    }

    @GET
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "Per team: tickets waiting, age of the oldest, agents online and free")
    public Uni<Page<Queue>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var access = Access.of(caller);
        var after = Cursor.decode(cursor, 1).map(List::getFirst).orElse("");
        return tx.run(work -> work.query(
                        """
                        SELECT q.team, t.name, w.waiting, w.oldest, g.online, g.free, clock_timestamp() AS now
                        FROM (SELECT id AS team FROM team WHERE NOT retired
                              UNION SELECT team FROM assignment WHERE waiting) q
                        LEFT JOIN team t ON t.id = q.team AND NOT t.retired
                        CROSS JOIN LATERAL (SELECT count(*) AS waiting, min(received_at) AS oldest
                                            FROM assignment x WHERE x.team = q.team AND x.waiting) w
                        CROSS JOIN LATERAL (SELECT count(*) AS online, count(*) FILTER (WHERE l.load < a.capacity) AS free
                                            FROM agent a JOIN agent_load l USING (id)
                                            WHERE q.team = ANY(a.teams) AND a.availability = 'online') g
                        WHERE q.team > $1 AND ($2::text[] IS NULL OR q.team = ANY($2)) ORDER BY q.team LIMIT $3""", after, access.all() ? null : access.teams().toArray(String[]::new), limit + 1))
                .map(rows -> Page.of(rows, limit, Queue::of, row -> List.of(row.getString("team"))));
    }
}
