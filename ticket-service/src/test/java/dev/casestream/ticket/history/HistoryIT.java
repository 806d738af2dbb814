package dev.casestream.ticket.history;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.as;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class HistoryIT {

    private String path = "";

    @BeforeEach
    void a_ticket() {
        try (var scene = new Scene()) {
            scene.staff();
        }
        path = "/v1/tickets/"
                + admin().body("""
                                {"customer": {"email": "history@example.org"}, "subject": "Case", "body": "b", "priority": "LOW"}""")
                        .post("/v1/tickets")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id");
    }

    private void triage(String priority) {
        alice().header("If-Match", "*")
                .body("{\"priority\": \"" + priority + "\"}")
                .patch(path)
                .then()
                .statusCode(200);
    }

    /** When the event of that version was decided. */
    private String at(int version) {
        return alice().get(path + "/events").then().extract().path("items[" + (version - 1) + "].at");
    }

    private ValidatableResponse difference(RequestSpecification caller, String from, String to) {
        return caller.queryParam("from", from)
                .queryParam("to", to)
                .get(path + "/difference")
                .then();
    }

    @Test
    void between_two_instants_is_told_what_is_other_than_before() {
        triage("HIGH");
        alice().body("{\"agent\": \"alice\"}").post(path + "/assign").then().statusCode(200);
        triage("LOW");
        difference(alice(), at(1), at(3))
                .statusCode(200)
                .body("events", equalTo(2))
                .body("changes.field", contains("agent", "priority", "status"))
                .body("changes.before", contains(nullValue(), equalTo("LOW"), equalTo("NEW")))
                .body("changes.after", contains("alice", "HIGH", "OPEN"));
        difference(alice(), at(1), at(4)).body("events", equalTo(3)).body("changes.field", not(hasItem("priority")));
        difference(alice(), at(4), at(4)).body("events", equalTo(0)).body("changes", empty());
        difference(alice(), "2001-01-01T00:00:00Z", at(1))
                .body("changes.find { it.field == 'status' }.before", nullValue())
                .body("changes.find { it.field == 'status' }.after", equalTo("NEW"));
        alice().queryParam("from", at(3)).get(path + "/difference").then().body("changes.field", contains("priority"));
    }

    @ParameterizedTest
    @CsvSource({"yesterday, 2026-01-01T00:00:00Z, from", "2026-01-02T00:00:00Z, 2026-01-01T00:00:00Z, to"})
    void instants_that_make_no_sense_are_refused(String from, String to, String field) {
        difference(alice(), from, to).statusCode(400).body("errors[0].field", equalTo(field));
        alice().get(path + "/difference").then().statusCode(400).body("errors[0].field", equalTo("from"));
    }

    @Test
    void only_who_sees_the_ticket_sees_its_history() {
        difference(as(Roles.AGENT, "carol", "billing"), at(1), at(1)).statusCode(404);
        difference(as(Roles.CUSTOMER, "somebody"), at(1), at(1)).statusCode(403);
    }
}
