package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.limit.CommitLimit;
import dev.casestream.bench.limit.CommitLimit.Shape;
import dev.casestream.bench.limit.ProduceLimit;
import dev.casestream.bench.load.Call;
import dev.casestream.bench.load.Clients;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.platform.Platform;
import dev.casestream.bench.platform.Streams;
import dev.casestream.local.topology.Service;
import java.util.List;
import org.apache.kafka.clients.admin.NewTopic;

/** What the servers of the platform do without us. */
public final class Limits implements Benchmark {
    /** The limit that ratios are to: at 16 clients, more only queue. */
    static final String COMMITS = commits(Shape.FOUR, 16);

    private static final double WARM = 0.5;
    private static final double LENGTH = 2;
    private static final int[] CLIENTS = {1, 4, 16, 64};
    private static final String DATABASE = "bench";
    private static final String TOPIC = "bench.limit";

    @Override
    public String name() {
        return "limits";
    }

    @Override
    public String method() {
        return "The platform's own PostgreSQL and Kafka while it idles: rows like those of a ticket (a key, a ticket, a"
                + " message, an outbox row, about 1 KiB) from blocking clients; records of 1 KiB from one producer;"
                + " GET of the liveness check of a service, which does nothing.";
    }

    static String commits(Shape shape, int clients) {
        return "commits, " + shape.text() + ", " + clients + " clients";
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        platform.database("postgres").run("DROP DATABASE IF EXISTS " + DATABASE, "CREATE DATABASE " + DATABASE);
        for (var shape : Shape.values()) {
            for (var clients : CLIENTS) {
                if (shape != Shape.ONE || clients == 16) {
                    run.found(Figure.of(commits(shape, clients), commits(run, platform, shape, clients), "requests/s"));
                }
            }
        }
        platform.database("postgres").run("DROP DATABASE " + DATABASE);
        run.found(Figure.of("Kafka, 1 KiB, acks=all", produce(run, platform), "records/s"));
        http(run, platform);
    }

    private static double commits(Run run, Platform platform, Shape shape, int clients) throws Exception {
        var database = platform.database(DATABASE);
        CommitLimit.prepare(database);
        Clients.busy(clients, run.seconds(WARM), () -> CommitLimit.client(database, shape));
        return Clients.busy(clients, run.seconds(LENGTH), () -> CommitLimit.client(database, shape))
                .perSecond();
    }

    private static double produce(Run run, Platform platform) throws Exception {
        try (var streams = new Streams(platform)) {
            streams.admin()
                    .createTopics(List.of(new NewTopic(TOPIC, 12, (short) 1)))
                    .all()
                    .get();
            try {
                ProduceLimit.measure(platform.kafka(), TOPIC, 1_024, run.seconds(WARM));
                return ProduceLimit.measure(platform.kafka(), TOPIC, 1_024, run.seconds(LENGTH))
                        .requireClean("Kafka")
                        .perSecond();
            } finally {
                streams.admin().deleteTopics(List.of(TOPIC)).all().get();
            }
        }
    }

    private static void http(Run run, Platform platform) throws InterruptedException {
        var call = Call.get(platform.port(Service.INTAKE), "/q/health/live", "");
        for (var connections : new int[] {16, 64}) {
            run.load().saturate(connections, run.seconds(WARM), () -> call);
            var outcome = run.load()
                    .saturate(connections, run.seconds(LENGTH), () -> call)
                    .requireClean("HTTP");
            run.found(Figure.of("plain HTTP, " + connections + " connections", outcome.perSecond(), "requests/s"));
        }
    }
}
