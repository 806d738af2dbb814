package dev.casestream.ticket.presence;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.Produces;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestStreamElementType;

/** Who is at a ticket. */
@Path("/v1/tickets/{ticket}/presence")
@Tag(name = "Conversation")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
@APIResponse(responseCode = "404", description = "No such ticket that you may see")
class PresenceResource {

    /** Whoever watches longer connects again, with a token that is still good. */
    private static final Duration LONGEST = Duration.ofMinutes(15);

    private final Tx tx;
    private final Cases cases;
    private final PresenceRows rows;
    private final WatchPresence watch;
    private final Caller caller;

    PresenceResource(Tx tx, Cases cases, PresenceRows rows, WatchPresence watch, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.rows = rows;
        this.watch = watch;
        this.caller = caller;
    }

    @Schema(name = "PresenceState")
    record State(
            @NotNull @Pattern(regexp = "viewing|typing") @Schema(enumeration = {"viewing", "typing"})
            String state) {}

    @Schema(name = "PresenceList")
    record Present(List<Presence> items) {}

    @GET
    @Operation(summary = "Who is at the ticket now")
    public Uni<Present> list(String ticket) {
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.find(work, viewer, ticket))
                .flatMap(found -> rows.at(work, Set.of(found.ticket().id()))
                        .map(present ->
                                new Present(present.getOrDefault(found.ticket().id(), List.of())))));
    }

    @GET
    @Path("/stream")
    @OfVisibleTicket
    @Produces(MediaType.SERVER_SENT_EVENTS)
    @RestStreamElementType(MediaType.APPLICATION_JSON)
    @Operation(
            summary = "Who is at the ticket, now and whenever that changes",
            description = "Server-sent events, each with everyone who is there; ends after 15 minutes")
    @APIResponse(
            responseCode = "200",
            description = "The stream",
            content =
                    @Content(
                            mediaType = MediaType.SERVER_SENT_EVENTS,
                            schema = @Schema(implementation = Present.class)))
    public Multi<Present> stream(String ticket) {
        return visible(ticket)
                .onItem()
                .transformToMulti(id -> watch.watch(id).select().first(LONGEST))
                .map(Present::new);
    }

    @PUT
    @Operation(summary = "Be there, viewing or typing", description = "For 30 seconds; say it again to stay")
    @APIResponse(responseCode = "204", description = "Others see it within a second")
    public Uni<Response> come(String ticket, @NotNull @Valid State request) {
        return visible(ticket)
                .flatMap(id -> tx.run(work -> rows.say(work, id, caller.id(), request.state())))
                .map(done -> Response.noContent().build());
    }

    @DELETE
    @Operation(summary = "Leave")
    @APIResponse(responseCode = "204", description = "Others see it within a second")
    public Uni<Response> leave(String ticket) {
        return visible(ticket)
                .flatMap(id -> tx.run(work -> rows.leave(work, id, caller.id())))
                .map(done -> Response.noContent().build());
    }

    private Uni<UUID> visible(String ticket) {
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.find(work, viewer, ticket))
                .map(found -> found.ticket().id()));
    }
}
