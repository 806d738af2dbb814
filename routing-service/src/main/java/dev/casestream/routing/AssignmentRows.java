package dev.casestream.routing;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.routing.domain.Assignment;
import dev.casestream.routing.domain.Search;
import dev.casestream.routing.domain.Search.Reservation;
import dev.casestream.routing.domain.Ticket;
import dev.casestream.routing.domain.Trace;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The statements about assignments: each touches many rows at once. */
@ApplicationScoped
class AssignmentRows {

    /** How many tickets one round takes of a kind, at least as many as a batch opens; the next round takes the rest. */
    private static final int ROUND = 500;

    private static final String COLUMNS = """
            a.ticket_id, a.number, a.ticket_version, a.status, a.priority::text AS priority, a.team, a.agent,
            a.received_at, a.live, a.trace, a.version, a.decision_id, a.reserved_agent, a.reserved_at, a.deferred,
            a.attempts, a.retry_at, a.decided_at""";

    private static final String DUE = "x.live AND (x.retry_at IS NULL OR x.retry_at <= clock_timestamp())";

    Uni<List<Assignment>> lock(Work work, Collection<UUID> tickets) {
        return assignments(work.query(
                "SELECT " + COLUMNS + " FROM assignment a WHERE ticket_id = ANY($1) ORDER BY ticket_id FOR UPDATE",
                (Object) tickets.toArray(UUID[]::new)));
    }

    /**
     * Locks what is to be decided on now and nobody else is at: of each team the most urgent as far as there are places,
     * those of which nothing was said yet, and those whose agent gives them away. Its last conditions hold for rows that
     * changed while the statement ran.
     */
    Uni<List<Assignment>> claim(Work work, Map<String, Integer> placesByTeam) {
        return assignments(work.query(
                """
                SELECT %s FROM assignment a
                WHERE a.ticket_id IN (
                    SELECT urgent.ticket_id FROM unnest($1::text[], $2::int[]) AS t(team, places)
                    CROSS JOIN LATERAL (
                        SELECT x.ticket_id FROM assignment x WHERE x.team = t.team AND x.waiting AND %2$s
                        ORDER BY x.priority DESC, x.received_at, x.ticket_id LIMIT least(t.places, $3)) urgent
                    UNION ALL
                    (SELECT x.ticket_id FROM assignment x
                     WHERE x.team = ANY($1) AND x.waiting AND NOT x.deferred AND %2$s LIMIT $3)
                    UNION ALL
                    (SELECT x.ticket_id FROM assignment x JOIN agent g ON g.id = x.agent
                     WHERE g.availability = 'away-and-reassign' AND x.team = ANY($1) AND x.owed
                       AND x.reserved_agent IS NULL AND %2$s LIMIT $3))
                AND a.owed AND a.reserved_agent IS NULL AND (a.agent IS NULL OR EXISTS (
                    SELECT FROM agent g WHERE g.id = a.agent AND g.availability = 'away-and-reassign'))
                ORDER BY a.ticket_id FOR UPDATE OF a SKIP LOCKED""".formatted(COLUMNS, DUE),
                placesByTeam.keySet().toArray(String[]::new),
                placesByTeam.values().toArray(Integer[]::new),
                ROUND));
    }

    /** Locks the most urgent ticket that waits in a team; imported ones too, since a person asks. */
    Uni<List<Assignment>> claimNext(Work work, String team) {
        return assignments(work.query("""
                SELECT %s FROM assignment a
                WHERE a.team = $1 AND a.waiting AND (a.retry_at IS NULL OR a.retry_at <= clock_timestamp())
                ORDER BY a.priority DESC, a.received_at, a.ticket_id LIMIT 1 FOR UPDATE SKIP LOCKED""".formatted(COLUMNS), team));
    }

    /** Locks what was proposed too long ago. */
    Uni<List<Assignment>> claimUnanswered(Work work) {
        return assignments(work.query("""
                SELECT %s FROM assignment a
                WHERE a.reserved_agent IS NOT NULL
                  AND a.reserved_at < clock_timestamp() - make_interval(secs => $1)
                ORDER BY a.ticket_id LIMIT $2 FOR UPDATE SKIP LOCKED""".formatted(COLUMNS), (double) Search.ANSWER_WITHIN.toSeconds(), ROUND));
    }

