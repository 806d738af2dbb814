package dev.casestream.routing;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Why tickets went where they went. */
@Path("/v1/routing/decisions")
@Tag(name = "Routing")
public class DecisionResource {

    private static final String LAST = "ffffffff-ffff-ffff-ffff-ffffffffffff";

    private final Tx tx;
    private final Caller caller;

    DecisionResource(Tx tx, Caller caller) {
        this.tx = tx;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
    @Operation(summary = "The decisions on a ticket (id or number), the latest first, each with everyone looked at")
    public Uni<Page<DecisionView>> list(
            @RestQuery @NotBlank @Size(max = 50) String ticket,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var access = Access.of(caller);
        var before = before(cursor);
        return tx.run(work -> visible(work, access, ticket)
                        .flatMap(id -> work.query(
                                "SELECT " + DecisionView.COLUMNS
                                        + " FROM decision WHERE ticket_id = $1 AND id < $2 ORDER BY id DESC LIMIT $3",
                                id,
                                before,
                                limit + 1)))
                .map(rows -> Page.of(
                        rows,
                        limit,
                        DecisionView::of,
                        row -> List.of(row.getUUID("id").toString())));
    }

    private static Uni<UUID> visible(Work work, Access access, String ticket) {
        return work.query(
                        "SELECT ticket_id, team, agent FROM assignment WHERE number = $1 OR ticket_id = $2",
                        ticket.toUpperCase(Locale.ROOT),
                        id(ticket).orElse(null))
                .map(rows -> rows.stream()
                        .filter(row -> sees(access, row))
                        .map(row -> row.getUUID("ticket_id"))
                        .findFirst()
                        .orElseThrow(() -> Problems.notFound("ticket", ticket)));
    }

    private static boolean sees(Access access, Row row) {
        return access.all()
                || (access.onlyOwnTickets()
                        ? access.id().equals(row.getString("agent"))
                        : access.teams().contains(row.getString("team")));
    }

    private static UUID before(@Nullable String cursor) {
        return id(Cursor.decode(cursor, 1).map(List::getFirst).orElse(LAST))
                .orElseThrow(() -> Problems.invalid("cursor", "is not a nextCursor of this list"));
    }

    private static Optional<UUID> id(String text) {
        try {
            return Optional.of(UUID.fromString(text));
        } catch (IllegalArgumentException e) {
            return Optional.empty();
        }
    }
}
