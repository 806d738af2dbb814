package dev.casestream.sla;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.ClockType;
import dev.casestream.sla.domain.Rulebook;
import dev.casestream.sla.domain.SlaClock;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What the clocks of tickets show, and why. */
@Path("/v1/sla/clocks")
@RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
@Tag(name = "Service levels")
public class ClockResource {

    private final Tx tx;
    private final Rules rules;
    private final ClockQuery clocks;
    private final ExplainClocks explain;

    ClockResource(Tx tx, Rules rules, ClockQuery clocks, ExplainClocks explain) {
        this.tx = tx;
        this.rules = rules;
        this.clocks = clocks;
        this.explain = explain;
    }

    /**
     * @param dueAt when it breaches or has; null while it is paused and when it is over
     * @param elapsed active time by its calendar
     * @param remaining of the target; negative after it
     */
    public record Clock(
            UUID id,
            UUID ticket,
            String ticketNumber,
            ClockType type,
            int instance,
            String state,
            Instant startedAt,
            @Nullable Instant dueAt,
            Duration elapsed,
            Duration remaining,
            Duration target,
            String policy,
            int policyVersion,
            String calendar,
            int calendarVersion) {

        static Clock of(Row row, Instant now, Rulebook rulebook) {
            var clock = ClockRows.clock(row);
            var run = clock.run();
            var terms = run.terms();
            var elapsed = clock.time().reading(now, rulebook.calendar(terms.calendar()));
            return new Clock(
                    run.id(),
                    run.ticketId(),
                    row.getString("number"),
                    run.type(),
                    run.instance(),
                    row.getString("state"),
                    run.startedAt(),
                    switch (clock) {
                        case SlaClock.Running c -> c.dueAt();
                        case SlaClock.Breached c -> c.breachedAt();
                        case SlaClock.Paused c -> null;
                        case SlaClock.Fulfilled c -> null;
                        case SlaClock.Cancelled c -> null;
                    },
                    elapsed,
                    terms.target().minus(elapsed),
                    terms.target(),
                    terms.policy(),
                    terms.policyVersion(),
                    terms.calendar().id(),
                    terms.calendar().version());
        }
    }

    public record Explained(Clock clock, List<ExplainClocks.Interval> intervals) {}

    @GET
    @Operation(summary = "Clocks of the tickets that you may see, in the order in which they began")
    public Uni<Page<Clock>> list(
            @RestQuery @Parameter(description = "Id or number") @Nullable String ticket,
            @RestQuery @Parameter(description = "running, paused, fulfilled, breached, cancelled") @Nullable
                    String state,
            @RestQuery @Parameter(description = "Running or breached, and due before this instant") @Nullable
                    String dueBefore,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1).map(key -> ClockQuery.id("cursor", key.getFirst()));
        return tx.run(work -> clocks.find(work, ticket, state, dueBefore, after.orElse(null), limit + 1)
                .flatMap(rows -> shown(work, rows)
                        .map(found -> Page.of(
                                found,
                                limit,
                                clock -> clock,
                                clock -> List.of(clock.id().toString())))));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One clock")
    public Uni<Clock> get(@RestPath UUID id) {
        return tx.run(work -> one(work, id));
    }

    @GET
    @Path("{id}/explain")
    @Operation(summary = "Each interval that was counted, what opened and closed it, and by which rules")
    public Uni<Explained> explain(@RestPath UUID id) {
        return tx.run(work -> one(work, id)
                .flatMap(clock -> explain.clock(work, id).map(intervals -> new Explained(clock, intervals))));
    }

    private Uni<Clock> one(Work work, UUID id) {
        return clocks.get(work, id).flatMap(row -> shown(work, row)).map(found -> {
            if (found.isEmpty()) {
                throw Problems.notFound("clock", id);
            }
            return found.getFirst();
        });
    }

    private Uni<List<Clock>> shown(Work work, List<Row> rows) {
        var calendars = rows.stream()
                .map(row -> ClockRows.clock(row).run().terms().calendar())
                .collect(Collectors.toSet());
        return rules.load(work, calendars)
                .flatMap(rulebook -> work.now()
                        .map(now -> rows.stream()
                                .map(row -> Clock.of(row, now, rulebook))
                                .toList()));
    }
}