    /** Teams in which something can be decided now that was not decided when it came up. */
    Uni<List<String>> teamsToRoute(Work work) {
        return work.query("""
                        WITH free AS (
                            SELECT DISTINCT unnest(g.teams) AS team FROM agent g JOIN agent_load l USING (id)
                            WHERE g.availability = 'online' AND l.load < g.capacity)
                        SELECT team FROM free
                        WHERE EXISTS (SELECT FROM assignment x WHERE x.team = free.team AND x.waiting AND %1$s)
                        UNION
                        SELECT x.team FROM assignment x WHERE x.waiting AND NOT x.deferred AND %1$s
                        UNION
                        SELECT x.team FROM assignment x JOIN agent g ON g.id = x.agent
                        WHERE g.availability = 'away-and-reassign' AND x.owed AND x.reserved_agent IS NULL AND %1$s
                          AND (NOT x.deferred OR x.team IN (SELECT team FROM free))""".formatted(DUE))
                .map(rows -> rows.stream().map(row -> row.getString("team")).toList());
    }

    Uni<Void> save(Work work, Collection<Assignment> assignments) {
        return assignments.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update("""
                        INSERT INTO assignment (ticket_id, number, ticket_version, status, priority, team, agent,
                            received_at, live, trace, version, decision_id, reserved_agent, reserved_at, deferred,
                            attempts, retry_at, decided_at)
                        SELECT t.id, t.number, t.version, t.status, t.priority, t.team, t.agent, t."receivedAt", t.live,
                               t.trace, s.version, r."decisionId", r.agent, r.at, s.deferred, s.attempts, s."retryAt",
                               s."decidedAt"
                        FROM jsonb_to_recordset($1::text::jsonb) AS a(ticket jsonb, search jsonb)
                        CROSS JOIN LATERAL jsonb_to_record(a.ticket) AS t(id uuid, number text, version bigint,
                            status text, priority priority, team text, agent text, "receivedAt" timestamptz,
                            live boolean, trace text)
                        CROSS JOIN LATERAL jsonb_to_record(a.search) AS s(version bigint, reservation jsonb,
                            deferred boolean, attempts integer, "retryAt" timestamptz, "decidedAt" timestamptz)
                        LEFT JOIN LATERAL jsonb_to_record(nullif(s.reservation, 'null'::jsonb)) AS r("decisionId" uuid,
                            agent text, at timestamptz) ON true
                        ORDER BY t.id
                        ON CONFLICT (ticket_id) DO UPDATE SET
                            (ticket_version, status, priority, team, agent, live, trace, version, decision_id,
                             reserved_agent, reserved_at, deferred, attempts, retry_at, decided_at) =
                            (excluded.ticket_version, excluded.status, excluded.priority, excluded.team, excluded.agent,
                             excluded.live, excluded.trace, excluded.version, excluded.decision_id,
                             excluded.reserved_agent, excluded.reserved_at, excluded.deferred, excluded.attempts,
                             excluded.retry_at, excluded.decided_at)""", Codec.write(assignments)).replaceWithVoid();
    }

    private static Uni<List<Assignment>> assignments(Uni<List<Row>> rows) {
        return rows.map(list -> list.stream().map(AssignmentRows::assignment).toList());
    }

    private static Assignment assignment(Row row) {
        var ticket = new Ticket(
                row.getUUID("ticket_id"),
                row.getString("number"),
                row.getLong("ticket_version"),
                TicketStatus.valueOf(row.getString("status")),
                Priority.valueOf(row.getString("priority")),
                row.getString("team"),
                row.getString("agent"),
                row.getOffsetDateTime("received_at").toInstant(),
                row.getBoolean("live"),
                Codec.read(row.getString("trace"), Trace.class));
        var reservation = row.getUUID("decision_id") == null
                ? null
                : new Reservation(
                        row.getUUID("decision_id"),
                        row.getString("reserved_agent"),
                        row.getOffsetDateTime("reserved_at").toInstant());
        return new Assignment(
                ticket,
                new Search(
                        row.getLong("version"),
                        reservation,
                        row.getBoolean("deferred"),
                        row.getInteger("attempts"),
                        instant(row.getOffsetDateTime("retry_at")),
                        instant(row.getOffsetDateTime("decided_at"))));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime time) {
        return time == null ? null : time.toInstant();
    }
}
