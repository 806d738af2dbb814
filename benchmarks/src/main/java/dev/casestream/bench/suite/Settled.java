package dev.casestream.bench.suite;

import dev.casestream.bench.platform.Outboxes;
import dev.casestream.bench.platform.Platform;
import dev.casestream.bench.platform.Streams;
import dev.casestream.local.topology.Service;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;

/** Nothing waits anywhere: outboxes are empty and every service has read its topics to their end. */
final class Settled {
    static final List<String> GROUPS =
            Stream.of(Service.values()).map(Service::module).toList();

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final long LOOK_MILLIS = 250;

    private Settled() {}

    static void await(Platform platform) throws Exception {
        try (var streams = new Streams(platform)) {
            await(platform, streams);
        }
    }

    static void await(Platform platform, Streams streams) throws Exception {
        var end = System.nanoTime() + PATIENCE.toNanos();
        try (var outboxes = new Outboxes(platform)) {
            // Twice, with nothing said between: one look can fall between a commit and what follows from it.
            for (long said = -1; ; ) {
                var waits = outboxes.waiting() > 0 || streams.mostLag(GROUPS) > 0;
                var now = streams.said();
                if (!waits && now == said) {
                    return;
                }
                said = waits ? -1 : now;
                if (System.nanoTime() > end) {
                    throw new IllegalStateException("after " + PATIENCE.toSeconds() + " s " + outboxes.waiting()
                            + " rows wait in outboxes and " + streams.mostLag(GROUPS) + " records on topics");
                }
                Thread.sleep(LOOK_MILLIS);
            }
        }
    }
}
