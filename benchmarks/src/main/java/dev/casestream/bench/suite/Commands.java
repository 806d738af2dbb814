package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.load.Call;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.bench.platform.Database;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.key.Role;
import dev.casestream.local.topology.Service;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** What agents do, many at once. */
public final class Commands implements Benchmark {
    private static final int AGENTS = 16;
    private static final int BLOCK = 100;
    private static final double SECONDS = 10;
    private static final double CALM = 0.7;

    @Override
    public String name() {
        return "command";
    }

    @Override
    public String method() {
        return "16 connections send assign, reply and solve over many tickets, each command once per ticket; latencies at"
                + " 70 % of that rate. Then 16 agents write notes on one ticket.";
    }

    @Override
    public List<String> needs() {
        return List.of("ticket");
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        var token = platform.token(Role.ADMIN, "admin", List.of());
        var work = new Work(platform.port(Service.TICKET), token, unsolved(platform.database(Service.TICKET)));
        run.load().saturate(AGENTS, run.seconds(3), work);
        var cpu = platform.cpu();
        var outcome = run.load().saturate(AGENTS, run.seconds(SECONDS), work).requireClean(name());
        var figure = run.found(Figure.of("commands over many tickets", outcome.perSecond(), "commands/s")
                .to(run.findings().require(Limits.COMMITS))
                .against(Target.P4));
        run.found(Figure.of("processor a command, all services", (platform.cpu() - cpu) / 1e6 / outcome.done(), "ms"));
        var calm = run.load()
                .atRate(CALM * figure.value(), AGENTS, run.seconds(SECONDS / 2), work)
                .requireClean(name());
        run.found(Figure.of("commands, p50", calm.latencies().percentile(50), "ms"));
        run.found(Figure.of("commands, p99", calm.latencies().percentile(99), "ms"));
        oneTicket(run, platform, token, work.tickets.getLast());
        Settled.await(platform);
        platform.requireUndisturbed();
    }

    private static void oneTicket(Run run, Platform platform, String token, String ticket) throws Exception {
        var port = platform.port(Service.TICKET);
        var outcome = run.load()
                .saturate(
                        AGENTS,
                        run.seconds(4),
                        () -> Call.post(
                                port, "/v1/tickets/" + ticket + "/notes", token, "{\"body\":\"Called the carrier.\"}"))
                .requireClean("notes");
        run.found(Figure.of("notes by 16 agents on one ticket", outcome.perSecond(), "commands/s"));
        run.found(Figure.of(
                "notes by 16 agents on one ticket, p99", outcome.latencies().percentile(99), "ms"));
    }

    private static List<String> unsolved(Database database) throws SQLException {
        var ids = new ArrayList<String>();
        try (var connection = database.open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(
                        "SELECT id FROM ticket WHERE status IN ('NEW', 'OPEN') ORDER BY id LIMIT 60000")) {
            while (rows.next()) {
                ids.add(rows.getString(1));
            }
        }
        return ids;
    }

    /** Blocks of tickets: all of a block are assigned, then answered, then solved, so that no two commands meet. */
    private static final class Work implements Supplier<Call> {
        private static final List<List<String>> STEPS = List.of(
                List.of("assign", "{\"team\":\"support\",\"agent\":\"alice\"}"),
                List.of(
                        "replies",
                        "{\"body\":\"We have asked the carrier and send a new one today.\",\"status\":\"OPEN\"}"),
                List.of("solve", "{\"resolution\":\"A new parcel was sent.\"}"));

        private final int port;
        private final String token;
        private final List<String> tickets;
        private int next;

        Work(int port, String token, List<String> tickets) {
            if (tickets.size() < BLOCK) {
                throw new IllegalStateException("there are only " + tickets.size() + " tickets to work on");
            }
            this.port = port;
            this.token = token;
            this.tickets = tickets;
        }

        @Override
        public Call get() {
            var command = next++;
            var block = command / (BLOCK * STEPS.size());
            var step = STEPS.get(command / BLOCK % STEPS.size());
            var ticket = block * BLOCK + command % BLOCK;
            if (ticket >= tickets.size()) {
                throw new IllegalStateException("no more tickets to work on");
            }
            return Call.post(port, "/v1/tickets/" + tickets.get(ticket) + "/" + step.getFirst(), token, step.getLast());
        }
    }
}
