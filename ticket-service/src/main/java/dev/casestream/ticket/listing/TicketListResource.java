package dev.casestream.ticket.listing;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.listing.TicketList.Asked;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.BeanParam;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
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

    private final Tx tx;
    private final TicketList tickets;
    private final TicketCount counts;
    private final Caller caller;

    TicketListResource(Tx tx, TicketList tickets, TicketCount counts, Caller caller) {
        this.tx = tx;
        this.tickets = tickets;
        this.counts = counts;
        this.caller = caller;
    }

    /** What the list looks like, for the OpenAPI document: a {@link Page} of tickets. */
    @Schema(name = "TicketPage")
    record TicketPage(List<Found> items, @Nullable String nextCursor) {}

    @GET
    @RolesAllowed({CUSTOMER, AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(
            summary = "List and search tickets",
            description =
                    "The last change first unless sorted otherwise. With q what fits best first, unless the words are "
                            + "common: then the last change first, and a page may have few items, or none, and go on with nextCursor")
    @APIResponse(
            responseCode = "200",
            description = "A page of tickets",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketPage.class)),
            headers =
                    @Header(name = "X-Total-Count", description = "With count=estimated or exact: how many there are"))
    @APIResponse(
            responseCode = "400",
            description = "A filter, order or cursor that makes no sense; the problem names it")
    public Uni<Response> list(
            @BeanParam TicketFilter filter,
            @RestQuery
                    @Nullable
                    @Parameter(
                            description =
                                    "updatedAt, createdAt, priority (least urgent first), with - the other way; relevance")
                    String sort,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @RestQuery @DefaultValue("none") @Parameter(description = "none, estimated, exact") String count) {
        if (!List.of("none", "estimated", "exact").contains(count)) {
            throw Problems.invalid("count", "must be none, estimated or exact");
        }
        return tx.run(work -> Policy.of(work, caller)
                .map(viewer -> new Asked(filter, viewer, Me.of(caller), sort, cursor, limit))
                .flatMap(asked -> tickets.page(work, asked)
                        .flatMap(page -> count(work, asked, count).map(total -> answer(page, total)))));
    }

    private static Response answer(Page<Found> page, @Nullable Long total) {
        var response = Response.ok(page);
        return (total == null ? response : response.header("X-Total-Count", total)).build();
    }

    private Uni<@Nullable Long> count(Work work, Asked asked, String how) {
        return switch (how) {
            case "exact" -> counts.exact(work, asked).map(total -> total);
            case "estimated" -> counts.estimated(work, asked).map(total -> total);
            default -> Uni.createFrom().nullItem();
        };
    }
}
