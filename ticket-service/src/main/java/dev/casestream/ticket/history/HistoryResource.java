package dev.casestream.ticket.history;

import static dev.casestream.chassis.security.Roles.*;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Given;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What was done on a ticket. */
@Path("/v1/tickets/{ticket}")
@Tag(name = "Tickets")
class HistoryResource {

    private final Tx tx;
    private final Cases cases;
    private final TicketLog log;
    private final ObjectMapper json;
    private final Caller caller;

    HistoryResource(Tx tx, Cases cases, TicketLog log, ObjectMapper json, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.log = log;
        this.json = json;
        this.caller = caller;
    }

    @GET
    @Path("/events")
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "The audit trail, oldest first", description = "Who did what when and what led to it")
    public Uni<Page<EventView>> events(
            String ticket,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1).map(HistoryResource::version).orElse(0L);
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.findAsItIs(work, viewer, ticket)
                        .flatMap(found -> log.after(work, found.ticket().id(), after, limit + 1))
                        .map(events -> Page.of(
                                events, limit, EventView::of, event -> List.of(Long.toString(event.version()))))));
    }

    @GET
    @Path("/difference")
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(
            summary = "What changed between two instants",
            description = "Fields before and after; to is now unless given")
    @APIResponse(responseCode = "400", description = "An instant that is none, or to before from")
    @APIResponse(responseCode = "404", description = "No such ticket that you may see")
    public Uni<Difference> difference(
            String ticket,
            @RestQuery @Parameter(description = "An instant, RFC 3339", required = true) @Nullable String from,
            @RestQuery @Parameter(description = "An instant, RFC 3339") @Nullable String to) {
        var earlier = Given.instant("from", from);
        var later = Given.instant("to", to);
        if (earlier == null || (later != null && later.isBefore(earlier))) {
            throw Problems.invalid(
                    earlier == null ? "from" : "to", earlier == null ? "must be given" : "must not be before from");
        }
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.findAsItIs(work, viewer, ticket)
                        .flatMap(found -> work.now().flatMap(now -> {
                            var until = later == null ? now : later;
                            return log.until(work, found.ticket().id(), until)
                                    .map(events -> Difference.of(json, earlier, until, events));
                        }))));
    }

    private static Long version(List<String> key) {
        try {
            return Long.valueOf(key.getFirst());
        } catch (NumberFormatException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }
}
