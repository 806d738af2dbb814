package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Database;
import dev.casestream.bench.platform.Metrics;
import dev.casestream.bench.platform.Streams;
import dev.casestream.local.topology.Service;
import java.time.Duration;
import java.time.Instant;
import java.util.List;

/** Clocks that come due among a million that do not. */
public final class Timers implements Benchmark {
    private static final int ARMED = 1_000_000;
    private static final int SPREAD = 10_000;
    private static final int AT_ONCE = 100_000;
    private static final String LATENESS = "casestream_timer_lateness_seconds";

    /**
     * Copies of the clock of a real ticket, each with a ticket of its own, due when it is said. What differs is replaced
     * in the text: a million objects need not be read for that.
     */
    private static final String ARM = """
            WITH model AS MATERIALIZED (
                SELECT t.ticket, t.team, t.correlation_id, t.depth, t.version, c.type, t.ticket_id::text AS old_ticket,
                       c.id::text AS old_clock,
                       jsonb_set(jsonb_set(c.data::jsonb, '{warnings}', '[]'), '{dueAt}', '"WHEN"')::text AS data
                FROM clock c JOIN ticket_clocks t USING (ticket_id)
                WHERE c.state = 'running' AND c.type = 'RESOLUTION' LIMIT 1),
            copy AS MATERIALIZED (
                SELECT gen_random_uuid() AS ticket_id, gen_random_uuid() AS clock_id, n,
                       date_trunc('milliseconds', clock_timestamp()) + %s AS due FROM generate_series(1, %d) n),
            tickets AS (
                INSERT INTO ticket_clocks (ticket_id, number, team, ticket, version, correlation_id, depth)
                SELECT ticket_id, '%s-' || n, team, replace(ticket, old_ticket, ticket_id::text),
                       version, correlation_id, depth FROM copy, model),
            clocks AS (
                INSERT INTO clock (id, ticket_id, type, instance, state, due_at, data)
                SELECT clock_id, ticket_id, type, 1, 'running', due,
                       replace(replace(replace(data, old_clock, clock_id::text), old_ticket, ticket_id::text), 'WHEN',
                           to_char(due AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
                FROM copy, model)
            INSERT INTO timer (clock_id, ticket_id, kind, share, cycle, due_at, state)
            SELECT clock_id, ticket_id, 'BREACH', 100, 1, due, 'ARMED' FROM copy, model""";

    @Override
    public String name() {
        return "timers";
    }

    @Override
    public String method() {
        return "A million copies of a running clock are armed for later days, directly in the tables, 10,000 that come due"
                + " within a minute, and then 100,000 that are due at once. Lateness by the service's own histogram"
                + " (casestream_timer_lateness), whose bounds are the figures; each clock must have said that it was"
                + " breached exactly once, on casestream.sla too.";
    }

    @Override
    public List<String> needs() {
        return List.of("ticket");
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        Settled.await(platform);
        var clocks = platform.database(Service.SLA);
        var armed = run.many(ARMED);
        var begun = System.nanoTime();
        arm(clocks, "(1 + n % 30) * interval '1 day'", armed, "later");
        clocks.run("ANALYZE timer", "ANALYZE clock", "ANALYZE ticket_clocks");
        run.found(Figure.of("armed", clocks.count("SELECT count(*) FROM timer WHERE state = 'ARMED'"), "timers"));
        run.found(Figure.of("armed in the tables", armed / ((System.nanoTime() - begun) / 1e9), "timers/s"));

        var spread = run.many(SPREAD);
        var seconds = run.seconds(60).toMillis() / 1e3;
        var metrics = new Metrics(platform, Service.SLA);
        var before = metrics.buckets(LATENESS);
        arm(
                clocks,
                "interval '3 seconds' + n * interval '1 second' * %s / %d".formatted(seconds, spread),
                spread,
                "minute");
        var last = Instant.now().plusSeconds((long) seconds + 4);
        awaitBreaches(clocks, "minute", spread, last, Duration.ofSeconds((long) seconds + 60));
        var lateness = metrics.buckets(LATENESS).since(before);
        run.found(Figure.of("late, p50", lateness.percentile(50), "ms"));
        run.found(Figure.of("late, p99", lateness.percentile(99), "ms").against(Target.P9));

        var burst = run.many(AT_ONCE);
        try (var streams = new Streams(platform)) {
            Settled.await(platform, streams);
            var said = streams.size("casestream.sla");
            arm(clocks, "interval '0'", burst, "burst");
            var due = System.nanoTime();
            awaitBreaches(clocks, "burst", burst, Instant.now(), Duration.ofSeconds(90));
            run.found(Figure.of("due at once", burst / ((System.nanoTime() - due) / 1e9), "timers/s")
                    .against(Target.P9B));
            Settled.await(platform, streams);
            var more = streams.size("casestream.sla") - said;
            if (more != burst) {
                throw new IllegalStateException("of " + burst + " timers came " + more + " events");
            }
        }
        platform.requireUndisturbed();
    }

    /** Without the checks of foreign keys, which cost more than the rows and hold by construction. */
    private static void arm(Database clocks, String due, int count, String name) throws java.sql.SQLException {
        try (var connection = clocks.open();
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute(ARM.formatted(due, count, name));
        }
    }

    private static void awaitBreaches(Database clocks, String name, int count, Instant last, Duration patience)
            throws Exception {
        var end = System.nanoTime() + patience.toNanos();
        // Whether there is any, not how many: counting would cost as much as firing.
        var left = "SELECT EXISTS (SELECT FROM timer WHERE state = 'ARMED' AND due_at <= '%s')::int".formatted(last);
        while (clocks.count(left) > 0) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("not all of " + count + " timers fired");
            }
            Thread.sleep(100);
        }
        var breaches = """
                SELECT count(*) FROM clock_event e JOIN ticket_clocks t USING (ticket_id)
                WHERE t.number LIKE '%s-%%' AND e.type = 'ClockBreached'""".formatted(name);
        if (clocks.count(breaches) != count) {
            throw new IllegalStateException(clocks.count(breaches) + " breaches of " + count + " timers");
        }
    }
}
