package dev.casestream.ticket.joining;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.security.Caller;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.MessageBody;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import io.quarkiverse.resteasy.problem.HttpProblem;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** One answer to everyone whom a problem concerns. */
@Path("/v1/tickets/{ticket}/incidents/replies")
@Tag(name = "Ticket commands")
class IncidentResource {

    static final int MOST = 200;

    private static final String OPEN = """
             JOIN ticket_link l ON l.ticket_id = t.id AND l.type = 'INCIDENT_OF' AND l.other_id = $1
            WHERE t.status NOT IN ('SOLVED', 'CLOSED') ORDER BY t.id LIMIT\s""" + (MOST + 1);

    private final Tx tx;
    private final Cases cases;
    private final Desk desk;
    private final Caller caller;

    IncidentResource(Tx tx, Cases cases, Desk desk, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.desk = desk;
        this.caller = caller;
    }

    /** @param status where each incident stands after it; SOLVED unless given */
    @Schema(name = "IncidentReply")
    record Update(
            @Nullable @Size(max = MessageBody.MAX_TEXT) String body,
            @Nullable @Size(max = MessageBody.MAX_HTML) String html,
            @Nullable TicketStatus status) {}

    /** @param rule why it was not answered; null when it was */
    @Schema(name = "IncidentResult")
    record Result(
            UUID ticket,
            String number,
            int status,
            @Nullable String rule) {}

    /** @param more whether some wait for another call: this one answers at most 200 */
    @Schema(name = "IncidentResults")
    record Results(List<Result> items, boolean more) {}

    @POST
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(
            summary = "Answer all unsolved incidents of a problem",
            description = "Each by itself, with its own outcome; at most 200 in one call, the result tells of more")
    @APIResponse(responseCode = "404", description = "No such ticket that you may see")
    public Uni<Results> answer(
            String ticket, @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid Update request) {
        var body = MessageBody.of(request.body(), request.html());
        var status = Objects.requireNonNullElse(request.status(), TicketStatus.SOLVED);
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> cases.find(work, viewer, ticket)
                                .flatMap(problem -> work.query(
                                        Case.SELECT + OPEN, problem.ticket().id()))
                                .map(rows -> rows.stream()
                                        .map(Case::of)
                                        .filter(one -> viewer.sees(one.ticket()))
                                        .toList())))
                .flatMap(incidents -> Multi.createFrom()
                        .items(incidents.stream().limit(MOST))
                        .onItem()
                        .transformToUniAndConcatenate(incident -> answer(incident, key, request, body, status))
                        .collect()
                        .asList()
                        .map(results -> new Results(results, incidents.size() > MOST)));
    }

    private Uni<Result> answer(
            Case incident, @Nullable String key, Update request, MessageBody body, TicketStatus status) {
        var id = incident.ticket().id();
        var order = new Order(id.toString(), "incidents/replies", null, key, request);
        return desk.carryOut(order, turn -> {
                    turn.reply(body, status);
                    return desk.finish(turn);
                })
                .map(done -> new Result(id, incident.ticket().number(), done.getStatus(), null))
                .onFailure(HttpProblem.class)
                .recoverWithItem(problem -> refused(incident, problem));
    }

    private static Result refused(Case incident, HttpProblem problem) {
        return new Result(
                incident.ticket().id(),
                incident.ticket().number(),
                problem.getStatusCode(),
                String.valueOf(problem.getParameters().getOrDefault("rule", problem.getTitle())));
    }
}
