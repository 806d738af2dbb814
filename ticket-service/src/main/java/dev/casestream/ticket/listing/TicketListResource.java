package dev.casestream.ticket.listing;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.headers.Header;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The tickets that a caller may see. */
@Path("/v1/tickets")
@Tag(name = "Tickets")
class TicketListResource {

    private static final Set<String> COUNTS = Set.of("none", "estimated", "exact");

    private final Tx tx;
    private final Caller caller;

    TicketListResource(Tx tx, Caller caller) {
        this.tx = tx;
        this.caller = caller;
    }

    /** What the list looks like, for the OpenAPI document: a {@link Page} of tickets. */
    @Schema(name = "TicketPage")
    record TicketPage(List<TicketView> items, @Nullable String nextCursor) {}

    @GET
    @RolesAllowed({CUSTOMER, AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "List and search tickets", description = "Newest change first unless sorted otherwise")
    @APIResponse(
            responseCode = "200",
            description = "A page of tickets",
            content = @Content(schema = @Schema(implementation = TicketPage.class)),
            headers =
                    @Header(name = "X-Total-Count", description = "With count=estimated or exact: how many there are"))
    public Uni<Response> list(
            @BeanParam TicketFilter filter,
            @RestQuery
                    @DefaultValue("-updatedAt")
                    @Parameter(
                            description = "updatedAt, createdAt, priority (least urgent first); with - the other way")
                    String sort,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery @DefaultValue("none") @Parameter(description = "none, estimated, exact") String count) {
        var order = TicketOrder.of(sort);
        if (!COUNTS.contains(count)) {
            throw Problems.invalid("count", "must be none, estimated or exact");
        }
        return tx.run(work -> Policy.of(work, caller).flatMap(viewer -> {
            var asked = order.after(cursor, wanted(filter, viewer));
            return work.query(
                            Case.SELECT + asked.where() + order.orderBy() + " LIMIT " + (limit + 1), asked.parameters())
                    .map(rows -> rows.stream().map(Case::of).toList())
                    .map(found ->
                            Page.of(found, limit, one -> TicketView.of(one, viewer), one -> order.key(one.ticket())))
                    .flatMap(page -> count(work, wanted(filter, viewer), count).map(total -> answer(page, total)));
        }));
    }

    private static Conditions wanted(TicketFilter filter, Visibility viewer) {
        return filter.restrict(viewer.restrict(new Conditions()), viewer);
    }

    private static Response answer(Page<TicketView> page, @Nullable Long total) {
        var response = Response.ok(page);
        return (total == null ? response : response.header("X-Total-Count", total)).build();
    }

    private static Uni<@Nullable Long> count(Work work, Conditions wanted, String how) {
        return switch (how) {
            case "exact" ->
                work.query("SELECT count(*) AS total FROM ticket t" + wanted.where(), wanted.parameters())
                        .map(rows -> rows.getFirst().getLong("total"));
            case "estimated" ->
                work.query("EXPLAIN (FORMAT JSON) SELECT 1 FROM ticket t" + wanted.where(), wanted.parameters())
                        .map(rows -> planned(rows.getFirst().getValue(0)));
            default -> Uni.createFrom().nullItem();
        };
    }

    private static Long planned(Object plan) {
        var json = plan instanceof JsonArray array ? array : new JsonArray(plan.toString());
        return json.getJsonObject(0).getJsonObject("Plan").getLong("Plan Rows");
    }
}
