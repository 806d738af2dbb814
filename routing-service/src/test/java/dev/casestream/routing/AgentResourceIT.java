package dev.casestream.routing;

import static dev.casestream.routing.Scene.as;
import static dev.casestream.routing.Scene.asAdmin;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.contracts.DirectoryEntry;
import dev.casestream.contracts.Envelope;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who may configure, see and move agents, and what the directory says of them. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class AgentResourceIT {

    private final Scene scene = new Scene();

    @BeforeEach
    void setUp() {
        scene.withTeam();
    }

    @AfterEach
    void tearDown() {
        scene.close();
    }

    @Test
    void every_change_of_an_agent_is_in_the_directory_until_the_end() {
        var id = "nina-" + scene.team;
        var etag = asAdmin()
                .body(agent(id, 3))
                .post("/v1/agents")
                .then()
                .statusCode(201)
                .header("Location", "/v1/agents/" + id)
                .body("availability", equalTo("offline"))
                .extract()
                .header("ETag");
        var changed = asAdmin()
                .header("If-Match", etag)
                .body(changed(5))
                .put("/v1/agents/{id}", id)
                .then()
                .statusCode(200)
                .body("capacity", equalTo(5))
                .extract()
                .header("ETag");
        asAdmin()
                .header("If-Match", etag)
                .body(changed(6))
                .put("/v1/agents/{id}", id)
                .then()
                .statusCode(412);
        asAdmin().body(changed(6)).put("/v1/agents/{id}", id).then().statusCode(428);
        asAdmin()
                .header("If-Match", changed)
                .delete("/v1/agents/{id}", id)
                .then()
                .statusCode(204);
        asAdmin().get("/v1/agents/{id}", id).then().statusCode(404);
        asAdmin().body(agent(id, 9)).post("/v1/agents").then().statusCode(201);

        await().untilAsserted(() -> {
            var said = scene.<DirectoryEntry>directory("agent/" + id);
            assertThat(said).extracting(Envelope::version).isSorted().doesNotHaveDuplicates();
            assertThat(said)
                    .extracting(entry -> entry.data() instanceof DirectoryEntry.Agent agent ? agent.capacity() : -1)
                    .containsExactly(3, 5, -1, 9);
        });
    }

    @Test
    void a_team_is_in_the_directory_and_stays_as_long_as_it_is_in_use() {
        var agent = scene.agent("alice", 1, "offline");
        var etag = asAdmin()
                .get("/v1/teams/{id}", scene.team)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        var renamed = asAdmin()
                .header("If-Match", etag)
                .body(Map.of("name", "Renamed"))
                .put("/v1/teams/{id}", scene.team)
                .then()
                .statusCode(200)
                .extract()
                .header("ETag");
        asAdmin()
                .header("If-Match", renamed)
                .delete("/v1/teams/{id}", scene.team)
                .then()
                .statusCode(409)
                .contentType("application/problem+json")
                .body("rule", equalTo("team-in-use"))
                .body("state.agents", equalTo(1));
        asAdmin()
                .header("If-Match", "*")
                .delete("/v1/agents/{id}", agent)
                .then()
                .statusCode(204);
        asAdmin()
                .header("If-Match", renamed)
                .delete("/v1/teams/{id}", scene.team)
                .then()
                .statusCode(204);
        asAdmin().get("/v1/teams/{id}", scene.team).then().statusCode(404);
        await().untilAsserted(() -> assertThat(scene.<DirectoryEntry>directory("team/" + scene.team))
                .extracting(
                        entry -> entry.data() == null ? "gone" : entry.data().name())
                .containsExactly("Team", "Renamed", "gone"));
    }

    @Test
    void only_admins_and_owners_configure() {
        var id = "nina-" + scene.team;
        for (var role : List.of("customer", "agent", "agent-restricted", "lead", "bot", "service")) {
            as(role, "somebody", scene.team)
                    .body(agent(id, 1))
                    .post("/v1/agents")
                    .then()
                    .statusCode(403);
            as(role, "somebody", scene.team)
                    .body(Map.of("id", "other", "name", "Other"))
                    .post("/v1/teams")
                    .then()
                    .statusCode(403);
        }
        given().get("/v1/agents").then().statusCode(401);
        as("customer", "c").get("/v1/agents").then().statusCode(403);
        as("owner", "boss").body(agent(id, 1)).post("/v1/agents").then().statusCode(201);
    }

    @Test
    void agents_see_colleagues_and_nobody_else() {
        var alice = scene.agent("alice", 1, "offline");
        as("agent", "bob", scene.team).get("/v1/agents/{id}", alice).then().statusCode(200);
        as("agent", alice).get("/v1/agents/{id}", alice).then().statusCode(200);
        as("agent", "bob", "other").get("/v1/agents/{id}", alice).then().statusCode(404);
        as("agent", "bob", scene.team).get("/v1/agents").then().body("items.id", contains(alice));
        as("agent", "bob", "other").get("/v1/agents").then().body("items.id", not(hasItem(alice)));
        as("agent", "bob").get("/v1/agents").then().body("items", empty());
    }

    @Test
    void a_lead_changes_the_capacity_of_own_agents_and_nothing_else() {
        var alice = scene.agent("alice", 1, "offline");
        lead().body(alice(8, 1))
                .put("/v1/agents/{id}", alice)
                .then()
                .statusCode(200)
                .body("capacity", equalTo(8));
        lead().body(alice(8, 3))
                .put("/v1/agents/{id}", alice)
                .then()
                .statusCode(403)
                .body("rule", equalTo("lead-changes-capacity"));
        as("lead", "lena", "other")
                .header("If-Match", "*")
                .body(changed(1))
                .put("/v1/agents/{id}", alice)
                .then()
                .statusCode(404);
    }

    @Test
    void availability_is_the_agents_own_the_leads_and_the_admins() {
        var alice = scene.agent("alice", 1, "offline");
        var away = Map.of("availability", "away");
        var path = "/v1/agents/{id}/availability";
        as("lead", "lena", scene.team).body(away).put(path, alice).then().statusCode(200);
        asAdmin().body(away).put(path, alice).then().statusCode(200).body("availability", equalTo("away"));
        as("agent", "bob", scene.team).body(away).put(path, alice).then().statusCode(403);
        as("lead", "lena", "other").body(away).put(path, alice).then().statusCode(404);
        as("agent", alice)
                .body(Map.of("availability", "asleep"))
                .put(path, alice)
                .then()
                .statusCode(400);
        as("agent", alice)
                .header("If-Match", "\"1\"")
                .body(away)
                .put(path, alice)
                .then()
                .statusCode(412);
    }

    @Test
    void what_makes_no_sense_is_refused_with_the_field() {
        var id = "nina-" + scene.team;
        asAdmin()
                .body(Map.of("id", id, "name", "", "teams", List.of(), "skills", List.of(), "level", 9, "capacity", -1))
                .post("/v1/agents")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        asAdmin()
                .body(Map.of(
                        "id",
                        id,
                        "name",
                        "N",
                        "teams",
                        List.of("nowhere"),
                        "skills",
                        List.of(),
                        "level",
                        1,
                        "capacity",
                        1))
                .post("/v1/agents")
                .then()
                .statusCode(422)
                .body("rule", equalTo("unknown-team"));
        asAdmin()
                .body("{\"id\":\"x\",\"name\":\"X\",\"boss\":true}")
                .post("/v1/teams")
                .then()
                .statusCode(400);
        asAdmin().get("/v1/teams?colour=red").then().statusCode(400);
        asAdmin().get("/v1/teams?cursor=%21").then().statusCode(400);
        asAdmin().get("/v1/agents?limit=0").then().statusCode(400);
    }

    @Test
    void a_repeated_request_adds_nobody_twice() {
        var id = "nina-" + scene.team;
        for (int i = 0; i < 2; i++) {
            asAdmin()
                    .header("Idempotency-Key", id)
                    .body(agent(id, 1))
                    .post("/v1/agents")
                    .then()
                    .statusCode(201)
                    .body("id", equalTo(id));
        }
        asAdmin()
                .header("Idempotency-Key", id)
                .body(agent(id, 2))
                .post("/v1/agents")
                .then()
                .statusCode(422);
        asAdmin().body(agent(id, 1)).post("/v1/agents").then().statusCode(409).body("rule", equalTo("agent-exists"));
        await().untilAsserted(() -> assertThat(scene.directory("agent/" + id)).hasSize(1));
    }

    @Test
    void lists_are_paged() {
        var agents = List.of("a", "b", "c").stream()
                .map(name -> scene.agent(name, 1, "offline"))
                .toList();
        var first = asAdmin()
                .get("/v1/agents?team={team}&limit=2", scene.team)
                .then()
                .body("items.id", contains(agents.get(0), agents.get(1)))
                .extract();
        assertThat(first.header("Link")).contains("rel=\"next\"");
        asAdmin()
                .get("/v1/agents?team={team}&limit=2&cursor={cursor}", scene.team, first.path("nextCursor"))
                .then()
                .body("items.id", contains(agents.get(2)))
                .body("nextCursor", nullValue());
    }

    private RequestSpecification lead() {
        return as("lead", "lena", scene.team).header("If-Match", "*");
    }

    private Map<String, Object> alice(int capacity, int level) {
        return Map.of(
                "name",
                "alice",
                "teams",
                List.of(scene.team),
                "skills",
                List.of(),
                "level",
                level,
                "capacity",
                capacity);
    }

    private Map<String, Object> agent(String id, int capacity) {
        return Map.of(
                "id",
                id,
                "name",
                "Nina",
                "teams",
                List.of(scene.team),
                "skills",
                List.of("danish"),
                "level",
                2,
                "capacity",
                capacity);
    }

    private Map<String, Object> changed(int capacity) {
        return Map.of(
                "name",
                "Nina",
                "teams",
                List.of(scene.team),
                "skills",
                List.of("danish"),
                "level",
                2,
                "capacity",
                capacity);
    }
}
