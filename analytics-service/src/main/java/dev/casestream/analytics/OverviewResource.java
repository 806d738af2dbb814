package dev.casestream.analytics;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jspecify.annotations.Nullable;

/** Where we stand, at a glance. */
@Path("/v1/overview")
@Tag(name = "Measurement")
public class OverviewResource {

    private static final String SQL = """
            WITH active AS (SELECT active AS generation FROM projection WHERE name = 'tickets'),
            span AS (SELECT now() - interval '7 days' AS since, now() AS until),
            recent AS NOT MATERIALIZED (
                SELECT metric, value FROM measurement
                WHERE generation = (SELECT generation FROM active)
                  AND at >= (SELECT since FROM span) AND at < (SELECT until FROM span)
                  AND ($1::text[] IS NULL OR dims ->> 'team' = ANY($1)))
            SELECT span.since, span.until, unsolved.*, today.*, reply.*, sla.*
            FROM span,
                 (SELECT count(*) AS open, count(*) FILTER (WHERE agent IS NULL) AS unassigned,
                         count(*) FILTER (WHERE status IN ('PENDING', 'ON_HOLD')) AS waiting,
                         count(*) FILTER (WHERE first_response_breached OR resolution_breached) AS breached
                  FROM ticket_fact
                  WHERE generation = (SELECT generation FROM active) AND status NOT IN ('SOLVED', 'CLOSED')
                    AND ($1::text[] IS NULL OR team = ANY($1))) unsolved,
                 (SELECT count(*) AS received_today FROM ticket_fact
                  WHERE generation = (SELECT generation FROM active)
                    AND received_at >= date_trunc('day', now() AT TIME ZONE 'UTC') AT TIME ZONE 'UTC'
                    AND ($1::text[] IS NULL OR team = ANY($1))) today,
                 (SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY value) AS p50,
                         percentile_cont(0.9) WITHIN GROUP (ORDER BY value) AS p90
                  FROM recent WHERE metric = 'first_response_time') reply,
                 (SELECT avg(value) AS attainment FROM recent WHERE metric = 'sla_attainment') sla""";

    private final Tx tx;
    private final Caller caller;

    OverviewResource(Tx tx, Caller caller) {
        this.tx = tx;
        this.caller = caller;
    }

    /**
     * @param open neither solved nor closed
     * @param unassigned of these, without an agent
     * @param waiting of these, for the customer or a third party
     * @param breached of these, with a broken promise of first response or resolution
     * @param receivedToday tickets whose first message was received today, UTC
     * @param from begin of the seven days that the times and shares below are of
     * @param firstResponseP50 seconds; null when nothing was answered
     * @param slaAttainment share of decided clocks that were met; null when none was
     */
    public record Overview(
            long open,
            long unassigned,
            long waiting,
            long breached,
            long receivedToday,
            Instant from,
            Instant to,
            @Nullable Double firstResponseP50,
            @Nullable Double firstResponseP90,
            @Nullable Double slaAttainment) {}

    @GET
    @RolesAllowed({Roles.AGENT, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "Where we stand; agents and leads see their own teams")
    public Uni<Overview> read() {
        var teams = Scope.of(caller);
        return tx.run(work -> read(work, teams));
    }

    private static Uni<Overview> read(Work work, String @Nullable [] teams) {
        return work.query(SQL, (Object) teams).map(rows -> overview(rows.getFirst()));
    }

    private static Overview overview(Row row) {
        return new Overview(
                row.getLong("open"),
                row.getLong("unassigned"),
                row.getLong("waiting"),
                row.getLong("breached"),
                row.getLong("received_today"),
                row.get(OffsetDateTime.class, "since").toInstant(),
                row.get(OffsetDateTime.class, "until").toInstant(),
                row.getDouble("p50"),
                row.getDouble("p90"),
                row.getDouble("attainment"));
    }
}
