package dev.casestream.ticket.bulk;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.as;
import static dev.casestream.ticket.Scene.bob;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import dev.casestream.testkit.Servers;
import dev.casestream.ticket.Mail;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class BulkIT {

    @BeforeEach
    void staff() {
        try (var scene = new Scene()) {
            scene.staff();
        }
    }

    private static String open(String team) {
        return admin().body("""
                        {"customer": {"email": "bulk@example.org"}, "subject": "Many", "body": "b", "team": "%s"}""".formatted(team))
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static String start(RequestSpecification caller, List<String> tickets, String command, String body) {
        return caller.body("{\"tickets\": [" + quoted(tickets) + "], \"command\": \"" + command + "\", \"body\": "
                        + body + "}")
                .post("/v1/tickets/bulk")
                .then()
                .statusCode(202)
                .extract()
                .header("Location");
    }

    private static String quoted(List<String> texts) {
        return texts.stream().map(text -> "\"" + text + "\"").collect(Collectors.joining(", "));
    }

    private static JsonPath finished(String job) {
        return await().atMost(60, SECONDS)
                .until(
                        () -> admin().queryParam("limit", 200).get(job).jsonPath(),
                        path -> "finished".equals(path.getString("state")));
    }

    @Test
    void every_ticket_gets_the_command_and_each_refusal_its_reason() {
        var ours = IntStream.range(0, 30).mapToObj(i -> open("support")).toList();
        var foreign = open("billing");
        var solved = open("support");
        alice().body("{\"agent\": \"alice\"}")
                .post("/v1/tickets/" + solved + "/assign")
                .then()
                .statusCode(200);
        var all = new ArrayList<>(ours);
        all.addAll(List.of(foreign, "CS-999999999", solved));
        finished(start(alice(), all, "assign", "{\"agent\": \"alice\"}"));
        var job = start(alice(), all, "solve", "{\"resolution\": \"done\"}");
        var result = finished(job);
        assertThat(result.getInt("done")).isEqualTo(31);
        assertThat(result.getInt("failed")).isEqualTo(2);
        assertThat(result.getList("items.status", Integer.class).subList(0, 30)).containsOnly(200);
        assertThat(result.getList("items.status", Integer.class).subList(30, 33))
                .containsExactly(404, 404, 200);
        var again = finished(start(alice(), List.of(solved), "solve", "{\"resolution\": \"done\"}"));
        assertThat(again.getInt("items[0].status")).isEqualTo(409);
        assertThat(again.getString("items[0].problem.rule")).isEqualTo("solve-status");
        alice().queryParam("failed", true).get(job).then().body("items.size()", equalTo(2));
        bob().get(job).then().statusCode(404);
        admin().get("/v1/tickets/" + ours.getFirst() + "/events")
                .then()
                .body("items.actor", equalTo(List.of("agent:root", "agent:alice", "agent:alice")));
        admin().get("/v1/tickets/" + foreign).then().body("status", equalTo("NEW"));
    }

    @Test
    void whatever_is_left_by_a_crash_is_taken_up_and_nothing_is_done_twice() throws SQLException {
        var ticket = open("support");
        var job = start(admin(), List.of(ticket), "notes", "{\"body\": \"once\"}");
        finished(job);
        var id = job.substring(job.lastIndexOf('/') + 1);
        try (var connection = Scene.database();
                var statement = connection.createStatement()) {
            statement.execute(
                    "UPDATE job SET finished_at = NULL, body = '{\"body\": \"once\"}' WHERE id = '" + id + "'");
            statement.execute(
                    "UPDATE job_item SET status = NULL, claimed_until = clock_timestamp() WHERE job_id = '" + id + "'");
        }
        assertThat(finished(job).getInt("items[0].status")).isEqualTo(201);
        admin().get("/v1/tickets/" + ticket + "/messages").then().body("items.size()", equalTo(2));
    }

    @Test
    void a_ticket_that_goes_on_in_another_is_refused_with_the_other() {
        var merged = open("support");
        var into = open("support");
        admin().body("{\"into\": \"" + into + "\"}")
                .post("/v1/tickets/" + merged + "/merge")
                .then()
                .statusCode(200);
        var result = finished(start(admin(), List.of(merged), "assign", "{\"agent\": \"alice\"}"));
        assertThat(result.getInt("items[0].status")).isEqualTo(409);
        assertThat(result.getString("items[0].problem.rule")).isEqualTo("merged");
    }

    @Test
    void tickets_are_changed_by_patch_as_by_the_single_call() {
        var ticket = open("support");
        var result = finished(start(admin(), List.of(ticket), "patch", "{\"priority\": \"HIGH\"}"));
        assertThat(result.getInt("items[0].status")).isEqualTo(200);
        admin().get("/v1/tickets/" + ticket).then().body("priority", equalTo("HIGH"));
    }

    @Test
    void many_tickets_are_linked_split_timed_and_treated_by_macro_as_one_is() {
        var tickets = List.of(open("support"), open("support"));
        var problem = open("support");
        var link = "{\"type\": \"INCIDENT_OF\", \"ticket\": \"" + problem + "\"}";
        assertThat(statuses(tickets, "links", link)).containsExactly(200, 200);
        assertThat(statuses(tickets, "time-entries", "{\"minutes\": 5, \"activity\": \"call\"}"))
                .containsExactly(201, 201);
        var macro = admin().body("""
                        {"name": "Urgent", "scope": "GLOBAL", "actions": {"priority": "CRITICAL", "addTags": ["urgent"]}}""")
                .post("/v1/macros")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        assertThat(statuses(tickets, "macros/" + macro, "null")).containsExactly(200, 200);
        for (var ticket : tickets) {
            admin().get("/v1/tickets/" + ticket)
                    .then()
                    .body("priority", equalTo("CRITICAL"))
                    .body("tags", equalTo(List.of("urgent")))
                    .body("links.type", equalTo(List.of("incident-of")));
            admin().get("/v1/tickets/" + ticket + "/time-entries").then().body("items.minutes", equalTo(List.of(5)));
        }
        assertThat(statuses(List.of(problem), "incidents/replies", "{\"body\": \"It works again\"}"))
                .containsExactly(200);
        var path = "/v1/tickets/" + tickets.getFirst();
        admin().get(path).then().body("status", equalTo("SOLVED"));
        var second = writtenBesides(path);
        assertThat(statuses(tickets, "split", "{\"messages\": [\"" + second + "\"]}"))
                .containsExactly(201, 422);
    }

    /** The customer's second message. */
    private static String writtenBesides(String path) {
        var subject = Scene.subject("Another thing");
        var hint = new TicketHint(UUID.fromString(path.substring(path.lastIndexOf('/') + 1)), null, Basis.REPLY_TOKEN);
        try (var scene = new Scene()) {
            scene.say(Mail.of("bulk@example.org", subject).hinting(hint));
        }
        return await().atMost(20, SECONDS)
                .until(
                        () -> admin().get(path + "/messages")
                                .jsonPath()
                                .getList("items.findAll { it.kind == 'customer' }.id", String.class),
                        ids -> ids.size() == 2)
                .getLast();
    }

    private static List<Integer> statuses(List<String> tickets, String command, String body) {
        return finished(start(admin(), tickets, command, body)).getList("items.status", Integer.class);
    }

    @Test
    void every_command_of_a_ticket_can_be_given_to_many() {
        var message = admin().body("{\"tickets\": [\"a\"], \"command\": \"dance\"}")
                .post("/v1/tickets/bulk")
                .jsonPath()
                .getString("errors[0].message");
        assertThat(message.replace("must be one of ", "").split(", "))
                .contains(
                        "replies", "notes", "assign", "solve", "reopen", "close", "hold", "snooze", "escalate", "merge")
                .contains("unmerge", "split", "links", "time-entries", "macros/{macro}", "incidents/replies", "patch")
                .doesNotContain("attachments");
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "[\"a\"] | \"dance\" | null | command",
                "[\"a\"] | \"macros/none\" | null | command",
                "[\"a\"] | \"solve\" | {\"resolution\": \"\"} | body.resolution",
                "[\"a\"] | \"solve\" | {\"resolution\": \"x\", \"more\": 1} | body.more",
                "[\"a\"] | \"close\" | {\"x\": 1} | body",
                "[\"a\", \"a\"] | \"close\" | null | tickets",
                "[] | \"close\" | null | tickets",
            })
    void what_makes_no_sense_is_refused_at_once(String tickets, String command, String body, String field) {
        admin().body("{\"tickets\": " + tickets + ", \"command\": " + command + ", \"body\": " + body + "}")
                .post("/v1/tickets/bulk")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(field));
        as(Roles.CUSTOMER, "x")
                .body("{\"tickets\": [\"a\"], \"command\": \"close\"}")
                .post("/v1/tickets/bulk")
                .then()
                .statusCode(403);
    }
}
