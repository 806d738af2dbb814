package dev.casestream.local;

import static dev.casestream.local.supervisor.RunState.Status.READY;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.ThreadLocalRandom;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Services under the supervisor, with stand-ins for them. Budget: 30 s. */
class ServicesIT {
    @TempDir
    private Path home = Path.of("");

    private CommandLineRun casestream = new CommandLineRun(home, home, 0);

    @BeforeEach
    void give_them_a_checkout() {
        casestream = new CommandLineRun(
                home, home.resolve("var"), 20_000 + ThreadLocalRandom.current().nextInt(20_000));
    }

    @AfterEach
    void stop() throws Exception {
        casestream.run("down");
    }

    @Test
    void a_second_replica_has_a_port_of_its_own() throws Exception {
        StandIn.standInFor("ticket-service", home);
        StandIn.standInFor("sla-service", home);
        var outcome = casestream.run("up", "--only=ticket-service,sla-service", "--scale=ticket-service=2");
        assertThat(outcome.status()).as(outcome.output()).isZero();
        assertThat(casestream.state().children())
                .hasSize(3)
                .allMatch(child ->
                        child.status() == READY && answers(child.ports().getFirst()))
                .extracting(child -> child.ports().getFirst() - casestream.shift())
                .containsExactly(8082, 8182, 8084);
    }

    @Test
    void a_service_that_cannot_live_ends_the_start_with_its_last_words_and_nothing_left_running() throws Exception {
        StandIn.standInFor("ticket-service", home);
        StandIn.standInFor("sla-service", home);
        Files.createFile(home.resolve("broken"));
        var outcome = casestream.run("up", "--only=ticket-service,sla-service");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output())
                .contains("cannot be brought up: it ended with status 3")
                .contains("the stand-in is broken");
        assertThat(casestream.state().children()).allMatch(child -> child.process() == null);
        assertThat(casestream.state().runs()).isFalse();
    }

    @Test
    void a_service_that_is_not_built_is_named() throws Exception {
        var outcome = casestream.run("up", "--only=sla-service");
        assertThat(outcome.status()).isEqualTo(1);
        assertThat(outcome.output()).contains("sla-service is not built").contains("./mvnw");
    }

    @Test
    void what_does_not_exist_cannot_be_asked_for() throws Exception {
        assertThat(casestream.run("up", "--only=billing-service").output()).contains("There is no \"billing-service\"");
        assertThat(casestream.run("logs", "../keys/private").status()).isEqualTo(1);
        assertThat(casestream.run("reset").output()).contains("--yes");
        assertThat(casestream.run("token", "--role=nobody").output())
                .contains("no role \"nobody\"")
                .containsOnlyOnce("agent-restricted");
    }

    private static boolean answers(int port) {
        try (var socket = new Socket("127.0.0.1", port)) {
            return socket.isConnected();
        } catch (IOException e) {
            return false;
        }
    }
}
