package dev.casestream.bench;

import dev.casestream.bench.measure.Drift;
import dev.casestream.bench.measure.Findings;
import dev.casestream.bench.measure.Outcome;
import dev.casestream.bench.suite.MixedLoad;
import dev.casestream.bench.suite.Vitals;
import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import java.time.Duration;
import java.util.ArrayList;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** ./casestream bench soak: hours of the same, and nothing that grows. */
@Command(
        name = "soak",
        description =
                "Loads the platform evenly and watches what must not grow: heaps after collection, threads, files,"
                        + " connections, outboxes, inboxes; and the logs for errors of Hibernate Reactive.",
        mixinStandardHelpOptions = true)
final class Soak implements Callable<Integer> {
    private static final Duration LOOK = Duration.ofSeconds(20);

    @Option(names = "--minutes", required = true, paramLabel = "N", description = "How long, 3 at least.")
    private int minutes;

    @Option(
            names = "--rate",
            paramLabel = "R",
            description = "Requests a second, ${DEFAULT-VALUE} unless said otherwise.")
    private double rate = 20;

    @Override
    public Integer call() throws Exception {
        if (minutes < 3 || minutes > 10_000) {
            throw new Complaint("--minutes " + minutes + " is not possible.", "Give a number from 3 to 10000.");
        }
        if (!(rate > 0 && rate <= 1_000)) {
            throw new Complaint("--rate " + rate + " is not possible.", "Give a number up to 1000.");
        }
        var usual = Installation.here();
        Needs.check(usual);
        var faults = new ArrayList<String>();
        try (var run = new Run(usual, new Findings(), Bench.load(), 1)) {
            var drift = new Drift();
            var platform = run.platform();
            var load = new MixedLoad(platform);
            var vitals = new Vitals(platform);
            var loading = CompletableFuture.supplyAsync(() -> drive(run, load));
            while (!loading.isDone()) {
                Thread.sleep(LOOK);
                vitals.read(drift);
            }
            var outcome = loading.join();
            System.out.printf(
                    "%,d requests, %d failed, p99 %.0f ms%n",
                    outcome.done(), outcome.failed(), outcome.latencies().percentile(99));
            outcome.failure().ifPresent(faults::add);
            faults.addAll(vitals.judge(drift));
            drift.readings()
                    .forEach((what, values) ->
                            System.out.printf("  %-46s %,.0f .. %,.0f%n", what, values.getFirst(), values.getLast()));
        }
        faults.forEach(fault -> System.out.println("FAULT: " + fault));
        System.out.println(faults.isEmpty() ? "Nothing grew and nothing failed." : "Not as it should be.");
        return faults.isEmpty() ? 0 : 1;
    }

    private Outcome drive(Run run, MixedLoad load) {
        try {
            return run.load().atRate(rate, 16, Duration.ofMinutes(minutes), load);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CompletionException(e);
        }
    }
}
