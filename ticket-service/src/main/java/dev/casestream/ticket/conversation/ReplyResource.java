package dev.casestream.ticket.conversation;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.attachment.Uploads;
import dev.casestream.ticket.conversation.Conversation.MessageView;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.handling.Mentions;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.handling.Vocabulary;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
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
    private final Vocabulary vocabulary;
    private final Uploads uploads;
    private final Mentions mentions;
    private final Drafts drafts;

    ReplyResource(
            Desk desk,
            Conversation conversation,
            Vocabulary vocabulary,
            Uploads uploads,
            Mentions mentions,
            Drafts drafts) {
        this.desk = desk;
        this.conversation = conversation;
        this.vocabulary = vocabulary;
        this.uploads = uploads;
        this.mentions = mentions;
        this.drafts = drafts;
    }

    /**
     * @param status where the ticket stands after it: OPEN, PENDING (unless told), ON_HOLD or SOLVED
     * @param customStatus a custom status of that status, as why it waits
     * @param attachments ids of files handed in before
     */
    record Reply(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html,
            @Nullable TicketStatus status,
            @Nullable @Pattern(regexp = Words.CODE) String customStatus,
            @Nullable @Size(max = Uploads.MOST) List<@NotNull UUID> attachments) {}

    /** @param body {@code @alice} and {@code @billing} address an agent and a team */
    record Note(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html,
            @Nullable @Size(max = Uploads.MOST) List<@NotNull UUID> attachments) {}

    @POST
    @Path("/replies")
    @Operation(
            summary = "Answer the customer",
            description = "Text, HTML or both; goes out through the ticket's channel")
    @APIResponse(
            responseCode = "201",
            description = "The message; the ETag is the ticket's",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = MessageView.class)))
    public Uni<Response> reply(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Reply request) {
        return desk.carryOut(new Order(ticket, "replies", ifMatch, key, request), turn -> {
            var body = MessageBody.of(request.body(), request.html());
            var status = Objects.requireNonNullElse(request.status(), TicketStatus.PENDING);
            return uploads.take(turn, orNone(request.attachments())).flatMap(files -> {
                var message = turn.reply(body, files, status);
                return (request.customStatus() == null
                                ? Uni.createFrom().voidItem()
                                : vocabulary.label(turn, request.customStatus()))
                        .chain(() -> said(turn, message, "reply"));
            });
        });
    }

    @POST
    @Path("/notes")
    @Operation(summary = "Add an internal note", description = "Never reaches a customer")
    @APIResponse(
            responseCode = "201",
            description = "The message; the ETag is the ticket's",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = MessageView.class)))
    public Uni<Response> note(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Note request) {
        return desk.carryOut(new Order(ticket, "notes", ifMatch, key, request), turn -> {
            var body = MessageBody.of(request.body(), request.html());
            return uploads.take(turn, orNone(request.attachments())).flatMap(files -> {
                var message = turn.note(body, files);
                return mentions.say(turn, message, body.text()).chain(() -> said(turn, message, "note"));
            });
        });
    }

    private static List<UUID> orNone(@Nullable List<UUID> ids) {
        return ids == null ? List.of() : ids;
    }

    /** What is said is no draft any more. */
    private Uni<Answer> said(Turn turn, UUID message, String kind) {
        return desk.write(turn)
                .chain(() -> drafts.forget(turn.work(), turn.ticket().id(), kind))
                .chain(() -> conversation.message(turn.work(), turn.viewer(), message))
                .map(view ->
                        Answer.of(201, view).with("ETag", ETags.of(turn.ticket().version())));
    }
}
