package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.bob;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.NotificationEvent.Delivery;
import dev.casestream.contracts.NotificationEvent.DeliveryBounced;
import dev.casestream.contracts.NotificationEvent.DeliveryConfirmed;
import dev.casestream.contracts.NotificationEvent.DeliverySent;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.AssignmentDeclined;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class CommandIT {

    private static final String PROBLEM = "application/problem+json";

    private final Scene scene = new Scene();

    @BeforeEach
    void enter() {
        scene.staff();
    }

    @AfterEach
    void leave() {
        scene.close();
    }

    private String opened() {
        return "/v1/tickets/"
                + scene.opened(Mail.of("cust@example.org", Scene.subject("Case")))
                        .getString("id");
    }

    /** Opened, and alice has it. */
    private String taken() {
        var path = opened();
        alice().body("{\"agent\": \"alice\"}").post(path + "/assign").then().statusCode(200);
        return path;
    }

    @Test
    void a_ticket_is_assigned_answered_solved_reopened_and_closed() {
        var path = taken();
        alice().body("{\"body\": \"Try again\"}")
                .post(path + "/replies")
                .then()
                .statusCode(201)
                .header("ETag", "\"3\"")
                .body("kind", equalTo("reply"))
                .body("author.role", equalTo("agent"))
                .body("author.name", equalTo("Agent alice"))
                .body("delivery.state", equalTo("queued"));
        alice().get(path).then().body("status", equalTo("PENDING")).body("version", equalTo(3));
        alice().body("{\"resolution\": \"Turned it off and on\"}")
                .post(path + "/solve")
                .then()
                .statusCode(200)
                .body("status", equalTo("SOLVED"))
                .body("resolution", equalTo("Turned it off and on"));
        alice().body("{\"correction\": true}").post(path + "/reopen").then().body("status", equalTo("OPEN"));
        alice().body("{}").post(path + "/hold").then().body("status", equalTo("ON_HOLD"));
        alice().body("{\"html\": \"<p>Solved<script>alert(1)</script></p>\", \"status\": \"SOLVED\"}")
                .post(path + "/replies")
                .then()
                .statusCode(201)
                .body("body", equalTo("Solved"))
                .body("html", equalTo("<p>Solved</p>"));
        alice().post(path + "/close").then().statusCode(200).body("status", equalTo("CLOSED"));
        alice().get(path + "/messages").then().body("items.kind", equalTo(List.of("customer", "reply", "reply")));
        alice().get(path + "/events")
                .then()
                .body("items.version", equalTo(List.of(1, 2, 3, 4, 5, 6, 7, 8, 9)))
                .body("items[1].actor", equalTo("agent:alice"))
                .body("items[1].data.agent", equalTo("alice"));
    }

    @Test
    void a_refused_command_names_the_rule_and_the_state() {
        admin().body("{\"resolution\": \"x\"}")
                .post(opened() + "/solve")
                .then()
                .statusCode(409)
                .contentType(PROBLEM)
                .body("rule", equalTo("solve-needs-agent"))
                .body("state.status", equalTo("NEW"));
    }

    @Test
    void an_edit_needs_the_version_that_was_read() {
        var path = opened();
        alice().body("{\"priority\": \"HIGH\"}")
                .patch(path)
                .then()
                .statusCode(428)
                .contentType(PROBLEM);
        alice().header("If-Match", "\"7\"")
                .body("{\"priority\": \"HIGH\"}")
                .patch(path)
                .then()
                .statusCode(412);
        alice().header("If-Match", "\"1\"")
                .body("{\"priority\": \"HIGH\", \"tags\": [\"vip\", \"vip\"], \"category\": \"refund\", \"level\": 2}")
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("priority", equalTo("HIGH"))
                .body("tags", equalTo(List.of("vip")));
        alice().header("If-Match", "\"2\"")
                .contentType("application/merge-patch+json")
                .body("{\"category\": null}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("category", nullValue())
                .body("level", equalTo(2));
        alice().header("If-Match", "\"1\"")
                .body("{\"body\": \"late\"}")
                .post(path + "/notes")
                .then()
                .statusCode(412);
    }

    @Test
    void an_edit_that_makes_no_sense_says_why() {
        var path = opened();
        for (var wrong : List.of(
                "{\"number\": \"CS-1\"}",
                "{\"subject\": \" \"}",
                "{\"fields\": \"none\"}",
                "{\"priority\": \"URGENT\"}",
                "{\"priority\": null}",
                "{\"level\": 4}",
                "{\"level\": \"two\"}",
                "{\"tags\": [\"two words\"]}",
                "{\"tags\": \"vip\"}",
                "[]",
                "{")) {
            alice().header("If-Match", "\"1\"")
                    .body(wrong)
                    .patch(path)
                    .then()
                    .statusCode(400)
                    .contentType(PROBLEM);
        }
    }

    @Test
    void of_parallel_edits_of_one_version_one_wins() throws Exception {
        var path = opened();
        var edits = IntStream.range(0, 100)
                .<Callable<Integer>>mapToObj(i -> () -> alice().header("If-Match", "\"1\"")
                        .body("{\"tags\": [\"t" + i + "\"]}")
                        .patch(path)
                        .statusCode())
                .toList();
        try (var threads = Executors.newFixedThreadPool(8)) {
            var statuses = threads.invokeAll(edits).stream()
                    .map(Future::resultNow)
                    .collect(Collectors.groupingBy(status -> status, Collectors.counting()));
            assertThat(statuses).containsEntry(200, 1L).containsEntry(412, 99L);
        }
        alice().get(path).then().body("version", equalTo(2));
    }

    @Test
    void a_repeated_post_has_one_effect_and_one_answer() {
        var path = taken();
        var key = Ids.next().toString();
        var first = alice().header("Idempotency-Key", key)
                .body("{\"body\": \"once\"}")
                .post(path + "/replies");
        var again = alice().header("Idempotency-Key", key)
                .body("{\"body\": \"once\"}")
                .post(path + "/replies");
        assertThat(first.statusCode()).isEqualTo(201);
        assertThat(again.statusCode()).isEqualTo(201);
        assertThat(again.jsonPath().getMap("")).isEqualTo(first.jsonPath().getMap(""));
        assertThat(again.header("ETag")).isEqualTo(first.header("ETag"));
        alice().header("Idempotency-Key", key)
                .body("{\"body\": \"other\"}")
                .post(path + "/replies")
                .then()
                .statusCode(422)
                .contentType(PROBLEM);
        alice().get(path).then().body("version", equalTo(3));
    }

    @Test
    void a_bots_reply_is_not_a_humans() {
        var path = opened();
        Scene.as(Roles.BOT, "helper", "support")
                .body("{\"body\": \"Have you tried?\", \"status\": \"OPEN\"}")
                .post(path + "/replies")
                .then()
                .statusCode(201)
                .body("author.role", equalTo("bot"));
        assertThat(events(path, 2).get(1).require())
                .isInstanceOfSatisfying(
                        ReplyAccepted.class,
                        reply -> assertThat(reply.authorRole()).isEqualTo(AuthorRole.BOT));
    }

    @Test
    void only_a_lead_takes_a_ticket_from_another_agent() {
        var path = taken();
        bob().body("{\"agent\": \"bob\"}")
                .post(path + "/assign")
                .then()
                .statusCode(403)
                .contentType(PROBLEM);
        Scene.as(Roles.LEAD, "lena", "support")
                .body("{\"agent\": \"bob\"}")
                .post(path + "/assign")
                .then()
                .statusCode(200)
                .body("agent", equalTo("bob"));
    }

    @Test
    void nobody_is_given_a_ticket_who_is_not_there() {
        var path = opened();
        admin().body("{\"agent\": \"nobody\"}")
                .post(path + "/assign")
                .then()
                .statusCode(422)
                .body("rule", equalTo("unknown-agent"));
        admin().body("{\"team\": \"nowhere\"}").post(path + "/assign").then().statusCode(422);
        admin().body("{\"agent\": \"carol\", \"team\": \"support\"}")
                .post(path + "/assign")
                .then()
                .statusCode(422);
        admin().body("{}").post(path + "/assign").then().statusCode(400);
        admin().body("{\"agent\": \"carol\"}").post(path + "/assign").then().body("team", equalTo("billing"));
    }

    @Test
    void a_proposal_is_followed_and_a_second_one_declined() {
        var path = opened();
        var id = UUID.fromString(path.substring("/v1/tickets/".length()));
        scene.propose(id, 1, "bob");
        assertThat(events(path, 2).get(1).require()).isInstanceOfSatisfying(TicketAssigned.class, assigned -> {
            assertThat(assigned.agent()).isEqualTo("bob");
            assertThat(assigned.decisionId()).isNotNull();
        });
        scene.propose(id, 1, "alice");
        assertThat(events(path, 3).get(2).require())
                .isInstanceOfSatisfying(
                        AssignmentDeclined.class,
                        declined -> assertThat(declined.rule()).isEqualTo("already-assigned"));
        admin().get(path).then().body("agent", equalTo("bob")).body("status", equalTo("OPEN"));
    }

    @Test
    void the_ticket_of_an_agent_who_has_gone_moves_to_another_and_only_that() {
        var path = taken();
        var id = UUID.fromString(path.substring("/v1/tickets/".length()));
        scene.move(id, 2, "alice", "bob");
        assertThat(events(path, 3).get(2).require()).isInstanceOfSatisfying(TicketAssigned.class, assigned -> {
            assertThat(assigned.agent()).isEqualTo("bob");
            assertThat(assigned.decisionId()).isNotNull();
        });
        scene.move(id, 2, "alice", "carol");
        assertThat(events(path, 4).get(3).require()).isInstanceOf(AssignmentDeclined.class);
        admin().get(path).then().body("agent", equalTo("bob"));
    }

    @Test
    void what_became_of_a_reply_shows_on_it() {
        var path = taken();
        var reply =
                alice().body("{\"body\": \"Hello\"}").post(path + "/replies").jsonPath();
        var ticket = UUID.fromString(path.substring("/v1/tickets/".length()));
        var delivery = new Delivery(
                Ids.next(), ticket + "/x", UUID.fromString(reply.getString("id")), "reply", "email", Ids.next());
        var told = List.of(
                new DeliverySent(ticket, Instant.now(), delivery, 1),
                new DeliveryConfirmed(ticket, Instant.now(), delivery),
                new DeliveryBounced(ticket, Instant.now(), delivery, "dsn-5.1.1"));
        var states = List.of("sent", "delivered", "bounced");
        for (int i = 0; i < told.size(); i++) {
            var state = states.get(i);
            scene.kafka.say(
                    Topic.NOTIFICATIONS,
                    Cause.request("system:notification-service")
                            .envelope("/notification-service", ticket + "/x", i + 1, Instant.now(), told.get(i)));
            await().atMost(20, SECONDS)
                    .untilAsserted(
                            () -> alice().get(path + "/messages").then().body("items.delivery.state", hasItem(state)));
        }
        alice().get(path + "/messages").then().body("items.delivery.reason", hasItem("dsn-5.1.1"));
    }

    @Test
    void a_ticket_is_seen_as_it_was() {
        var path = taken();
        var assigned = events(path, 2).get(1).time();
        alice().body("{\"resolution\": \"Done\"}").post(path + "/solve").then().statusCode(200);
        alice().queryParam("asOf", assigned.toString())
                .get(path)
                .then()
                .statusCode(200)
                .body("status", equalTo("OPEN"))
                .body("agent", equalTo("alice"))
                .body("version", equalTo(2))
                .body("resolution", nullValue());
        alice().queryParam("asOf", assigned.minusNanos(1000).toString())
                .get(path)
                .then()
                .body("status", equalTo("NEW"))
                .body("agent", nullValue());
        alice().queryParam("asOf", "2001-01-01T00:00:00Z").get(path).then().statusCode(404);
        alice().queryParam("asOf", "yesterday").get(path).then().statusCode(400).contentType(PROBLEM);
    }

    @Test
    void an_agent_opens_a_ticket_for_someone_who_is_known_or_new() {
        var subject = Scene.subject("On the phone");
        var body = """
                {"customer": {"name": "Grace", "email": "Grace@Example.org"}, "subject": "%s", "body": "It hurts",
                 "priority": "HIGH", "tags": ["phone"]}""".formatted(subject);
        var created = alice().body(body).post("/v1/tickets");
        created.then()
                .statusCode(201)
                .header("ETag", "\"1\"")
                .body("requester.email", equalTo("grace@example.org"))
                .body("priority", equalTo("HIGH"));
        assertThat(created.header("Location"))
                .endsWith("/v1/tickets/" + created.jsonPath().getString("id"));
        var customer = created.jsonPath().getString("requester.id");
        alice().body("""
                        {"customer": {"id": "%s"}, "subject": "Again", "body": "Still"}""".formatted(customer))
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .body("requester.id", equalTo(customer));
        alice().get("/v1/customers/" + customer).then().statusCode(200).body("name", equalTo("Grace"));
        alice().queryParam("q", "grac").get("/v1/customers").then().body("items.id", hasItem(customer));
        alice().body("{\"customer\": {\"id\": \"" + Ids.next() + "\"}, \"subject\": \"x\", \"body\": \"x\"}")
                .post("/v1/tickets")
                .then()
                .statusCode(422);
    }

    @Test
    void people_who_are_created_at_the_same_time_are_one() throws Exception {
        var email = Scene.subject("new").substring(4) + "@example.org";
        var body = "{\"customer\": {\"email\": \"" + email + "\"}, \"subject\": \"x\", \"body\": \"x\"}";
        var posts = IntStream.range(0, 12)
                .<Callable<String>>mapToObj(i -> () -> alice().body(body)
                        .post("/v1/tickets")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("requester.id"))
                .toList();
        try (var threads = Executors.newFixedThreadPool(6)) {
            assertThat(threads.invokeAll(posts).stream().map(Future::resultNow).distinct())
                    .hasSize(1);
        }
    }

    @Test
    void what_is_unknown_or_too_much_is_refused_clearly() {
        var path = taken();
        for (Response wrong : List.of(
                alice().body("{\"body\": \"x\", \"color\": \"red\"}").post(path + "/replies"),
                alice().body("{\"body\": \"  \"}").post(path + "/replies"),
                alice().body("{\"body\": 5, \"status\": \"LOST\"}").post(path + "/replies"),
                alice().body("{\"body\": \"" + "x".repeat(70_000) + "\"}").post(path + "/replies"),
                alice().body("{\"reason\": \"because I say so\"}").post(path + "/escalate"),
                alice().body("{}").post(path + "/solve"),
                alice().body("{\"subject\": \"x\", \"body\": \"x\"}").post("/v1/tickets"),
                alice().body("{\"customer\": {}, \"subject\": \"x\", \"body\": \"x\"}")
                        .post("/v1/tickets"),
                alice().queryParam("color", "red").get(path),
                alice().queryParam("status", "LOST").get("/v1/tickets"),
                alice().queryParam("requester", "me").get("/v1/tickets"),
                alice().queryParam("organisation", "acme").get("/v1/tickets"),
                alice().queryParam("sort", "color").get("/v1/tickets"),
                alice().queryParam("cursor", "xyz").get("/v1/tickets"),
                alice().queryParam("limit", "0").get("/v1/tickets"),
                alice().queryParam("count", "all").get("/v1/tickets"))) {
            wrong.then().statusCode(400).contentType(PROBLEM);
        }
        for (var unknown : List.of("/v1/tickets/CS-1", "/v1/tickets/" + Ids.next(), "/v1/tickets/%27OR%201=1")) {
            alice().get(unknown).then().statusCode(404).contentType(PROBLEM);
        }
    }

    @Test
    void what_has_happened_cannot_be_rewritten() throws SQLException {
        opened();
        try (var connection = Scene.database();
                var statement = connection.createStatement()) {
            for (var rewriting : List.of("UPDATE ticket_event SET actor = 'x'", "DELETE FROM ticket_event")) {
                assertThatThrownBy(() -> statement.executeUpdate(rewriting)).hasMessageContaining("append-only");
            }
        }
    }

    @Test
    void a_ticket_that_is_open_again_has_no_resolution() {
        var path = taken();
        alice().body("{\"resolution\": \"Wrong\"}").post(path + "/solve").then().statusCode(200);
        alice().body("{}")
                .post(path + "/reopen")
                .then()
                .statusCode(200)
                .body("resolution", nullValue())
                .body("solvedAt", nullValue());
    }

    @Test
    void escalating_raises_and_notes_why() {
        var path = taken();
        alice().body("{\"reason\": \"needs-expert\", \"note\": \"Beyond me\"}")
                .post(path + "/escalate")
                .then()
                .statusCode(200)
                .body("level", equalTo(2))
                .body("priority", equalTo("HIGH"))
                .body("version", equalTo(4));
        alice().get(path + "/messages").then().body("items.kind", equalTo(List.of("customer", "note")));
    }

    private List<Envelope<TicketEvent>> events(String path, int atLeast) {
        return await().atMost(20, SECONDS)
                .until(
                        () -> scene.kafka.<TicketEvent>read(Topic.TICKETS, path.substring("/v1/tickets/".length())),
                        events -> events.size() >= atLeast);
    }
}
