package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Publisher;
import dev.casestream.bench.seed.Seeds;
import dev.casestream.contracts.Topic;
import dev.casestream.local.topology.Service;
import java.time.Duration;

/** Events in, each once, with a row as effect. */
public final class Consume implements Benchmark {
    private static final int EVENTS = 60_000;
    private static final int WARM = 10_000;
    private static final Duration PATIENCE = Duration.ofSeconds(90);
    /** Apart from the customers of seeded platforms. */
    private static final long FIRST = 1L << 40;

    @Override
    public String name() {
        return "consume";
    }

    @Override
    public String method() {
        return "60,000 profiles, a key each, are brought onto casestream.customers, which notification-service alone"
                + " reads: through the gate, with an upsert of a row as effect. From the first record until the last row.";
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        Settled.await(platform);
        var customers = platform.database(Service.NOTIFICATION);
        try (var publisher = new Publisher(platform)) {
            var next = FIRST;
            for (var count : new int[] {run.many(WARM), run.many(EVENTS)}) {
                var before = customers.count("SELECT count(*) FROM customer");
                var begun = System.nanoTime();
                for (var end = next + count; next < end; next++) {
                    publisher.send(Topic.CUSTOMERS, next + "", Seeds.profile(next));
                }
                publisher.flush();
                while (customers.count("SELECT count(*) FROM customer") < before + count) {
                    if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                        throw new IllegalStateException(
                                "not all events had their effect after " + PATIENCE.toSeconds() + " s");
                    }
                    Thread.sleep(100);
                }
                if (count == run.many(EVENTS)) {
                    run.found(Figure.of("events in", count / ((System.nanoTime() - begun) / 1e9), "events/s")
                            .against(Target.P8_CONSUME));
                }
            }
        }
    }
}
