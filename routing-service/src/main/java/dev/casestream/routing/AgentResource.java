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
import dev.casestream.routing.AgentRows.Profile;
import dev.casestream.routing.domain.Availability;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
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

/** Agents: who they are, what they can, how much they take, whether they are there. */
@Path("/v1/agents")
@Tag(name = "Routing")
public class AgentResource {

    private final Tx tx;
    private final Caller caller;
    private final Idempotency idempotency;
    private final AgentRows agents;
    private final Roster roster;

    AgentResource(Tx tx, Caller caller, Idempotency idempotency, AgentRows agents, Roster roster) {
        this.tx = tx;
        this.caller = caller;
        this.idempotency = idempotency;
        this.agents = agents;
        this.roster = roster;
    }

    public record NewAgent(
            @NotNull @Pattern(regexp = "[A-Za-z0-9][A-Za-z0-9._@-]{0,99}")
            String id,

            @NotBlank @Size(max = 100) String name,
            @NotNull @Size(max = 50) List<@NotBlank @Size(max = 63) String> teams,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 63) String> skills,
            @Min(1) @Max(3) int level,
            @Min(0) @Max(1000) int capacity) {}

    public record ChangedAgent(
            @NotBlank @Size(max = 100) String name,
            @NotNull @Size(max = 50) List<@NotBlank @Size(max = 63) String> teams,
            @NotNull @Size(max = 100) List<@NotBlank @Size(max = 63) String> skills,
            @Min(1) @Max(3) int level,
            @Min(0) @Max(1000) int capacity) {}

    public record NewAvailability(
            @NotNull @Pattern(regexp = "online|away|offline|away-and-reassign")
            String availability) {}

    /** An agent as others see it. */
    public record View(
            String id,
            String name,
            List<String> teams,
            List<String> skills,
            int level,
            int capacity,
            String availability,
            long version) {

        static View of(Profile profile) {
            var entry = profile.entry();
            return new View(
                    entry.id(),
                    entry.name(),
                    entry.teams(),
                    entry.skills(),
                    entry.level(),
                    entry.capacity(),
                    profile.availability().toString(),
                    profile.version());
        }
    }

    @GET
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "Agents by id; of the caller's teams unless the caller sees all")
    public Uni<Page<View>> list(
            @RestQuery @Size(max = 63) @Nullable String team,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1).map(List::getFirst).orElse("");
        var among = caller.seesAll() ? null : caller.teams().toArray(String[]::new);
        return tx.run(work -> agents.list(work, team, among, after, limit + 1))
                .map(rows -> Page.of(
                        rows,
                        limit,
                        View::of,
                        profile -> List.of(profile.entry().id())));
    }

    @GET
    @Path("{id}")
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "One agent")
    public Uni<Response> get(@RestPath String id) {
        var access = Access.of(caller);
        return tx.run(work -> agents.find(work, id))
                .map(found -> answer(found.filter(access::sees).orElseThrow(() -> Problems.notFound("agent", id))));
    }

    @POST
    @RolesAllowed({Roles.ADMIN, Roles.OWNER})
    @Operation(summary = "Add an agent, offline until somebody says otherwise")
    public Uni<Response> create(@RestHeader("Idempotency-Key") @Nullable String key, @Valid @NotNull NewAgent request) {
        var actor = caller.actor();
        var entry = new DirectoryEntry.Agent(
                request.id(),
                request.name(),
                sorted(request.teams()),
                sorted(request.skills()),
                request.level(),
                request.capacity());
        return tx.run(
                work -> idempotency.once(work, caller, key, "/v1/agents", request, () -> create(work, entry, actor)));
    }

    @PUT
    @Path("{id}")
    @RolesAllowed({Roles.LEAD, Roles.ADMIN, Roles.OWNER})
    @Operation(summary = "Change an agent; a lead of one of the agent's teams may change the capacity")
    public Uni<Response> change(
            @RestPath String id,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Valid @NotNull ChangedAgent request) {
        var access = Access.of(caller);
        var entry = new DirectoryEntry.Agent(
                id,
                request.name(),
                sorted(request.teams()),
                sorted(request.skills()),
                request.level(),
                request.capacity());
        return tx.run(work -> roster.lock(work, id, entry.teams()).flatMap(profile -> {
                    access.requireSight(profile);
                    ETags.requireMatch(ifMatch, profile.version());
                    access.requireChange(profile.entry(), entry);
                    return roster.change(work, access.actor(), profile, entry);
                }))
                .map(AgentResource::answer);
    }

    @DELETE
    @Path("{id}")
    @RolesAllowed({Roles.ADMIN, Roles.OWNER})
    @Operation(summary = "Remove an agent; open tickets go to others")
    public Uni<Void> remove(@RestPath String id, @RestHeader("If-Match") @Nullable String ifMatch) {
        var actor = caller.actor();
        return tx.run(work -> roster.lock(work, id, List.of()).flatMap(profile -> {
            ETags.requireMatch(ifMatch, profile.version());
            return roster.retire(work, actor, profile);
        }));
    }

    @PUT
    @Path("{id}/availability")
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER})
    @Operation(
            summary = "Come or go: online, away, offline, away-and-reassign",
            description = "By the agent, a lead of the agent's team, or an admin. If-Match is heeded but not required.")
    public Uni<Response> setAvailability(
            @RestPath String id,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @Valid @NotNull NewAvailability request) {
        var access = Access.of(caller);
        var availability = Availability.of(request.availability()).orElseThrow();
        return tx.run(work -> roster.lock(work, id, List.of()).flatMap(profile -> {
                    access.requireSight(profile);
                    access.requireAvailability(profile);
                    if (ifMatch != null) {
                        ETags.requireMatch(ifMatch, profile.version());
                    }
                    return roster.setAvailability(work, profile, availability);
                }))
                .map(AgentResource::answer);
    }

    private Uni<Answer> create(Work work, DirectoryEntry.Agent entry, String actor) {
        return roster.create(work, actor, entry, Availability.OFFLINE).map(created -> {
            var profile = created.orElseThrow(
                    () -> Problems.refused("agent-exists", "There is such an agent already", Map.of("id", entry.id())));
            return Answer.of(201, View.of(profile))
                    .with("Location", "/v1/agents/" + entry.id())
                    .with("ETag", ETags.of(profile.version()));
        });
    }

    private static Response answer(Profile profile) {
        return Response.ok(View.of(profile))
                .header("ETag", ETags.of(profile.version()))
                .build();
    }

    private static List<String> sorted(List<String> names) {
        return names.stream().distinct().sorted().toList();
    }
}
