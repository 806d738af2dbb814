package dev.casestream.ticket.joining;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.Tickets;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand.Open;
import dev.casestream.ticket.domain.TicketCommand.Split;
import dev.casestream.ticket.domain.TicketCommand.SplitOff;
import dev.casestream.ticket.domain.Triage;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.joining.Parts.Part;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility.Everything;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** A second matter in one conversation becomes a ticket of its own; merging the two takes that back. */
@Path("/v1/tickets/{ticket}/split")
@Tag(name = "Ticket commands")
class SplitResource {

    private final Desk desk;
    private final Parts parts;
    private final Tickets tickets;
    private final Cases cases;
    private final Lifecycle lifecycle;

    SplitResource(Desk desk, Parts parts, Tickets tickets, Cases cases, Lifecycle lifecycle) {
        this.desk = desk;
        this.parts = parts;
        this.tickets = tickets;
        this.cases = cases;
        this.lifecycle = lifecycle;
    }

    /**
     * @param messages which go to the new ticket, the first of the customer's among them its beginning
     * @param subject of the new ticket; that of the message unless given
     */
    @Schema(name = "TicketSplit")
    record Division(
            @NotEmpty @Size(max = 500) List<@NotNull UUID> messages,

            @Nullable @Size(min = 1, max = Words.MAX_SUBJECT)
            String subject) {}

    @POST
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "Make some of its messages a ticket of their own")
    @APIResponse(
            responseCode = "201",
            description = "The new ticket, with its ETag",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
    @APIResponse(responseCode = "404", description = "No such ticket that you may see")
    @APIResponse(responseCode = "409", description = "A rule refuses; the problem names it and the current state")
    @APIResponse(responseCode = "422", description = "Not all of these are messages of the ticket")
    public Uni<Response> split(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Division request) {
        var messages = request.messages().stream().distinct().sorted().toList();
        return desk.carryOut(
                new Order(ticket, "split", ifMatch, key, request),
                turn -> parts.of(turn, messages).flatMap(part -> split(turn, part, messages, request.subject())));
    }

    private Uni<Answer> split(Turn turn, Part part, List<UUID> messages, @Nullable String subject) {
        var id = Ids.next();
        turn.decide(new Split(id, messages));
        return tickets.numbers(turn.work(), 1).flatMap(numbers -> {
            var number = numbers.getFirst();
            turn.trace("A part of the conversation goes on in " + number);
            var changes = new Changes();
            var row = open(turn, part, id, number, subject == null ? part.subject() : subject, changes);
            var branch =
                    lifecycle.decide(row.ticket(), new SplitOff(turn.ticket().id(), messages), turn.now());
            if (branch instanceof Accepted accepted) {
                changes.apply(row, accepted.events(), turn.cause());
            }
            return desk.write(turn)
                    .chain(() -> tickets.write(turn.work(), changes))
                    .chain(() -> parts.move(turn, messages, id))
                    .chain(() -> cases.findAsItIs(turn.work(), new Everything(), id.toString()))
                    .map(found -> Answer.of(201, TicketView.of(found, turn.viewer()))
                            .with("Location", "/v1/tickets/" + id)
                            .with("ETag", ETags.of(found.ticket().version())));
        });
    }

    private static TicketRow open(Turn turn, Part part, UUID id, String number, String subject, Changes changes) {
        var from = turn.ticket();
        var command = new Open(
                id,
                number,
                part.customer(),
                null,
                part.message(),
                part.writtenAt(),
                part.channel(),
                from.language(),
                new Triage(from.priority(), from.category(), Triage.FIRST_LEVEL, List.of()),
                from.team(),
                false,
                null);
        return changes.open(
                Lifecycle.open(command, turn.now()), Words.line(subject, Words.MAX_SUBJECT), Map.of(), turn.cause());
    }
}
