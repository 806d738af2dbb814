package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.load.Call;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Streams;
import dev.casestream.local.key.Role;
import dev.casestream.local.topology.Service;
import java.util.List;

/** A projection made anew from the topics. */
public final class Rebuild implements Benchmark {
    /** Slower than that many a second it is not waited for to the end: how far it is then is the figure. */
    private static final long SLOWEST = 2_000;

    private static final long LEAST_SECONDS = 30;

    /** How far each ticket is in the rows that are being built. */
    private static final String FOLDED = """
            SELECT coalesce(sum(ticket_version + sla_version), 0) FROM ticket_state s
            JOIN projection p ON p.building = s.generation""";

    @Override
    public String name() {
        return "rebuild";
    }

    @Override
    public String method() {
        return "POST /v1/projections/tickets/rebuild after the other benchmarks: all events of casestream.tickets and"
                + " casestream.sla so far, from the request until the new generation has taken over, or how far it is"
                + " after the time that 2,000 a second would take.";
    }

    @Override
    public List<String> needs() {
        return List.of("ticket");
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        Settled.await(platform);
        var analytics = platform.database(Service.ANALYTICS);
        long events;
        try (var streams = new Streams(platform)) {
            events = streams.size("casestream.tickets") + streams.size("casestream.sla");
        }
        var active = analytics.count("SELECT active FROM projection");
        var begun = System.nanoTime();
        run.load()
                .each(
                        1,
                        () -> Call.post(
                                platform.port(Service.ANALYTICS),
                                "/v1/projections/tickets/rebuild",
                                token(platform),
                                "{}"))
                .requireClean(name());
        var end = begun + (LEAST_SECONDS + events / SLOWEST) * 1_000_000_000L;
        var folded = events;
        while (analytics.count("SELECT active FROM projection") == active) {
            if (analytics.count("SELECT count(*) FROM projection WHERE state = 'FAILED'") > 0) {
                throw new IllegalStateException("the projection was not rebuilt");
            }
            if (System.nanoTime() > end) {
                folded = analytics.count(FOLDED);
                break;
            }
            Thread.sleep(50);
        }
        var seconds = (System.nanoTime() - begun) / 1e9;
        run.found(Figure.of("events to read again", events, "events"));
        run.found(Figure.of("events read in that time", folded, "events"));
        run.found(Figure.of("rebuild", folded / seconds, "events/s").against(Target.P8_REBUILD));
    }

    private static String token(dev.casestream.bench.platform.Platform platform) {
        try {
            return platform.token(Role.ADMIN, "admin", List.of());
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
