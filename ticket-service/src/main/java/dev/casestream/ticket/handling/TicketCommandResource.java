package dev.casestream.ticket.handling;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.assignment.Directory;
import dev.casestream.ticket.conversation.Conversation;
import dev.casestream.ticket.conversation.Conversation.MessageView;
import dev.casestream.ticket.conversation.MessageBody;
import dev.casestream.ticket.domain.TicketCommand;
import dev.casestream.ticket.domain.TicketCommand.*;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.visibility.TicketView;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
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

/** What people and machines do with a ticket. */
@Path("/v1/tickets")
@Tag(name = "Ticket commands")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
@APIResponse(
        responseCode = "200",
        description = "The ticket after the command, with its ETag",
        content = @Content(schema = @Schema(implementation = TicketView.class)))
@APIResponse(responseCode = "404", description = "No such ticket that you may see")
@APIResponse(responseCode = "409", description = "A rule refuses; the problem names it and the current state")
@APIResponse(responseCode = "412", description = "If-Match was given and the ticket has changed since")
class TicketCommandResource {

    private final Desk desk;
    private final Directory directory;
    private final Conversation conversation;
    private final Caller caller;

    TicketCommandResource(Desk desk, Directory directory, Conversation conversation, Caller caller) {
        this.desk = desk;
        this.directory = directory;
        this.conversation = conversation;
        this.caller = caller;
    }

    /** @param status where the ticket stands after it: OPEN, PENDING (unless told), ON_HOLD or SOLVED */
    record Reply(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html,
            @Nullable TicketStatus status) {}

    record Note(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html) {}

    /** @param agent null for the team's queue */
    record Assignee(
            @Nullable @Pattern(regexp = Words.CODE) String team,
            @Nullable @Size(min = 1, max = 255) String agent) {}

    record Resolution(@NotBlank @Size(max = 10_000) String resolution) {}

    /** @param correction true when a wrong answer is taken back */
    record Reopening(boolean correction) {}

    /**
     * @param reason a code, as {@code needs-expert}
     * @param note why, in words; becomes an internal note
     */
    record Escalation(
            @Nullable @Pattern(regexp = Words.CODE) String reason,
            @Nullable @Size(max = MessageBody.MAX_TEXT) String note) {}

    @POST
    @Path("/{ticket}/replies")
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
            var message = Ids.next();
            var status = Objects.requireNonNullElse(request.status(), TicketStatus.PENDING);
            turn.decide(new TicketCommand.Reply(
                    message, role(), caller.id(), turn.ticket().channel(), status));
            if (status == TicketStatus.SOLVED) {
                turn.resolve(body.text());
            }
            turn.say(message, MessageKind.REPLY, role(), caller.id(), body);
            return said(turn, message);
        });
    }

    @POST
    @Path("/{ticket}/notes")
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
            var message = note(turn, MessageBody.of(request.body(), request.html()));
            return said(turn, message);
        });
    }

    @POST
    @Path("/{ticket}/assign")
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
            mayTake(turn.ticket());
            return directory
                    .assignment(turn.work(), turn.ticket().team(), request.team(), request.agent())
                    .flatMap(assignment -> decided(turn, new Assign(assignment)));
        });
    }

    @POST
    @Path("/{ticket}/solve")
    @Operation(summary = "Solve it", description = "Needs an assigned agent; the resolution is shown to the customer")
    public Uni<Response> solve(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Resolution request) {
        return desk.carryOut(new Order(ticket, "solve", ifMatch, key, request), turn -> {
            turn.decide(new Solve(caller.id()));
            turn.resolve(Words.clean(request.resolution()));
            return answered(turn);
        });
    }

    @POST
    @Path("/{ticket}/reopen")
    @Operation(summary = "Open a solved ticket again")
    public Uni<Response> reopen(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @Nullable Reopening request) {
        var reason = request != null && request.correction() ? ReopenReason.CORRECTION : ReopenReason.AGENT;
        return desk.carryOut(
                new Order(ticket, "reopen", ifMatch, key, request), turn -> decided(turn, new Reopen(reason)));
    }

    @POST
    @Path("/{ticket}/close")
    @Operation(summary = "Close a solved ticket for good", description = "No body")
    public Uni<Response> close(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key) {
        return desk.carryOut(
                new Order(ticket, "close", ifMatch, key, null), turn -> decided(turn, new Close(CloseReason.AGENT)));
    }

    @POST
    @Path("/{ticket}/hold")
    @Operation(summary = "Wait for a third party", description = "No body")
    public Uni<Response> hold(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key) {
        return desk.carryOut(new Order(ticket, "hold", ifMatch, key, null), turn -> decided(turn, new Hold()));
    }

    @POST
    @Path("/{ticket}/escalate")
    @Operation(summary = "One level up and more urgent")
    public Uni<Response> escalate(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @Nullable @Valid Escalation request) {
        return desk.carryOut(new Order(ticket, "escalate", ifMatch, key, request), turn -> {
            var reason = request == null ? null : request.reason();
            turn.decide(new Escalate(Objects.requireNonNullElse(reason, "unspecified")));
            if (request != null && request.note() != null) {
                note(turn, MessageBody.of(request.note(), null));
            }
            return answered(turn);
        });
    }

    private UUID note(Turn turn, MessageBody body) {
        var message = Ids.next();
        turn.decide(new AddNote(message, caller.id()));
        turn.say(message, MessageKind.NOTE, role(), caller.id(), body);
        return message;
    }

    private void mayTake(TicketRow ticket) {
        var taken = ticket.agent() != null && !ticket.agent().equals(caller.id());
        if (taken && !caller.isAny(LEAD, ADMIN, OWNER, SERVICE)) {
            throw Problems.forbidden("reassign-needs-lead", "Another agent has the ticket; a lead can reassign it");
        }
    }

    private AuthorRole role() {
        return caller.isAny(BOT, SERVICE) ? AuthorRole.BOT : AuthorRole.AGENT;
    }

    private Uni<Answer> decided(Turn turn, TicketCommand command) {
        turn.decide(command);
        return answered(turn);
    }

    private Uni<Answer> answered(Turn turn) {
        return desk.write(turn).map(done -> turn.answer());
    }

    private Uni<Answer> said(Turn turn, UUID message) {
        return desk.write(turn)
                .chain(() -> conversation.message(turn.work(), turn.viewer(), message))
                .map(view ->
                        Answer.of(201, view).with("ETag", ETags.of(turn.ticket().version())));
    }
}
