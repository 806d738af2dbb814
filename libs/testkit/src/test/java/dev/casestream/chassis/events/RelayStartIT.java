package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.testkit.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.time.Duration;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.Test;

/** From a service's start to its end its relay runs. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RelayStartIT {

    @Inject
    Pool pool;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @Test
    void a_relay_goes_on_running_however_soon_its_thread_begins() throws Exception {
        var before = runningRelays();
        var relays = IntStream.range(0, 60)
                .mapToObj(i -> new Relay(pool, new SimpleMeterRegistry(), "joints", bootstrapServers, true))
                .toList();
        try {
            relays.forEach(relay -> relay.start(new StartupEvent()));
            await().during(Duration.ofMillis(500)).until(() -> runningRelays() == before + relays.size());
        } finally {
            for (var relay : relays) {
                relay.stop(new ShutdownEvent());
            }
        }
        assertThat(runningRelays()).isEqualTo(before);
    }

    private static long runningRelays() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().equals("outbox-relay"))
                .count();
    }
}
