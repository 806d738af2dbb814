package dev.casestream.ticket.handling;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Given;
import dev.casestream.ticket.domain.Ticket;
import dev.casestream.ticket.history.TicketLog;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** One ticket: as it is and as it was. */
@Path("/v1/tickets/{ticket}")
@Tag(name = "Tickets")
class TicketResource {

    private final Tx tx;
    private final Cases cases;
    private final TicketLog log;
    private final Caller caller;

    TicketResource(Tx tx, Cases cases, TicketLog log, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.log = log;
        this.caller = caller;
    }

    @GET
    @RolesAllowed({CUSTOMER, AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "A ticket, by id or number", description = "With asOf as it was at that instant")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)),
            description = "Its ETag is what If-Match wants")
    @APIResponse(responseCode = "404", description = "No such ticket that you may see")
    public Uni<Response> get(
            String ticket, @RestQuery @Nullable @Parameter(description = "An instant, RFC 3339") String asOf) {
        var instant = Given.instant("asOf", asOf);
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> (instant == null
                                ? cases.find(work, viewer, ticket)
                                : cases.findAsItIs(work, viewer, ticket))
                        .flatMap(found -> instant == null
                                ? Uni.createFrom().item(shown(found, viewer))
                                : asOf(work, found, instant)
                                        .map(past -> Response.ok(TicketView.of(past, viewer))
                                                .build()))));
    }

    private static Response shown(Case found, Visibility viewer) {
        return Response.ok(TicketView.of(found, viewer))
                .header("ETag", ETags.of(found.ticket().version()))
                .build();
    }

    /** The state by the log; words have no history, so a resolution shows only with the solving that it belongs to. */
    private Uni<Case> asOf(Work work, Case found, Instant instant) {
        return log.until(work, found.ticket().id(), instant).map(events -> {
            if (events.isEmpty()) {
                throw Problems.notFound("ticket", found.ticket().number() + " as of " + instant);
            }
            var past = found.ticket().with(Ticket.fold(events));
            var same = Objects.equals(past.solvedAt(), found.ticket().solvedAt());
            return found.with(same ? past : past.withResolution(null));
        });
    }
}
