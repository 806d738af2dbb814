package dev.casestream.ticket.history;

import static dev.casestream.chassis.security.Roles.*;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.contracts.Origin;
import dev.casestream.ticket.EventRow;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
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
    private final Caller caller;

    HistoryResource(Tx tx, Cases cases, TicketLog log, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.log = log;
        this.caller = caller;
    }

    /** @param data the event as it is on the topic */
    @Schema(name = "TicketEvent")
    record EventView(
            UUID id,
            String type,
            long version,
            Instant at,
            String actor,
            UUID correlationId,
            @Nullable UUID causationId,
            int causationDepth,
            Origin origin,

            @JsonRawValue @Schema(implementation = Object.class)
            String data) {

        static EventView of(EventRow row) {
            return new EventView(
                    row.id(),
                    row.type(),
                    row.version(),
                    row.at(),
                    row.actor(),
                    row.correlationId(),
                    row.causationId(),
                    row.causationDepth(),
                    row.origin(),
                    row.data());
        }
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

    private static Long version(List<String> key) {
        try {
            return Long.valueOf(key.getFirst());
        } catch (NumberFormatException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }
}
