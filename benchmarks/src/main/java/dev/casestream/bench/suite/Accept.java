package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.topology.Service;
import java.util.List;

/** Requests stored and answered. */
public final class Accept implements Benchmark {
    /** Of what was reached, for latencies: a queue that is full says only how long it is. */
    private static final double CALM = 0.7;

    private static final double SECONDS = 4;

    @Override
    public String name() {
        return "accept";
    }

    @Override
    public String method() {
        return "POST /v1/inquiries at 1, 4, 16 and 64 connections that are always busy, all other services working on"
                + " what comes of it; counted are rows of the ledger. Latencies at 70 % of that rate, from an open-loop"
                + " schedule. Once through the gateway.";
    }

    @Override
    public List<String> needs() {
        return List.of("limits");
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        run.load().saturate(16, run.seconds(6), Inquiry.to(platform, false));
        for (var connections : new int[] {1, 4, 16, 64}) {
            var rate = rate(run, platform, platform.port(Service.INTAKE), connections);
            var figure = Figure.of("accepted, " + connections + " connections", rate, "requests/s")
                    .to(run.findings().require(Limits.COMMITS));
            run.found(connections == 16 ? figure.against(Target.P1) : figure);
            latency(run, platform, connections, CALM * rate);
        }
        run.found(Figure.of(
                "accepted through the gateway, 16 connections",
                rate(run, platform, platform.gatewayPort(), 16),
                "requests/s"));
        Settled.await(platform);
        platform.requireUndisturbed();
    }

    private static double rate(Run run, Platform platform, int port, int connections) throws Exception {
        var ledger = platform.database(Service.INTAKE);
        var before = ledger.count("SELECT count(*) FROM inquiry");
        var cpu = platform.cpu();
        var outcome = run.load()
                .saturate(connections, run.seconds(SECONDS), Inquiry.through(platform, port, false))
                .requireClean("accept");
        var stored = ledger.count("SELECT count(*) FROM inquiry") - before;
        if (stored != outcome.done()) {
            throw new IllegalStateException(outcome.done() + " were answered and " + stored + " stored");
        }
        if (connections == 16 && port != platform.gatewayPort()) {
            run.found(Figure.of(
                    "processor a request, all services", (platform.cpu() - cpu) / 1e6 / outcome.done(), "ms"));
            run.found(Figure.of("generator", 100 * outcome.generator(), "% of a core"));
        }
        return outcome.perSecond();
    }

    private static void latency(Run run, Platform platform, int connections, double rate) throws Exception {
        var outcome = run.load()
                .atRate(rate, connections, run.seconds(SECONDS), Inquiry.to(platform, false))
                .requireClean("accept");
        for (var percent : new double[] {50, 99}) {
            run.found(Figure.of(
                    "accepted, " + connections + " connections, p" + (int) percent,
                    outcome.latencies().percentile(percent),
                    "ms"));
        }
    }
}
