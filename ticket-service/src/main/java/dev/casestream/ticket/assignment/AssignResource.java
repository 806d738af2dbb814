package dev.casestream.ticket.assignment;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.directory.Directory;
import dev.casestream.ticket.domain.TicketCommand.Assign;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.visibility.TicketView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
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

/** People give a ticket to somebody. */
@Path("/v1/tickets/{ticket}")
@Tag(name = "Ticket commands")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
@APIResponse(
        responseCode = "200",
        description = "The ticket after the command, with its ETag",
        content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
@APIResponse(responseCode = "404", description = "No such ticket that you may see")
@APIResponse(responseCode = "409", description = "A rule refuses; the problem names it and the current state")
@APIResponse(responseCode = "412", description = "If-Match was given and the ticket has changed since")
class AssignResource {

    private final Desk desk;
    private final Directory directory;
    private final Caller caller;

    AssignResource(Desk desk, Directory directory, Caller caller) {
        this.desk = desk;
        this.directory = directory;
        this.caller = caller;
    }

    /** @param agent null for the team's queue */
    record Assignee(
            @Nullable @Pattern(regexp = Words.CODE) String team,
            @Nullable @Size(min = 1, max = 255) String agent) {}

    @POST
    @Path("/assign")
    @Operation(
            summary = "Give it to an agent or to a team's queue",
            description = "Taking it from another agent is a lead's or an administrator's")
    public Uni<Response> assign(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Assignee request) {
        return desk.carryOut(new Order(ticket, "assign", ifMatch, key, request), turn -> {
            if (request.team() == null && request.agent() == null) {
                throw Problems.invalid("agent", "or team must be given");
            }
            Reassigning.requireMayTake(turn, caller);
            return directory
                    .assignment(turn.work(), turn.ticket().team(), request.team(), request.agent())
                    .flatMap(assignment -> {
                        turn.decide(new Assign(assignment));
                        return desk.finish(turn);
                    });
        });
    }
}
