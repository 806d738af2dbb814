package dev.casestream.ticket.visibility;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Words;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Who may do what with the tickets of a team, where that differs from what its members may. */
@Path("/v1/rights")
@Tag(name = "Rights")
@RolesAllowed({ADMIN, OWNER})
class RightsResource {

    private final Tx tx;

    RightsResource(Tx tx) {
        this.tx = tx;
    }

    /**
     * What one may do.
     *
     * @param read see the tickets of the team
     * @param reply answer on them, and add notes
     * @param change everything else that agents do with tickets
     * @param manage take a ticket from another agent
     */
    @Schema(name = "TeamRights")
    record Rights(boolean read, boolean reply, boolean change, boolean manage) {}

    @Schema(name = "TeamRightsOfAgent")
    record RightsOfAgent(String team, String agent, Rights rights) {
        static RightsOfAgent of(Row row) {
            return new RightsOfAgent(
                    row.getString("team"),
                    row.getString("agent"),
                    new Rights(
                            row.getBoolean("can_read"),
                            row.getBoolean("can_reply"),
                            row.getBoolean("can_change"),
                            row.getBoolean("can_manage")));
        }
    }

    @GET
    @Operation(
            summary = "Rights that were given or taken",
            description = "Without any a member reads, answers and changes, and who leads manages too")
    public Uni<Page<RightsOfAgent>> list(
            @RestQuery @Nullable String team,
            @RestQuery @Nullable String agent,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var wanted = new Conditions();
        if (team != null) {
            wanted.and("team = ?", team);
        }
        if (agent != null) {
            wanted.and("agent = ?", agent);
        }
        Cursor.decode(cursor, 2).ifPresent(key -> wanted.and("(team, agent) > (?, ?)", key.getFirst(), key.getLast()));
        return tx.run(work -> work.query(
                        "SELECT * FROM team_right" + wanted.where() + " ORDER BY team, agent LIMIT " + (limit + 1),
                        wanted.parameters()))
                .map(rows -> Page.of(
                        rows, limit, RightsOfAgent::of, row -> List.of(row.getString("team"), row.getString("agent"))));
    }

    @PUT
    @Path("/{team}/{agent}")
    @Operation(
            summary = "Say what an agent may do with the tickets of a team",
            description = "Holds from the next request on")
    @APIResponse(responseCode = "400", description = "Other rights without read")
    public Uni<RightsOfAgent> put(String team, String agent, @NotNull @Valid Rights rights) {
        if (!rights.read() && (rights.reply() || rights.change() || rights.manage())) {
            throw Problems.invalid("read", "must be given with any of the others");
        }
        if (!team.matches(Words.CODE) || agent.length() > 255) {
            throw Problems.invalid(agent.length() > 255 ? "agent" : "team", "is not the id of one");
        }
        return tx.run(work ->
                        work.update("""
                        INSERT INTO team_right (team, agent, can_read, can_reply, can_change, can_manage)
                        VALUES ($1, $2, $3, $4, $5, $6)
                        ON CONFLICT (agent, team) DO UPDATE SET can_read = excluded.can_read,
                            can_reply = excluded.can_reply, can_change = excluded.can_change, can_manage = excluded.can_manage""", team, agent, rights.read(), rights.reply(), rights.change(), rights.manage()))
                .replaceWith(new RightsOfAgent(team, agent, rights));
    }

    @DELETE
    @Path("/{team}/{agent}")
    @Operation(summary = "Back to what members of the team may")
    @APIResponse(responseCode = "204", description = "Nothing is said about the agent any more")
    public Uni<Void> delete(String team, String agent) {
        return tx.run(work -> work.update("DELETE FROM team_right WHERE team = $1 AND agent = $2", team, agent))
                .replaceWithVoid();
    }
}
