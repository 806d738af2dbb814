package dev.casestream.chassis.events;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;

/** An operator's view of keys whose events wait; on each service's own port. */
@Path("/v1/parked-keys")
@RolesAllowed({Roles.ADMIN, Roles.OWNER})
@Tag(name = "Operating")
public class ParkedKeyResource {

    private final Tx tx;

    ParkedKeyResource(Tx tx) {
        this.tx = tx;
    }

    /** @param poisoned waits for an operator; otherwise for a version that has not come */
    public record ParkedKey(
            String topic, String key, boolean poisoned, String reason, int events, Instant since, long nextVersion) {}

    @GET
    @Operation(summary = "The first 200 keys whose events wait, oldest first")
    public Uni<List<ParkedKey>> list() {
        return tx.run(work -> work.query("""
                        SELECT g.topic, g.key, g.poisoned, min(p.reason) AS reason, count(p.version)::int AS events,
                               min(p.parked_at) AS since, g.version + 1 AS next
                        FROM gate g JOIN parked_event p USING (topic, key)
                        WHERE g.parked GROUP BY g.topic, g.key ORDER BY since LIMIT 200"""))
                .map(rows -> rows.stream()
                        .map(row -> new ParkedKey(
                                row.getString("topic"),
                                row.getString("key"),
                                row.getBoolean("poisoned"),
                                row.getString("reason"),
                                row.getInteger("events"),
                                row.get(OffsetDateTime.class, "since").toInstant(),
                                row.getLong("next")))
                        .toList());
    }

    @POST
    @Path("{topic}/{key}/release")
    @Operation(summary = "Try the waiting events again, in their order")
    @APIResponse(responseCode = "204", description = "They are tried, now")
    public Uni<Void> release(@RestPath String topic, @RestPath String key) {
        return touch(
                "UPDATE gate SET poisoned = false WHERE topic = $1 AND key = $2 AND parked RETURNING key", topic, key);
    }

    @DELETE
    @Path("{topic}/{key}/next")
    @Operation(summary = "Discard the next waiting event and go on with the one after it")
    public Uni<Void> discardNext(@RestPath String topic, @RestPath String key) {
        return touch("""
                WITH next AS (
                    DELETE FROM parked_event p USING (
                        SELECT topic, key, min(version) AS version FROM parked_event
                        WHERE topic = $1 AND key = $2 GROUP BY topic, key) m
                    WHERE (p.topic, p.key, p.version) = (m.topic, m.key, m.version)
                    RETURNING p.topic, p.key, p.version)
                UPDATE gate g SET version = next.version, poisoned = false
                FROM next WHERE g.topic = next.topic AND g.key = next.key RETURNING g.key""", topic, key);
    }

    private Uni<Void> touch(String sql, String topic, String key) {
        return tx.run(work -> work.query(sql, topic, key))
                .invoke(rows -> {
                    if (rows.isEmpty()) {
                        throw Problems.notFound("parked key", topic + "/" + key);
                    }
                })
                .replaceWithVoid();
    }
}
