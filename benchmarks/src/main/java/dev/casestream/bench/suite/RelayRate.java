package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Metrics;
import dev.casestream.bench.platform.Platform;
import dev.casestream.bench.platform.Streams;
import dev.casestream.local.topology.Service;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.Callable;
import org.apache.kafka.clients.admin.NewTopic;

/** From the outbox to the topic. */
public final class RelayRate implements Benchmark {
    private static final int ROWS = 100_000;
    private static final String TOPIC = "bench.relay";
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private static final String FILL = """
            INSERT INTO outbox (id, bucket, topic, key, partition_key, fenced, headers, payload)
            SELECT nextval('outbox_id'), n %% 8, '%s', 'key-' || n %% 5000, 'key-' || n %% 5000, false,
                   '{"ce_id":"' || gen_random_uuid() || '","ce_type":"casestream.Benchmark.v1","content-type":"application/json"}',
                   convert_to('{"text":"' || repeat('What a relay carries. ', 25) || '"}', 'UTF8')
            FROM generate_series(1, %d) n""";

    @Override
    public String name() {
        return "relay";
    }

    @Override
    public String method() {
        return "100,000 rows of about 700 bytes are put into the outbox of the idle routing-service in one transaction;"
                + " from its commit until all are on the topic, acknowledged, and gone from the outbox. When idle: ten"
                + " requests a second to intake-service, from the write of the row to the broker's acknowledgement, by"
                + " the relay's own histogram (casestream_relay_latency), whose bounds are the figures.";
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        Settled.await(platform);
        try (var streams = new Streams(platform)) {
            streams.admin()
                    .createTopics(List.of(new NewTopic(TOPIC, 12, (short) 1)))
                    .all()
                    .get();
            try {
                drain(run, platform, streams, run.many(ROWS / 10));
                run.found(Figure.of("outbox to topic", drain(run, platform, streams, run.many(ROWS)), "rows/s")
                        .against(Target.P7_RATE));
            } finally {
                streams.admin().deleteTopics(List.of(TOPIC)).all().get();
            }
        }
        idle(run, platform);
    }

    private static double drain(Run run, Platform platform, Streams streams, int rows) throws Exception {
        var outbox = platform.database(Service.ROUTING);
        var before = streams.size(TOPIC);
        outbox.run(FILL.formatted(TOPIC, rows));
        var begun = System.nanoTime();
        await("on the topic", begun, () -> streams.size(TOPIC) - before >= rows);
        // Counting rows meanwhile would cost as much as sending them.
        await("gone from the outbox", begun, () -> outbox.count("SELECT count(*) FROM outbox") == 0);
        var seconds = (System.nanoTime() - begun) / 1e9;
        var sent = streams.size(TOPIC) - before;
        if (sent != rows) {
            throw new IllegalStateException("of " + rows + " rows " + sent + " are on the topic");
        }
        return rows / seconds;
    }

    private static void await(String what, long begun, Callable<Boolean> isSo) throws Exception {
        while (!isSo.call()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("not all rows were " + what + " after " + PATIENCE.toSeconds() + " s");
            }
            Thread.sleep(20);
        }
    }

    private static void idle(Run run, Platform platform) throws Exception {
        var metrics = new Metrics(platform, Service.INTAKE);
        var before = metrics.buckets("casestream_relay_latency_seconds");
        run.load().atRate(10, 4, run.seconds(12), Inquiry.to(platform, false)).requireClean("relay");
        Settled.await(platform);
        var since = metrics.buckets("casestream_relay_latency_seconds").since(before);
        run.found(Figure.of("write to acknowledgement when idle, p50", since.percentile(50), "ms"));
        run.found(Figure.of("write to acknowledgement when idle, p99", since.percentile(99), "ms")
                .against(Target.P7_IDLE));
    }
}
