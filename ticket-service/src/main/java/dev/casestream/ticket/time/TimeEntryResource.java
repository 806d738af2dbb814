package dev.casestream.ticket.time;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Given;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.domain.TicketCommand.LogTime;
import dev.casestream.ticket.domain.TicketCommand.RemoveTime;
import dev.casestream.ticket.handling.Desk;
import dev.casestream.ticket.handling.Desk.Order;
import dev.casestream.ticket.handling.Turn;
import dev.casestream.ticket.visibility.Cases;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.TicketView;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.PastOrPresent;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** How long somebody worked on a ticket, and at what. */
@Path("/v1/tickets/{ticket}/time-entries")
@Tag(name = "Time")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
class TimeEntryResource {

    private static final int DAY = 24 * 60;

    private final Tx tx;
    private final Cases cases;
    private final Desk desk;
    private final Caller caller;

    TimeEntryResource(Tx tx, Cases cases, Desk desk, Caller caller) {
        this.tx = tx;
        this.cases = cases;
        this.desk = desk;
        this.caller = caller;
    }

    /**
     * @param activity a code, as {@code research}
     * @param note for ourselves
     * @param workedOn today unless given
     */
    @Schema(name = "NewTimeEntry")
    record Work(
            @NotNull @Min(1) @Max(DAY) Integer minutes,
            @NotBlank @Pattern(regexp = Words.CODE) String activity,
            @Nullable @Size(max = 2_000) String note,
            @Nullable @PastOrPresent LocalDate workedOn) {}

    @Schema(name = "TimeEntry")
    record TimeEntry(
            UUID id,
            String agent,
            int minutes,
            String activity,
            @Nullable String note,
            LocalDate workedOn,
            Instant createdAt) {

        static TimeEntry of(Row row) {
            return new TimeEntry(
                    row.getUUID("id"),
                    row.getString("agent"),
                    row.getInteger("minutes"),
                    row.getString("activity"),
                    row.getString("note"),
                    row.getLocalDate("worked_on"),
                    Rows.requireInstant(row, "created_at"));
        }
    }

    @GET
    @Operation(summary = "The time logged on a ticket, oldest first")
    public Uni<Page<TimeEntry>> list(
            String ticket,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 2).orElse(List.of("1970-01-01T00:00:00Z", new UUID(0, 0).toString()));
        var at = Objects.requireNonNull(Given.instant("cursor", after.getFirst()));
        var id = Given.ids("cursor", after.subList(1, 2))[0];
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> cases.find(work, viewer, ticket))
                .flatMap(found -> work.query(
                        "SELECT * FROM time_entry WHERE ticket_id = $1 AND (created_at, id) > ($2, $3)"
                                + " ORDER BY created_at, id LIMIT $4",
                        found.ticket().id(),
                        Rows.parameter(at),
                        id,
                        limit + 1))
                .map(rows -> rows.stream().map(TimeEntry::of).toList())
                .map(entries -> Page.of(
                        entries,
                        limit,
                        entry -> entry,
                        entry ->
                                List.of(entry.createdAt().toString(), entry.id().toString()))));
    }

    @POST
    @Operation(summary = "Log time")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TimeEntry.class)))
    @APIResponse(responseCode = "409", description = "A rule refuses; the problem names it and the current state")
    public Uni<Response> log(
            String ticket,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @RestHeader("Idempotency-Key") @Nullable String key,
            @NotNull @Valid Work request) {
        return desk.carryOut(new Order(ticket, "time-entries", ifMatch, key, request), turn -> {
            var entry = new TimeEntry(
                    Ids.next(),
                    caller.id(),
                    request.minutes(),
                    request.activity(),
                    request.note() == null ? null : Words.clean(request.note()),
                    request.workedOn() == null ? LocalDate.ofInstant(turn.now(), ZoneOffset.UTC) : request.workedOn(),
                    turn.now());
            turn.decide(new LogTime(entry.id(), entry.agent(), entry.minutes(), entry.activity()));
            return desk.write(turn)
                    .chain(() -> insert(turn, entry))
                    .map(done -> Answer.of(201, entry)
                            .with("ETag", ETags.of(turn.ticket().version())));
        });
    }

    private static Uni<Integer> insert(Turn turn, TimeEntry entry) {
        return turn.work()
                .update(
                        """
                        INSERT INTO time_entry (id, ticket_id, agent, team, activity, minutes, note, worked_on, created_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
                        entry.id(),
                        turn.ticket().id(),
                        entry.agent(),
                        turn.ticket().team(),
                        entry.activity(),
                        entry.minutes(),
                        entry.note(),
                        entry.workedOn(),
                        Rows.parameter(entry.createdAt()));
    }

    @DELETE
    @Path("/{entry}")
    @Operation(
            summary = "Take an entry back",
            description = "One's own; a lead's or an administrator's to do for others")
    @APIResponse(
            responseCode = "200",
            description = "The ticket after the command, with its ETag",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = TicketView.class)))
    public Uni<Response> remove(String ticket, UUID entry, @RestHeader("If-Match") @Nullable String ifMatch) {
        return desk.carryOut(
                new Order(ticket, "time-entries", ifMatch, null, null),
                turn -> turn.work()
                        .query(
                                "DELETE FROM time_entry WHERE id = $1 AND ticket_id = $2 RETURNING *",
                                entry,
                                turn.ticket().id())
                        .map(rows -> rows.stream()
                                .findFirst()
                                .map(TimeEntry::of)
                                .orElseThrow(() -> Problems.notFound("time entry", entry)))
                        .flatMap(removed -> {
                            if (!removed.agent().equals(caller.id()) && !caller.isAny(LEAD, ADMIN, OWNER)) {
                                throw Problems.forbidden("not-yours", "A lead can take back the entries of others");
                            }
                            turn.decide(new RemoveTime(removed.id(), removed.minutes()));
                            return desk.finish(turn);
                        }));
    }
}
