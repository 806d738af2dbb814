package dev.casestream.routing;

import static dev.casestream.routing.Scene.as;
import static dev.casestream.routing.Scene.asAdmin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Pulling from a queue, looking at it, and asking why. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class QueueIT {

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
    void two_who_ask_never_get_the_same_one() throws Exception {
        var agents = IntStream.range(0, 4)
                .mapToObj(i -> scene.agent("agent" + i, 5, "away"))
                .toList();
        var tickets = IntStream.range(0, 10)
                .mapToObj(i -> scene.open(Priority.MEDIUM))
                .toList();
        awaitWaiting(10);
        List<Callable<Response>> asks = IntStream.range(0, 16)
                .<Callable<Response>>mapToObj(i -> () -> next(agents.get(i % 4)))
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var taken = new java.util.ArrayList<UUID>();
            var none = 0;
            for (var answer : threads.invokeAll(asks)) {
                if (answer.get().statusCode() == 204) {
                    none++;
                } else {
                    answer.get().then().statusCode(200).body("rule", equalTo("pulled.v1"));
                    taken.add(UUID.fromString(answer.get().path("ticket")));
                }
            }
            assertThat(taken).containsExactlyInAnyOrderElementsOf(tickets);
            assertThat(none).isEqualTo(6);
        }
    }

    @Test
    void the_most_urgent_one_is_given_within_the_capacity_and_with_the_same_answer_to_a_repeated_request() {
        var alice = scene.agent("alice", 1, "away");
        scene.open(Priority.LOW);
        var urgent = scene.open(Priority.CRITICAL);
        awaitWaiting(2);
        for (int i = 0; i < 2; i++) {
            as("agent", alice, scene.team)
                    .header("Idempotency-Key", alice)
                    .post("/v1/teams/{id}/next", scene.team)
                    .then()
                    .statusCode(200)
                    .body("ticket", equalTo(urgent.toString()))
                    .body("chosen.agent", equalTo(alice));
        }
        await().untilAsserted(() -> assertThat(scene.said(urgent).getLast()).isInstanceOf(AssignmentProposed.class));
        assertThat(scene.envelopes(urgent).getLast().actor()).isEqualTo("agent:" + alice);
        next(alice).then().statusCode(409).body("rule", equalTo("at-capacity")).body("state.load", equalTo(1));
        next("stranger").then().statusCode(403).body("rule", equalTo("not-in-team"));
        as("agent", alice).post("/v1/teams/nowhere/next").then().statusCode(404);
        as("customer", "c").post("/v1/teams/{id}/next", scene.team).then().statusCode(403);
    }

    @Test
    void a_queue_tells_who_waits_and_who_is_there() {
        scene.agent("alice", 0, "online");
        asAdmin().get("/v1/queues?limit=200").then().statusCode(200);
        as("lead", "lena", scene.team)
                .get("/v1/queues")
                .then()
                .body("items.team", contains(scene.team))
                .body("items[0].waiting", equalTo(0))
                .body("items[0].oldestAge", nullValue())
                .body("items[0].agentsOnline", equalTo(1))
                .body("items[0].agentsFree", equalTo(0));
        scene.open(Priority.LOW);
        awaitWaiting(1);
        scene.agent("bob", 0, "offline");
        as("agent", "x", scene.team)
                .get("/v1/queues")
                .then()
                .body("items[0].waiting", equalTo(1))
                .body("items[0].oldestSince", notNullValue())
                .body("items[0].oldestAge", startsWith("PT"));
        as("agent", "x", "other").get("/v1/queues").then().body("items", empty());
        as("customer", "c").get("/v1/queues").then().statusCode(403);
    }

    @Test
    void decisions_say_why_the_latest_first_to_those_who_may_see_the_ticket() {
        var alice = scene.agent("alice", 1, "away");
        var ticket = scene.open(Priority.LOW);
        awaitWaiting(1);
        scene.availability(alice, "online");
        var path = "/v1/routing/decisions?ticket={ticket}";
        as("agent", "x", scene.team)
                .get(path, ticket)
                .then()
                .statusCode(200)
                .body("items.chosen.agent", contains(alice, null))
                .body("items[0].candidates[0].score", equalTo(0.0f))
                .body("items[1].candidates[0].excluded", equalTo("away"))
                .body("items[0].rule", equalTo("least-loaded.v1"))
                .body("items[0].ticket", equalTo(ticket.toString()))
                .body("items[0].decidedAt", notNullValue());
        var cursor = asAdmin().get(path + "&limit=1", ticket).path("nextCursor");
        asAdmin()
                .get(path + "&limit=1&cursor={cursor}", ticket, cursor)
                .then()
                .body("items.chosen.team", contains(scene.team))
                .body("items[0].chosen.agent", nullValue())
                .body("nextCursor", nullValue());
        var number = Scene.number("SELECT substr(number, 4)::int FROM assignment WHERE ticket_id = '" + ticket + "'");
        asAdmin().get(path, "cs-" + number).then().body("items.ticket", contains(ticket.toString(), ticket.toString()));
        asAdmin().get(path, "CS-0").then().statusCode(404);
        as("agent", "x", "other").get(path, ticket).then().statusCode(404);
        as("agent-restricted", alice, scene.team).get(path, ticket).then().statusCode(404);
        as("customer", "c").get(path, ticket).then().statusCode(403);
        asAdmin().get("/v1/routing/decisions").then().statusCode(400);
        scene.follow(scene.proposal(ticket));
        await().untilAsserted(() -> assertThat(Scene.seen(ticket)).isEqualTo(2));
        as("agent-restricted", alice, scene.team).get(path, ticket).then().statusCode(200);
    }

    private Response next(String agent) {
        return as("agent", agent, scene.team).post("/v1/teams/{id}/next", scene.team);
    }

    private void awaitWaiting(int tickets) {
        await().untilAsserted(() -> assertThat(Scene.number(
                        "SELECT count(*) FROM assignment WHERE waiting AND deferred AND team = '" + scene.team + "'"))
                .isEqualTo(tickets));
    }
}
