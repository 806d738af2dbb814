package dev.casestream.routing;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.DirectoryEntry;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.LockModeType;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Teams: the queues that tickets wait in. */
@Path("/v1/teams")
@Tag(name = "Routing")
public class TeamResource {

    private final Tx tx;
    private final Caller caller;
    private final Idempotency idempotency;
    private final Directory directory;

    TeamResource(Tx tx, Caller caller, Idempotency idempotency, Directory directory) {
        this.tx = tx;
        this.caller = caller;
        this.idempotency = idempotency;
        this.directory = directory;
    }

    public record NewTeam(
            @NotNull @Pattern(regexp = "[a-z0-9][a-z0-9-]{0,62}")
            String id,

            @NotBlank @Size(max = 100) String name) {}

    public record ChangedTeam(@NotBlank @Size(max = 100) String name) {}

    public record Team(String id, String name, long version) {}

    @GET
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "All teams, by id")
    public Uni<Page<Team>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1).map(List::getFirst).orElse("");
        return tx.run(work -> work.query(
                        "SELECT id, name, version FROM team WHERE NOT retired AND id > $1 ORDER BY id LIMIT $2",
                        after,
                        limit + 1))
                .map(rows -> Page.of(
                        rows,
                        limit,
                        row -> new Team(row.getString("id"), row.getString("name"), row.getLong("version")),
                        row -> List.of(row.getString("id"))));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "One team")
    public Uni<Response> get(@RestPath String id) {
        return tx.run(work -> work.session().find(TeamRow.class, id).map(row -> {
            var team = existing(row, id);
            return Response.ok(view(team))
                    .header("ETag", ETags.of(team.version))
                    .build();
        }));
    }

    @POST
    @RolesAllowed({Roles.ADMIN, Roles.OWNER})
    @Operation(summary = "Add a team")
    public Uni<Response> create(@RestHeader("Idempotency-Key") @Nullable String key, @Valid @NotNull NewTeam request) {
        var actor = caller.actor();
        return tx.run(
                work -> idempotency.once(work, caller, key, "/v1/teams", request, () -> create(work, request, actor)));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed({Roles.ADMIN, Roles.OWNER})
    @Operation(summary = "Rename a team")
    public Uni<Response> change(
            @RestPath String id,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Valid @NotNull ChangedTeam request) {
        var actor = caller.actor();
        return tx.run(work -> lock(work, id, ifMatch).flatMap(team -> {
            team.name = request.name();
            team.version++;
            return directory
                    .say(work, actor, team.version, new DirectoryEntry.Team(team.id, team.name))
                    .replaceWith(() -> Response.ok(view(team))
                            .header("ETag", ETags.of(team.version))
                            .build());
        }));
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed({Roles.ADMIN, Roles.OWNER})
    @Operation(summary = "Remove a team that has no agents and no tickets waiting")
    public Uni<Void> remove(@RestPath String id, @RestHeader("If-Match") @Nullable String ifMatch) {
        var actor = caller.actor();
        return tx.run(work -> lock(work, id, ifMatch)
                .flatMap(team -> work.query("""
                        SELECT (SELECT count(*) FROM agent WHERE $1 = ANY(teams)) AS agents,
                               (SELECT count(*) FROM assignment WHERE team = $1 AND waiting) AS waiting""", id).flatMap(rows -> {
                    var agents = rows.getFirst().getLong("agents");
                    var waiting = rows.getFirst().getLong("waiting");
                    if (agents + waiting > 0) {
                        throw Problems.refused(
                                "team-in-use",
                                "The team has agents or waiting tickets; move them first",
                                Map.of("agents", agents, "waiting", waiting));
                    }
                    team.retired = true;
                    team.version++;
                    return directory.end(work, actor, team.version, new DirectoryEntry.Team(team.id, team.name));
                })));
    }

    private Uni<Answer> create(Work work, NewTeam request, String actor) {
        return work.query("""
                        INSERT INTO team AS t (id, name, version) VALUES ($1, $2, 1)
                        ON CONFLICT (id) DO UPDATE SET (name, version, retired) = (excluded.name, t.version + 1, false)
                        WHERE t.retired RETURNING version""", request.id(), request.name()).flatMap(rows -> {
            if (rows.isEmpty()) {
                throw Problems.refused("team-exists", "There is such a team already", Map.of("id", request.id()));
            }
            var version = rows.getFirst().getLong("version");
            return directory
                    .say(work, actor, version, new DirectoryEntry.Team(request.id(), request.name()))
                    .replaceWith(() -> Answer.of(201, new Team(request.id(), request.name(), version))
                            .with("Location", "/v1/teams/" + request.id())
                            .with("ETag", ETags.of(version)));
        });
    }

    private static Uni<TeamRow> lock(Work work, String id, @Nullable String ifMatch) {
        return work.session()
                .find(TeamRow.class, id, LockModeType.PESSIMISTIC_WRITE)
                .map(row -> {
                    var team = existing(row, id);
                    ETags.requireMatch(ifMatch, team.version);
                    return team;
                });
    }

    private static TeamRow existing(@Nullable TeamRow row, String id) {
        if (row == null || row.retired) {
            throw Problems.notFound("team", id);
        }
        return row;
    }

    private static Team view(TeamRow row) {
        return new Team(row.id, row.name, row.version);
    }
}
