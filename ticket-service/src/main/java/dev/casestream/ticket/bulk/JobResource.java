package dev.casestream.ticket.bulk;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.bulk.Jobs.Result;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Jobs that were taken on, and what came of them. */
@Path("/v1/jobs")
@Tag(name = "Bulk")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
class JobResource {

    private final Tx tx;
    private final Jobs jobs;
    private final Caller caller;

    JobResource(Tx tx, Jobs jobs, Caller caller) {
        this.tx = tx;
        this.jobs = jobs;
        this.caller = caller;
    }

    /**
     * A job and results of it.
     *
     * @param done tickets that are as the command wants them
     * @param failed tickets that are not, for the reason that their result tells
     * @param items results in the order of the tickets; status null while one waits
     */
    @Schema(name = "Job")
    record JobView(
            UUID id,

            @Schema(enumeration = {"running", "finished"}) String state,

            String command,
            int total,
            long done,
            long failed,
            Instant createdAt,
            @Nullable Instant finishedAt,
            List<Result> items,
            @Nullable String nextCursor) {}

    @GET
    @Path("/{job}")
    @Operation(summary = "How far a job is, with the result of each ticket", description = "One's own; kept 30 days")
    @APIResponse(responseCode = "404", description = "No such job that you may see")
    public Uni<JobView> job(
            String job,
            @RestQuery @DefaultValue("false") boolean failed,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1).map(JobResource::number).orElse(0);
        var id = id(job);
        return tx.run(work -> jobs.find(work, id, caller.isAny(ADMIN, OWNER) ? null : caller.id())
                .map(found -> found.orElseThrow(() -> Problems.notFound("job", id)))
                .flatMap(found -> jobs.results(work, id, after, failed, limit + 1)
                        .map(results -> Page.of(
                                results, limit, result -> result, result -> List.of(Integer.toString(result.number()))))
                        .map(page -> new JobView(
                                id,
                                found.finishedAt() == null ? "running" : "finished",
                                found.command(),
                                found.items(),
                                found.done(),
                                found.failed(),
                                found.createdAt(),
                                found.finishedAt(),
                                page.items(),
                                page.nextCursor()))));
    }

    private static UUID id(String job) {
        try {
            return UUID.fromString(job);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("job", Words.line(job, 64));
        }
    }

    private static Integer number(List<String> key) {
        try {
            return Integer.valueOf(key.getFirst());
        } catch (NumberFormatException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }
}
