package dev.casestream.ticket.conversation;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.conversation.Conversation.MessageView;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.handling.Turn;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Answers to the customer, and notes among those who work on a ticket. */
@Path("/v1/tickets/{ticket}")
@Tag(name = "Ticket commands")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
@APIResponse(responseCode = "404", description = "No such ticket that you may see")
@APIResponse(responseCode = "409", description = "A rule refuses; the problem names it and the current state")
@APIResponse(responseCode = "412", description = "If-Match was given and the ticket has changed since")
class ReplyResource {

    private final Desk desk;
    private final Conversation conversation;

    ReplyResource(Desk desk, Conversation conversation) {
        this.desk = desk;
        this.conversation = conversation;
    }

    /** @param status where the ticket stands after it: OPEN, PENDING (unless told), ON_HOLD or SOLVED */
    record Reply(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html,
            @Nullable TicketStatus status) {}

    record Note(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html) {}

    @POST
    @Path("/replies")
    @Operation(
            summary = "Answer the customer",
            description = "Text, HTML or both; goes out through the ticket's channel")
    @APIResponse(
            responseCode = "201",
            description = "The message; the ETag is the ticket's",
            content = @Content(schema = @Schema(implementation = MessageView.class)))
    public Uni<Response> reply(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Reply request) {
        return desk.carryOut(new Order(ticket, "replies", ifMatch, key, request), turn -> {
            var body = MessageBody.of(request.body(), request.html());
            var status = Objects.requireNonNullElse(request.status(), TicketStatus.PENDING);
            return said(turn, turn.reply(body, status));
        });
    }

    @POST
    @Path("/notes")
    @Operation(summary = "Add an internal note", description = "Never reaches a customer")
    @APIResponse(
            responseCode = "201",
            description = "The message; the ETag is the ticket's",
            content = @Content(schema = @Schema(implementation = MessageView.class)))
    public Uni<Response> note(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Note request) {
        return desk.carryOut(new Order(ticket, "notes", ifMatch, key, request), turn -> {
            var body = MessageBody.of(request.body(), request.html());
            return said(turn, turn.note(body));
        });
    }

    private Uni<Answer> said(Turn turn, UUID message) {
        return desk.write(turn)
                .chain(() -> conversation.message(turn.work(), turn.viewer(), message))
                .map(view ->
                        Answer.of(201, view).with("ETag", ETags.of(turn.ticket().version())));
    }
}
