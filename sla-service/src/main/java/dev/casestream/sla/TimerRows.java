package dev.casestream.sla;

import static dev.casestream.sla.ClockRows.utc;

import dev.casestream.chassis.data.Work;
import dev.casestream.sla.ClockSet.Said;
import dev.casestream.sla.domain.SlaClock;
import dev.casestream.sla.domain.TimerPlan;
import dev.casestream.sla.domain.TimerPlan.Armed;
import dev.casestream.sla.domain.TimerPlan.Fired;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.UUID;

/** When clocks have to be looked at. */
@ApplicationScoped
class TimerRows {

    /** Locks tickets that have timers due; those that somebody else has locked are left to them. */
    Uni<List<UUID>> claim(Work work, int limit) {
        // The clock in a subselect, read once: a volatile condition could not use the index.
        return work.query("""
                        SELECT t.ticket_id FROM timer m JOIN ticket_clocks t USING (ticket_id)
                        WHERE m.state = 'ARMED' AND m.due_at <= (SELECT clock_timestamp())
                            AND t.stuck_until <= (SELECT clock_timestamp())
                        ORDER BY m.due_at LIMIT $1 FOR UPDATE OF t SKIP LOCKED""", limit)
                .map(rows -> rows.stream()
                        .map(row -> row.getUUID("ticket_id"))
                        .distinct()
                        .toList());
    }

    /** Lets others go first: this ticket's clocks fail for a reason of their own. */
    Uni<Integer> postpone(Work work, UUID ticket) {
        return work.update(
                "UPDATE ticket_clocks SET stuck_until = clock_timestamp() + interval '1 minute' WHERE ticket_id = $1",
                ticket);
    }

    /** Ends the timers of what was said, and arms those of clocks that count anew. */
    Uni<Void> follow(Work work, List<Said> said, List<SlaClock> clocks) {
        var plan = TimerPlan.of(
                said.stream()
                        .map(one -> new TimerPlan.Said(one.version(), one.event()))
                        .toList(),
                clocks);
        return fire(work, plan.fired())
                .chain(() -> cancel(work, plan.cancelled()))
                .chain(() -> arm(work, plan.armed()));
    }

    private static Uni<Void> fire(Work work, List<Fired> fired) {
        return fired.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                UPDATE timer t SET state = 'FIRED' FROM unnest($1::uuid[], $2::int[]) AS u(clock_id, share)
                                WHERE t.clock_id = u.clock_id AND t.share = u.share AND t.state = 'ARMED'""",
                                fired.stream().map(Fired::clock).toArray(UUID[]::new),
                                fired.stream().map(Fired::share).toArray(Integer[]::new))
                        .replaceWithVoid();
    }

    private static Uni<Void> cancel(Work work, List<UUID> clocks) {
        return clocks.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                "UPDATE timer SET state = 'CANCELLED' WHERE clock_id = ANY($1) AND state = 'ARMED'",
                                (Object) clocks.toArray(UUID[]::new))
                        .replaceWithVoid();
    }

    private static Uni<Void> arm(Work work, List<Armed> armed) {
        return armed.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                INSERT INTO timer (clock_id, ticket_id, kind, share, cycle, due_at, state)
                                SELECT clock_id, ticket_id, CASE share WHEN 100 THEN 'BREACH' ELSE 'WARNING' END, share,
                                       cycle, due_at, 'ARMED'
                                FROM unnest($1::uuid[], $2::uuid[], $3::int[], $4::bigint[], $5::timestamptz[])
                                     AS u(clock_id, ticket_id, share, cycle, due_at)""",
                                armed.stream().map(Armed::clock).toArray(UUID[]::new),
                                armed.stream().map(Armed::ticket).toArray(UUID[]::new),
                                armed.stream().map(one -> one.mark().share()).toArray(Integer[]::new),
                                armed.stream().map(Armed::cycle).toArray(Long[]::new),
                                armed.stream().map(one -> utc(one.mark().at())).toArray(OffsetDateTime[]::new))
                        .replaceWithVoid();
    }
}
