package dev.casestream.bench.suite;

import dev.casestream.bench.Run;
import dev.casestream.bench.load.Call;
import dev.casestream.bench.platform.Platform;
import dev.casestream.local.key.Role;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.util.List;
import java.util.stream.IntStream;

/** As many agents as a large team has, each with room for so many tickets that most of what comes in finds somebody. */
final class Desk {
    private static final int AGENTS = 40;
    private static final int PLACES = 1_000;

    private Desk() {}

    static void fill(Run run, Platform platform) throws IOException, InterruptedException {
        var routing = platform.database(Service.ROUTING);
        try {
            if (routing.count("SELECT count(*) FROM agent") >= AGENTS) {
                return;
            }
        } catch (java.sql.SQLException e) {
            throw new IOException(e);
        }
        var token = platform.token(Role.ADMIN, "admin", List.of());
        var port = platform.port(Service.ROUTING);
        var hired = IntStream.range(0, AGENTS).iterator();
        run.load()
                .each(AGENTS, () -> {
                    var agent = hired.next();
                    return Call.post(
                            port,
                            "/v1/agents",
                            token,
                            "{\"id\":\"bench-%d\",\"name\":\"Agent %d\",\"teams\":[\"support\"],\"skills\":[],\"level\":1,\"capacity\":%d}"
                                    .formatted(agent, agent, PLACES));
                })
                .requireClean("agents");
        var present = IntStream.range(0, AGENTS).iterator();
        run.load()
                .each(
                        AGENTS,
                        () -> Call.put(
                                port,
                                "/v1/agents/bench-" + present.next() + "/availability",
                                token,
                                "{\"availability\":\"online\"}"))
                .requireClean("agents");
    }
}
