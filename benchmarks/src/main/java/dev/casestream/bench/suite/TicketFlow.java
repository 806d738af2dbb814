package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Outboxes;
import dev.casestream.bench.platform.Platform;
import dev.casestream.bench.platform.Streams;
import dev.casestream.local.topology.Service;
import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.atomic.AtomicBoolean;

/** The whole way: from a request to a ticket that is routed, timed, projected and, if wanted, acknowledged. */
public final class TicketFlow implements Benchmark {
    static final String SUSTAINED = "tickets, all services";

    private static final int SECONDS = 60;
    /** Compilers are busy for minutes after a start, and a platform runs for months. */
    private static final int WARM = 40;

    private static final int CONNECTIONS = 16;
    /** So much may be under way: enough to keep all busy, little enough to be gone soon. */
    private static final long MOST_UNDER_WAY = 3_000;

    private static final long LOOK_MILLIS = 200;

    private static final Map<String, Stage> STAGES = stages();

    /** What each service has made of a request, by its own tables. */
    private record Stage(Service service, String sql) {}

    private static Map<String, Stage> stages() {
        var stages = new LinkedHashMap<String, Stage>();
        stages.put("tickets", new Stage(Service.TICKET, "SELECT count(*) FROM ticket"));
        stages.put(
                "routed",
                new Stage(
                        Service.ROUTING,
                        "SELECT count(*) FROM assignment WHERE agent IS NOT NULL OR waiting AND deferred"));
        stages.put("timed", new Stage(Service.SLA, "SELECT count(DISTINCT ticket_id) FROM clock"));
        stages.put("projected", new Stage(Service.ANALYTICS, "SELECT count(*) FROM ticket_fact"));
        stages.put(
                "closed in the ledger",
                new Stage(Service.INTAKE, "SELECT count(*) FROM inquiry WHERE outcome = 'accepted'"));
        stages.put(
                "deliveries decided",
                new Stage(Service.NOTIFICATION, "SELECT count(*) FROM delivery WHERE state <> 'QUEUED'"));
        return stages;
    }

    @Override
    public String name() {
        return "ticket";
    }

    @Override
    public String method() {
        return "Requests from 16 connections for 60 s, held back only so far that at most 3,000 records wait anywhere,"
                + " then until nothing waits: tickets a second over all of that time. At the end every request is a"
                + " ticket with an agent (or the word that it waits for one), running clocks, a fact and a closed entry"
                + " in the ledger, or it is no figure."
                + " First from senders that no acknowledgement can be sent to, then from such that get one by mail.";
    }

    @Override
    public List<String> needs() {
        return List.of("limits");
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        Desk.fill(run, platform);
        run.load().saturate(CONNECTIONS, run.seconds(WARM), Inquiry.to(platform, false));
        Settled.await(platform);
        flow(run, platform, false, SUSTAINED);
        flow(run, platform, true, SUSTAINED + ", acknowledged by mail");
    }

    private static void flow(Run run, Platform platform, boolean acknowledged, String what) throws Exception {
        var length = run.seconds(SECONDS);
        var before = counts(platform);
        var cpu = platform.cpu();
        var each = platform.cpuByChild();
        var begun = System.nanoTime();
        long accepted;
        double generator;
        try (var streams = new Streams(platform)) {
            var open = new AtomicBoolean(true);
            var watching = Thread.ofVirtual().start(() -> watch(platform, streams, open));
            var outcome = run.load()
                    .whileOpen(CONNECTIONS, length, Inquiry.to(platform, acknowledged), open::get)
                    .requireClean(what);
            watching.interrupt();
            watching.join();
            accepted = outcome.done();
            generator = outcome.generator();
            awaitAll(platform, streams, before, accepted);
        }
        var seconds = (System.nanoTime() - begun) / 1e9;
        platform.requireUndisturbed();
        var figure = run.found(Figure.of(what, accepted / seconds, "tickets/s")
                .to(run.findings().require(Limits.COMMITS))
                .against(Target.P2));
        var total = Figure.of(figure.what() + ": processor a ticket", (platform.cpu() - cpu) / 1e6 / accepted, "ms");
        run.found(acknowledged ? total : total.against(Target.P2B));
        platform.cpuByChild()
                .forEach((child, used) -> run.found(Figure.of(
                        what + ": of it " + child, (used - each.getOrDefault(child, 0L)) / 1e6 / accepted, "ms")));
        run.found(Figure.of(figure.what() + ": generator", 100 * generator, "% of a core"));
        run.found(Figure.of(
                figure.what() + ": until nothing waited after the last request",
                seconds - length.toMillis() / 1e3,
                "s"));
    }

    /** Lets the requests wait while some service has much to read. */
    private static void watch(Platform platform, Streams streams, AtomicBoolean open) {
        try (var outboxes = new Outboxes(platform)) {
            while (true) {
                open.set(streams.mostLag(Settled.GROUPS) + outboxes.waiting() < MOST_UNDER_WAY);
                Thread.sleep(LOOK_MILLIS);
            }
        } catch (InterruptedException e) {
            open.set(true);
        } catch (Exception e) {
            if (!Thread.currentThread().isInterrupted()) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static void awaitAll(Platform platform, Streams streams, Map<String, Long> before, long accepted)
            throws Exception {
        Settled.await(platform, streams);
        var end = System.nanoTime() + Duration.ofSeconds(60).toNanos();
        while (true) {
            var now = counts(platform);
            var late = now.entrySet().stream()
                    .filter(stage -> stage.getValue() - before.getOrDefault(stage.getKey(), 0L) != accepted)
                    .map(stage -> (stage.getValue() - before.getOrDefault(stage.getKey(), 0L)) + " " + stage.getKey())
                    .toList();
            if (late.isEmpty()) {
                return;
            }
            if (System.nanoTime() > end) {
                throw new IllegalStateException("of " + accepted + " requests only: " + late);
            }
            Thread.sleep(250);
        }
    }

    private static Map<String, Long> counts(Platform platform) throws Exception {
        var counts = new LinkedHashMap<String, Long>();
        for (var stage : STAGES.entrySet()) {
            counts.put(
                    stage.getKey(),
                    platform.database(stage.getValue().service())
                            .count(stage.getValue().sql()));
        }
        return counts;
    }
}
