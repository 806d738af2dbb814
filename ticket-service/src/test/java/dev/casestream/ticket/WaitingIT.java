package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.sql.SQLException;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What tickets wait for, and what the passing of time does to them. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class WaitingIT {

    private final Scene scene = new Scene();

    @BeforeEach
    void enter() {
        scene.staff();
    }

    @AfterEach
    void leave() {
        scene.close();
    }

    @Test
    void a_snoozed_ticket_is_open_again_at_its_time() {
        var path = scene.taken();
        alice().body("{\"until\": \"%s\"}".formatted(Instant.now().plusSeconds(3)))
                .post(path + "/snooze")
                .then()
                .statusCode(200)
                .body("status", equalTo("PENDING"))
                .body("snoozedUntil", notNullValue());
        await().atMost(20, SECONDS)
                .untilAsserted(() ->
                        alice().get(path).then().body("status", equalTo("OPEN")).body("snoozedUntil", nullValue()));
        alice().get(path + "/events")
                .then()
                .body("items.type", hasItem("casestream.TicketAwakened.v1"))
                .body("items.actor", hasItem("system:ticket-service"));
    }

    @Test
    void a_time_that_makes_no_sense_is_refused() {
        var path = scene.taken();
        alice().body("{\"until\": \"2020-01-01T00:00:00Z\"}")
                .post(path + "/snooze")
                .then()
                .statusCode(409)
                .body("rule", equalTo("snooze-into-the-past"));
        alice().body("{\"until\": \"tomorrow\"}").post(path + "/snooze").then().statusCode(400);
        alice().body("{}").post(path + "/snooze").then().statusCode(400);
    }

    @Test
    void a_solved_ticket_closes_when_it_can_no_longer_be_reopened() throws SQLException {
        var path = scene.taken();
        alice().body("{\"resolution\": \"Done\"}").post(path + "/solve").then().statusCode(200);
        try (var connection = Scene.database();
                var statement = connection.prepareStatement(
                        "UPDATE ticket SET solved_at = solved_at - interval '8 days' WHERE id = ?::uuid")) {
            statement.setString(1, path.substring(path.lastIndexOf('/') + 1));
            statement.executeUpdate();
        }
        await().atMost(20, SECONDS).untilAsserted(() -> alice().get(path).then().body("status", equalTo("CLOSED")));
        alice().get(path + "/events").then().body("items.data.reason", hasItem("AUTOMATIC"));
    }

    @Test
    void a_custom_status_says_why_a_ticket_waits_and_ends_with_the_waiting() {
        status("waiting-for-documents", "PENDING");
        status("at-the-supplier", "ON_HOLD");
        var path = scene.taken();
        alice().body("{\"body\": \"Please send them\", \"customStatus\": \"waiting-for-documents\"}")
                .post(path + "/replies")
                .then()
                .statusCode(201);
        alice().get(path)
                .then()
                .body("status", equalTo("PENDING"))
                .body("customStatus", equalTo("waiting-for-documents"));
        alice().post(path + "/solve").then().statusCode(400);
        alice().header("If-Match", "*")
                .body("{\"customStatus\": \"at-the-supplier\"}")
                .patch(path)
                .then()
                .statusCode(409)
                .body("rule", equalTo("custom-status-elsewhere"));
        alice().header("If-Match", "*")
                .body("{\"customStatus\": \"unheard-of\"}")
                .patch(path)
                .then()
                .statusCode(422)
                .body("rule", equalTo("unknown-custom-status"));
        admin().delete("/v1/statuses/waiting-for-documents")
                .then()
                .statusCode(409)
                .body("rule", equalTo("in-use"));
        alice().body("{\"resolution\": \"Found them\"}")
                .post(path + "/solve")
                .then()
                .body("customStatus", nullValue());
        admin().delete("/v1/statuses/waiting-for-documents").then().statusCode(204);
        alice().post(path + "/reopen").then().statusCode(200);
        alice().body("{\"customStatus\": \"at-the-supplier\"}")
                .post(path + "/hold")
                .then()
                .body("status", equalTo("ON_HOLD"))
                .body("customStatus", equalTo("at-the-supplier"));
    }

    @Test
    void what_is_configured_is_an_administrators_to_change() {
        var body = "{\"code\": \"triage\", \"status\": \"OPEN\", \"names\": {\"en\": \"In triage\"}}";
        alice().body(body).post("/v1/statuses").then().statusCode(403);
        admin().body(body)
                .post("/v1/statuses")
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .header("Location", "/v1/statuses/triage");
        admin().body(body).post("/v1/statuses").then().statusCode(409).body("rule", equalTo("code-taken"));
        alice().get("/v1/statuses").then().statusCode(200).body("items.code", hasItem("triage"));
        admin().body(body).put("/v1/statuses/triage").then().statusCode(428);
        admin().header("If-Match", "\"9\"")
                .body(body)
                .put("/v1/statuses/triage")
                .then()
                .statusCode(412);
        admin().header("If-Match", "\"1\"")
                .body(body.replace("In triage", "Being looked at"))
                .put("/v1/statuses/triage")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("names.en", equalTo("Being looked at"));
        admin().header("If-Match", "*")
                .body(body)
                .put("/v1/statuses/other")
                .then()
                .statusCode(400);
        admin().body("{\"code\": \"two words\", \"status\": \"OPEN\", \"names\": {}}")
                .post("/v1/statuses")
                .then()
                .statusCode(400);
        admin().body("{\"code\": \"x\", \"status\": \"WAITING\", \"names\": {}}")
                .post("/v1/statuses")
                .then()
                .statusCode(400);
        admin().get("/v1/statuses/never-was").then().statusCode(404);
    }

    @Test
    void who_answers_a_new_ticket_has_it_and_routing_comes_too_late() {
        var path = scene.path("Case");
        alice().body("{\"body\": \"On it\"}").post(path + "/replies").then().statusCode(201);
        alice().get(path).then().body("agent", equalTo("alice")).body("status", equalTo("PENDING"));
        scene.propose(UUID.fromString(path.substring("/v1/tickets/".length())), 1, "bob");
        await().atMost(20, SECONDS)
                .untilAsserted(() ->
                        alice().get(path + "/events").then().body("items.data.rule", hasItem("already-assigned")));
        alice().get(path).then().body("agent", equalTo("alice"));
    }

    private static void status(String code, String within) {
        admin().body("{\"code\": \"%s\", \"status\": \"%s\", \"names\": {\"en\": \"%s\"}}"
                        .formatted(code, within, code))
                .post("/v1/statuses")
                .then()
                .statusCode(201);
    }
}
