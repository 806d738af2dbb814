package dev.casestream.ticket.joining;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.contracts.TicketEvent.LinkType;
import dev.casestream.ticket.domain.TicketCommand.Link;
import dev.casestream.ticket.domain.TicketCommand.Unlink;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.TicketView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** How one ticket stands to another; both show it. */
@Path("/v1/tickets/{ticket}/links")
@Tag(name = "Ticket commands")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
@APIResponse(
        responseCode = "200",
        description = "The ticket after the command, with its ETag",
        content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
@APIResponse(responseCode = "404", description = "No such ticket that you may see, or no such other")
@APIResponse(responseCode = "409", description = "A rule refuses; the problem names it and the current state")
@APIResponse(responseCode = "412", description = "If-Match was given and the ticket has changed since")
class LinkResource {

    private final Desk desk;
    private final LinkRows rows;
    private final Cases cases;

    LinkResource(Desk desk, LinkRows rows, Cases cases) {
        this.desk = desk;
        this.rows = rows;
        this.cases = cases;
    }

    /** @param ticket id or number of the other */
    @Schema(name = "NewTicketLink")
    record NewLink(
            @NotNull LinkType type,
            @NotBlank @Size(max = 64) String ticket) {}

    @POST
    @Operation(
            summary = "Link it to another ticket",
            description = "A parent ends after its children; who solves a problem is offered to answer its incidents")
    public Uni<Response> link(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid NewLink request) {
        return desk.carryOutTogether(
                new Order(ticket, "links", ifMatch, key, request),
                request.ticket(),
                (turn, other) -> rows.existing(turn, request.type())
                        .flatMap(existing -> rows.above(other, request.type()).flatMap(above -> {
                            turn.decide(new Link(request.type(), other.ticket().id(), existing, above));
                            return desk.write(turn)
                                    .chain(() -> rows.add(
                                            turn, request.type(), other.ticket().id()))
                                    .chain(() -> shown(turn));
                        })));
    }

    @DELETE
    @Path("/{type}/{other}")
    @Operation(summary = "Take a link away")
    public Uni<Response> unlink(
            String ticket, LinkType type, String other, @RestHeader("If-Match") @Nullable String ifMatch) {
        return desk.carryOutTogether(
                new Order(ticket, "links", ifMatch, null, null),
                other,
                (turn, linked) -> rows.remove(turn, type, linked.ticket().id()).flatMap(removed -> {
                    turn.decide(new Unlink(type, linked.ticket().id()));
                    return desk.write(turn).chain(() -> shown(turn));
                }));
    }

    private Uni<Answer> shown(Turn turn) {
        return cases.findAsItIs(turn.work(), turn.viewer(), turn.ticket().id().toString())
                .map(found -> Answer.of(200, TicketView.of(found, turn.viewer()))
                        .with("ETag", ETags.of(found.ticket().version())));
    }
}
