package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.load.Call;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Latencies;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.key.Role;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/** How soon an agent can see what a customer has asked. */
public final class Visible implements Benchmark {
    private static final double SECONDS = 25;
    /** So many a second are looked for; the others are only the load that they come with. Looking is load, too. */
    private static final int WATCHED_PER_SECOND = 3;

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    /** An answer that takes longer is not waited for: the next look may be answered sooner. */
    private static final Duration LOOK = Duration.ofSeconds(2);

    private static final long LOOK_MILLIS = 5;

    @Override
    public String name() {
        return "visible";
    }

    @Override
    public String method() {
        return "Requests on a schedule at half of the sustained rate; three a second carry a word of their own, which is"
                + " searched for in GET /v1/tickets every 5 ms, or every tenth of the time so far, until it is found. From"
                + " when the request was due.";
    }

    @Override
    public List<String> needs() {
        return List.of("ticket");
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        var rate = run.findings().require(TicketFlow.SUSTAINED).value() / 2;
        var latencies = new Latencies();
        var lost = new AtomicInteger();
        var sent = new AtomicLong();
        var inquiries = Inquiry.to(platform, false);
        var every = Math.max(1, Math.round(rate / WATCHED_PER_SECOND));
        try (var watchers = Executors.newVirtualThreadPerTaskExecutor();
                var http = HttpClient.newBuilder()
                        .version(HttpClient.Version.HTTP_1_1)
                        .build()) {
            var token = platform.token(Role.ADMIN, "admin", List.of());
            var outcome = run.load().atRate(rate, 16, run.seconds(SECONDS), () -> {
                var number = sent.getAndIncrement();
                if (number % every != 0) {
                    return inquiries.get();
                }
                var word = "w" + Long.toString(System.nanoTime(), 36) + number;
                var due = System.nanoTime();
                watchers.submit(() -> watch(http, platform, token, word, due, latencies, lost));
                return inquiries.asking(word);
            });
            outcome.requireClean(name());
            watchers.shutdown();
        }
        if (lost.get() > 0) {
            throw new IllegalStateException(
                    lost.get() + " tickets were not visible after " + PATIENCE.toSeconds() + " s");
        }
        run.found(Figure.of("load", rate, "requests/s"));
        run.found(Figure.of("visible, p50", latencies.percentile(50), "ms").against(Target.P3_MEDIAN));
        run.found(Figure.of("visible, p99", latencies.percentile(99), "ms").against(Target.P3_TAIL));
        run.found(Figure.of("visible, max", latencies.max(), "ms"));
        Settled.await(platform);
        platform.requireUndisturbed();
    }

    /** The longer it has taken, the less often it is looked for: looking must not be what it waits for. */
    private static long pause(long nanosSoFar) {
        return Math.max(LOOK_MILLIS, TimeUnit.NANOSECONDS.toMillis(nanosSoFar) / 10);
    }

    private static void watch(
            HttpClient http,
            Platform platform,
            String token,
            String word,
            long due,
            Latencies latencies,
            AtomicInteger lost) {
        var call = Call.get(platform.port(Service.TICKET), "/v1/tickets?limit=1&q=" + word, token);
        var request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + call.port() + call.path()))
                .header("Authorization", "Bearer " + call.token())
                .timeout(LOOK)
                .build();
        try {
            while (System.nanoTime() - due < PATIENCE.toNanos()) {
                if (isShown(http, request, word)) {
                    latencies.record(System.nanoTime() - due);
                    return;
                }
                Thread.sleep(pause(System.nanoTime() - due));
            }
            lost.incrementAndGet();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** A connection that breaks or stays silent shows nothing; the next look does. */
    private static boolean isShown(HttpClient http, HttpRequest request, String word) throws InterruptedException {
        try {
            return http.send(request, BodyHandlers.ofString()).body().contains(word);
        } catch (IOException e) {
            return false;
        }
    }
}
