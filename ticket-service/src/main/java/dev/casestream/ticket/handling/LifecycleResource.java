package dev.casestream.ticket.handling;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.security.Caller;
import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.Words;
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
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Where a ticket stands: solved, open again, closed, on hold, escalated. */
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
class LifecycleResource {

    private final Desk desk;
    private final Vocabulary vocabulary;
    private final Mentions mentions;
    private final Caller caller;

    LifecycleResource(Desk desk, Vocabulary vocabulary, Mentions mentions, Caller caller) {
        this.desk = desk;
        this.vocabulary = vocabulary;
        this.mentions = mentions;
        this.caller = caller;
    }

    record Resolution(@NotBlank @Size(max = 10_000) String resolution) {}

    /** @param correction true when a wrong answer is taken back */
    record Reopening(boolean correction) {}

    /** @param customStatus why it waits, a custom status of the status that it goes into */
    record Waiting(@Nullable @Pattern(regexp = Words.CODE) String customStatus) {}

    /**
     * @param until an instant to come, RFC 3339
     * @param customStatus why it waits, a custom status of PENDING
     */
    record Snoozing(
            @NotBlank @Size(max = 40) String until,
            @Nullable @Pattern(regexp = Words.CODE) String customStatus) {}

    /**
     * @param reason a code, as {@code needs-expert}
     * @param note why, in words; becomes an internal note
     */
    record Escalation(
            @Nullable @Pattern(regexp = Words.CODE) String reason,
            @Nullable @Size(max = MessageBody.MAX_TEXT) String note) {}

    @POST
    @Path("/solve")
    @Operation(summary = "Solve it", description = "Needs an assigned agent; the resolution is shown to the customer")
    public Uni<Response> solve(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Resolution request) {
        return desk.carryOut(new Order(ticket, "solve", ifMatch, key, request), turn -> {
            turn.decide(new Solve(caller.id()));
            turn.resolve(Words.clean(request.resolution()));
            return desk.finish(turn);
        });
    }

    @POST
    @Path("/reopen")
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
    @Path("/close")
    @Operation(summary = "Close a solved ticket for good", description = "No body")
    public Uni<Response> close(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key) {
        return desk.carryOut(
                new Order(ticket, "close", ifMatch, key, null), turn -> decided(turn, new Close(CloseReason.AGENT)));
    }

    @POST
    @Path("/hold")
    @Operation(summary = "Wait for a third party", description = "A custom status of ON_HOLD may say for whom")
    public Uni<Response> hold(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @Nullable @Valid Waiting request) {
        return desk.carryOut(
                new Order(ticket, "hold", ifMatch, key, request),
                turn -> waiting(turn, new Hold(), request == null ? null : request.customStatus()));
    }

    @POST
    @Path("/snooze")
    @Operation(
            summary = "Wait for the customer, but no longer than until then",
            description = "It is PENDING, and OPEN again at that time or when the customer writes")
    public Uni<Response> snooze(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Snoozing request) {
        var until = Instants.parse("until", request.until());
        return desk.carryOut(
                new Order(ticket, "snooze", ifMatch, key, request),
                turn -> waiting(turn, new Snooze(until), request.customStatus()));
    }

    private Uni<Answer> waiting(Turn turn, TicketCommand command, @Nullable String reason) {
        turn.decide(command);
        return (reason == null ? Uni.createFrom().voidItem() : vocabulary.label(turn, reason))
                .chain(() -> desk.finish(turn));
    }

    @POST
    @Path("/escalate")
    @Operation(summary = "One level up and more urgent")
    public Uni<Response> escalate(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @Nullable @Valid Escalation request) {
        return desk.carryOut(new Order(ticket, "escalate", ifMatch, key, request), turn -> {
            var reason = request == null ? null : request.reason();
            turn.decide(new Escalate(Objects.requireNonNullElse(reason, "unspecified")));
            if (request == null || request.note() == null) {
                return desk.finish(turn);
            }
            var body = MessageBody.of(request.note(), null);
            return mentions.say(turn, turn.note(body), body.text()).chain(() -> desk.finish(turn));
        });
    }

    private Uni<Answer> decided(Turn turn, TicketCommand command) {
        turn.decide(command);
        return desk.finish(turn);
    }
}
