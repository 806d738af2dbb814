package dev.casestream.routing;

import static dev.casestream.routing.Scene.asAdmin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent.AssignmentDeferred;
import dev.casestream.testkit.Servers;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.util.Optional;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The default team, before and after somebody is there. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class SeedDemoIT {

    @Inject
    Tx tx;

    @Inject
    Roster roster;

    @Inject
    Directory directory;

    private final Scene scene = new Scene();

    @AfterEach
    void tearDown() {
        scene.close();
    }

    @Test
    void without_a_team_tickets_wait_in_the_default_team_until_its_first_agents_come() {
        var ticket = Ids.next();
        scene.say(ticket, Scene.opened(ticket, Priority.LOW, null));
        await().untilAsserted(() -> assertThat(scene.said(ticket))
                .singleElement()
                .asInstanceOf(type(AssignmentDeferred.class))
                .satisfies(deferred -> {
                    assertThat(deferred.team()).isEqualTo("support");
                    assertThat(deferred.candidates()).isEmpty();
                }));
        start(Optional.empty());
        asAdmin().get("/v1/teams/support").then().statusCode(404);

        start(Optional.of("demo"));
        start(Optional.of("demo"));
        asAdmin()
                .get("/v1/agents?team=support")
                .then()
                .body("items.id", contains("alice", "bob", "carol", "dan"))
                .body("items.availability", contains("online", "online", "online", "offline"));
        await().untilAsserted(() -> assertThat(scene.directory("agent/dan")).hasSize(1));
        assertThat(scene.directory("team/support")).hasSize(1);
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(2));
        assertThat(scene.proposal(ticket).agent()).isEqualTo("alice");
    }

    private void start(Optional<String> seed) {
        new SeedDemo(tx, roster, directory, seed).onStart(new StartupEvent());
    }
}
