package dev.casestream.ticket.joining;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.domain.TicketCommand.Absorb;
import dev.casestream.ticket.domain.TicketCommand.Merge;
import dev.casestream.ticket.domain.TicketCommand.UndoAbsorption;
import dev.casestream.ticket.domain.TicketCommand.UndoMerge;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.visibility.TicketView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Two tickets about one thing go on as one, until that is taken back. */
@Path("/v1/tickets/{ticket}")
@Tag(name = "Ticket commands")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
@APIResponse(
        responseCode = "200",
        description = "The ticket after the command, with its ETag",
        content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
@APIResponse(responseCode = "404", description = "No such ticket that you may see, or no such target")
@APIResponse(responseCode = "409", description = "A rule refuses; the problem names it and the current state")
@APIResponse(responseCode = "412", description = "If-Match was given and the ticket has changed since")
class MergeResource {

    private final Desk desk;
    private final Merges merges;

    MergeResource(Desk desk, Merges merges) {
        this.desk = desk;
        this.merges = merges;
    }

    /** @param into id or number of the ticket that it goes on in */
    @Schema(name = "TicketMerge")
    record Target(@NotBlank @Size(max = 64) String into) {}

    @POST
    @Path("/merge")
    @Operation(
            summary = "Go on in another ticket",
            description = "This one is CLOSED, and its id leads to the other (308); /unmerge takes it back")
    public Uni<Response> merge(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Target request) {
        return desk.carryOutTogether(
                new Order(ticket, "merge", ifMatch, key, request),
                request.into(),
                (source, target) -> merge(source, target, request.into()));
    }

    private Uni<Answer> merge(Turn source, Turn target, String asked) {
        var from = source.ticket();
        var into = target.ticket();
        if (from.id().equals(into.id())
                && !asked.equals(from.number())
                && !asked.equals(from.id().toString())) {
            throw Problems.refused(
                    "merge-cycle", asked + " goes on in this ticket already", Map.of("version", from.version()));
        }
        return merges.unansweredSince(source).flatMap(since -> {
            source.decide(new Merge(into.id()));
            target.decide(new Absorb(from.id(), from.customerId(), since.orElse(null)));
            target.trace(from.number() + " goes on here");
            source.trace("Goes on in " + into.number());
            return desk.write(source).chain(() -> desk.write(target)).map(done -> source.answer());
        });
    }

    @POST
    @Path("/unmerge")
    @Operation(
            summary = "Go on alone again",
            description = "No body. What was sent to this ticket meanwhile comes back with it")
    public Uni<Response> unmerge(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key) {
        return desk.carryOutTogether(new Order(ticket, "unmerge", ifMatch, key, null), ticket, (source, holder) -> {
            if (source.ticket().mergedInto() == null) {
                source.decide(new UndoMerge(source.ticket().status(), List.of()));
            }
            return merges.takeBack(source, holder).flatMap(back -> {
                source.decide(new UndoMerge(back.was(), back.messages()));
                holder.decide(new UndoAbsorption(source.ticket().id(), back.messages()));
                holder.trace(source.ticket().number() + " goes on alone again");
                source.trace("Goes on alone again");
                return desk.write(source).chain(() -> desk.write(holder)).map(done -> source.answer());
            });
        });
    }
}
