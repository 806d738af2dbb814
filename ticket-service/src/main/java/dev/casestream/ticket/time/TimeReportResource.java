package dev.casestream.ticket.time;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The time logged on the tickets that a caller may see, summed up. */
@Path("/v1/time-entries/report")
@Tag(name = "Time")
class TimeReportResource {

    private static final Map<String, String> BY = Map.of(
            "agent",
            "e.agent",
            "team",
            "coalesce(e.team, '')",
            "activity",
            "e.activity",
            "ticket",
            "t.number",
            "day",
            "e.worked_on::text");

    private final Tx tx;
    private final Caller caller;

    TimeReportResource(Tx tx, Caller caller) {
        this.tx = tx;
        this.caller = caller;
    }

    /** @param by the agent, team, activity, ticket number or day; empty where there is none */
    @Schema(name = "TimeSum")
    record Sum(String by, long minutes, long entries) {}

    @GET
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, SERVICE})
    @Operation(summary = "Minutes and entries by agent, team, activity, ticket or day")
    public Uni<Page<Sum>> report(
            @RestQuery @Nullable @Parameter(description = "Worked on or after, as 2026-12-01") String from,
            @RestQuery @Nullable @Parameter(description = "Worked before, as 2027-01-01") String to,
            @RestQuery @DefaultValue("agent") @Parameter(description = "agent, team, activity, ticket, day") String by,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var key = BY.get(by);
        if (key == null) {
            throw Problems.invalid("by", "must be one of agent, team, activity, ticket, day");
        }
        var after = Cursor.decode(cursor, 1);
        return tx.run(work -> Policy.of(work, caller).flatMap(viewer -> {
            var wanted = viewer.restrict(new Conditions());
            date("from", from, "e.worked_on >= ?", wanted);
            date("to", to, "e.worked_on < ?", wanted);
            after.ifPresent(last -> wanted.and(key + " > ?", last.getFirst()));
            return work.query(
                            "SELECT " + key + " AS by, sum(e.minutes) AS minutes, count(*) AS entries"
                                    + " FROM time_entry e JOIN ticket t ON t.id = e.ticket_id" + wanted.where()
                                    + " GROUP BY 1 ORDER BY 1 LIMIT " + (limit + 1),
                            wanted.parameters())
                    .map(rows -> rows.stream()
                            .map(row -> new Sum(
                                    Objects.requireNonNullElse(row.getString("by"), ""),
                                    row.getLong("minutes"),
                                    row.getLong("entries")))
                            .toList())
                    .map(sums -> Page.of(sums, limit, sum -> sum, sum -> List.of(sum.by())));
        }));
    }

    private static void date(String name, @Nullable String value, String clause, Conditions conditions) {
        if (value == null) {
            return;
        }
        try {
            conditions.and(clause, LocalDate.parse(value));
        } catch (DateTimeException e) {
            throw Problems.invalid(name, "must be a date as 2026-12-24");
        }
    }
}
