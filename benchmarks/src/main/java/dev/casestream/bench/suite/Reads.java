package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.load.Call;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Outcome;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Platform;
import dev.casestream.bench.seed.Seeder;
import dev.casestream.bench.seed.Seeds;
import dev.casestream.local.Trees;
import dev.casestream.local.key.Role;
import dev.casestream.local.topology.Service;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Supplier;

/** What front ends ask for, and whether it gets slower as tickets pile up. */
public final class Reads implements Benchmark {
    private static final int CLIENTS = 4;
    private static final double SECONDS = 2;
    private static final double CALM = 0.5;
    private static final List<String> NEEDED = List.of("postgres", "kafka", "ticket-service");

    @Override
    public String name() {
        return "read";
    }

    @Override
    public String method() {
        return "ticket-service alone on 10,000 and on 1,000,000 seeded tickets (rows and events, kept between runs): so many"
                + " requests as four clients get answered, then latencies at half of that rate. One agent's ticket lists;"
                + " searches by an administrator. A ratio compares the rates at 10,000 and at 1,000,000.";
    }

    @Override
    public void run(Run run) throws Exception {
        var few = measure(run, run.many(10_000), "10 thousand");
        var many = measure(run, run.many(1_000_000), "1 million");
        for (int i = 0; i < few.size(); i++) {
            var slower = few.get(i).value() / many.get(i).value();
            var what = few.get(i).what().replaceFirst(" at .*", "");
            run.found(Figure.of(what + ", times slower at 1 million", slower, "times")
                    .against(Target.P5));
        }
    }

    private static List<Figure> measure(Run run, long tickets, String size) throws Exception {
        var platform = seeded(run, tickets);
        var large = size.startsWith("1 million");
        var port = platform.port(Service.TICKET);
        var agent = platform.token(Role.AGENT, "agent-1", List.of("support"));
        var admin = platform.token(Role.ADMIN, "admin", List.of());
        var ids = ids(platform);
        var random = new SplittableRandom(42);
        var rates = new ArrayList<Figure>();

        Supplier<Call> get = () -> Call.get(port, "/v1/tickets/" + ids.get(random.nextInt(ids.size())), admin);
        run.load().saturate(CLIENTS, run.seconds(4), get);
        rates.add(one(run, "get at " + size, get, large ? new Target[] {Target.P5B_GET} : new Target[0]));
        rates.add(one(
                run,
                "list of 50 at " + size,
                () -> Call.get(port, "/v1/tickets?limit=50", agent),
                large ? new Target[] {null, Target.P5B_LIST_MEDIAN, Target.P5B_LIST_TAIL} : new Target[0]));
        rates.add(one(
                run,
                "filtered list of 50 at " + size,
                () -> Call.get(port, "/v1/tickets?limit=50&status=OPEN&priority=HIGH", agent)));
        if (large) {
            search(run, port, admin, "rare word", Seeds.RARE_WORD, Target.P6_RARE);
            search(run, port, admin, "common word", Seeds.COMMON_WORD, Target.P6_COMMON);
            search(run, port, admin, "two words", "parcel+late", Target.P6_TWO);
            search(run, port, admin, "part of a word", "zircon", Target.P6_PART);
        }
        platform.requireUndisturbed();
        return rates;
    }

    private static void search(Run run, int port, String token, String what, String words, Target target)
            throws Exception {
        one(
                run,
                "search for a " + what + " at 1 million",
                () -> Call.get(port, "/v1/tickets?limit=50&q=" + words, token),
                null,
                null,
                target);
    }

    private static Figure one(
            Run run, String what, Supplier<Call> calls, @org.jspecify.annotations.Nullable Target... targets)
            throws Exception {
        run.load().saturate(CLIENTS, run.seconds(0.5), calls);
        var busy = run.load().saturate(CLIENTS, run.seconds(SECONDS), calls).requireClean(what);
        var calm = run.load()
                .atRate(Math.max(2, CALM * busy.perSecond()), CLIENTS, run.seconds(SECONDS), calls)
                .requireClean(what);
        var rate = Figure.of(what, busy.perSecond(), "requests/s");
        run.found(held(rate, targets, 0));
        run.found(held(percentile(what, calm, 50), targets, 1));
        run.found(held(percentile(what, calm, 99), targets, 2));
        return rate;
    }

    private static Figure percentile(String what, Outcome outcome, int percent) {
        return Figure.of(what + ", p" + percent, outcome.latencies().percentile(percent), "ms");
    }

    private static Figure held(Figure figure, @org.jspecify.annotations.Nullable Target[] targets, int which) {
        var target = which < targets.length ? targets[which] : null;
        return target == null ? figure : figure.against(target);
    }

    /** A platform that holds so many tickets; filled if it does not yet, and from the start if that was interrupted. */
    private static Platform seeded(Run run, long tickets) throws Exception {
        var name = "read-" + tickets;
        var var = run.installation(name).var();
        var done = var.resolve("seeded");
        if (!Files.exists(done)) {
            Trees.delete(var);
        }
        var platform = run.seeded(name, NEEDED);
        if (!Files.exists(done)) {
            var begun = System.nanoTime();
            System.out.printf("    seeding %,d tickets; this is kept ...%n", tickets);
            new Seeder(platform, tickets).seed();
            Files.createFile(done);
            System.out.printf("    seeded in %d s%n", (System.nanoTime() - begun) / 1_000_000_000);
        }
        return platform;
    }

    private static List<String> ids(Platform platform) throws Exception {
        var ids = new ArrayList<String>();
        try (var connection = platform.database(Service.TICKET).open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT id FROM ticket ORDER BY md5(id::text) LIMIT 5000")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }
}
