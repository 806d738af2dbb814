package dev.casestream.analytics;

import dev.casestream.analytics.ProjectionRow.State;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Logs;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.infrastructure.Infrastructure;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.LockModeType;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jspecify.annotations.Nullable;

/** What was made of the topics, how far it is, and making it anew. */
@Path("/v1/projections")
@Tag(name = "Measurement")
public class ProjectionResource {

    private final Tx tx;
    private final Logs logs;
    private final Idempotency idempotency;
    private final Caller caller;

    ProjectionResource(Tx tx, Logs logs, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.logs = logs;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * @param position records of the topic that were read; null while the broker cannot be asked
     * @param lag records of it that are still to read
     */
    public record Followed(
            String topic, @Nullable Long position, @Nullable Long lag) {}

    public record Rows(long facts, long measurements) {}

    /**
     * @param failure why the last rebuild came to nothing
     */
    public record Projected(
            String name,
            State state,
            long generation,
            Rows rows,
            @Nullable Instant lastRebuiltAt,
            @Nullable String failure,
            List<Followed> topics) {}

    /** What a rebuild was answered with. */
    public record Requested(String name, State state) {}

    @GET
    @RolesAllowed({Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "Every projection: position, lag, rows, last rebuild")
    public Uni<Page<Projected>> list() {
        return tx.run(work -> work.session()
                        .find(ProjectionRow.class, ProjectionTables.NAME)
                        .flatMap(row -> rows(work, row).map(rows -> projected(row, rows))))
                .emitOn(Infrastructure.getDefaultExecutor())
                .map(projected -> new Page<>(List.of(followed(projected)), null));
    }

    @POST
    @Path("{name}/rebuild")
    @RolesAllowed({Roles.ADMIN, Roles.OWNER})
    @Operation(summary = "Make it anew from the topics, beside the present one, which counts until it is done")
    public Uni<Response> rebuild(@RestPath String name, @RestHeader("Idempotency-Key") @Nullable String key) {
        return tx.run(work -> idempotency.once(
                work, caller, key, "POST /v1/projections/" + name + "/rebuild", null, () -> request(work, name)));
    }

    private static Uni<Answer> request(Work work, String name) {
        return work.now()
                .flatMap(now -> work.session()
                        .find(ProjectionRow.class, name, LockModeType.PESSIMISTIC_WRITE)
                        .onItem()
                        .ifNull()
                        .failWith(() -> Problems.notFound("projection", name))
                        .map(row -> {
                            if (!row.underWay()) {
                                row.state = State.REQUESTED;
                                row.requestedAt = now;
                            }
                            return Answer.of(202, new Requested(name, row.state))
                                    .with("Location", "/v1/projections");
                        }));
    }

    private static Uni<Rows> rows(Work work, ProjectionRow row) {
        return work.query("""
                        SELECT (SELECT count(*) FROM ticket_fact WHERE generation = $1) AS facts,
                               (SELECT count(*) FROM measurement WHERE generation = $1) AS measurements""", row.active)
                .map(List::getFirst)
                .map(counted -> new Rows(counted.getLong("facts"), counted.getLong("measurements")));
    }

    private static Projected projected(ProjectionRow row, Rows rows) {
        return new Projected(row.name, row.state, row.active, rows, row.rebuiltAt, row.failure, List.of());
    }

    /** Asks the broker, which blocks. */
    private Projected followed(Projected of) {
        var topics = Stream.of(Source.TICKETS, Source.SLA)
                .map(Source::topic)
                .map(topic -> logs.reach(topic)
                        .map(reach -> new Followed(topic.topicName(), reach.position(), reach.lag()))
                        .orElse(new Followed(topic.topicName(), null, null)))
                .toList();
        return new Projected(
                of.name(), of.state(), of.generation(), of.rows(), of.lastRebuiltAt(), of.failure(), topics);
    }
}
