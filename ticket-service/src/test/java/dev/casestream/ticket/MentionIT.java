package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.bob;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Notes that address agents and teams: who is told, and who finds the ticket by it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class MentionIT {

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
    void whom_a_note_addresses_is_told() {
        var path = scene.taken();
        alice().body("{\"body\": \"@bob and @billing, not @nobody or ann@example.org\"}")
                .post(path + "/notes")
                .then()
                .statusCode(201);
        alice().get(path + "/events")
                .then()
                .body("items.type", hasItem("casestream.AgentsMentioned.v1"))
                .body("items.data.agents.flatten()", hasItem("bob"))
                .body("items.data.teams.flatten()", hasItem("billing"))
                .body("items.data.agents.flatten()", not(hasItem("nobody")));
    }

    @Test
    void whom_a_note_addresses_finds_the_ticket_by_it_and_hears_of_it_live() {
        var path = scene.taken();
        var other = scene.taken();
        var otherId = alice().get(other).jsonPath().getString("id");
        var id = alice().get(path).jsonPath().getString("id");
        var after =
                bob().queryParam("after", "latest").get("/v1/events").jsonPath().getString("nextCursor");
        alice().body("{\"body\": \"@bob, have you seen this? And @billing\"}")
                .post(path + "/notes")
                .then()
                .statusCode(201);
        alice().body("{\"body\": \"@alice: to myself\"}")
                .post(other + "/notes")
                .then()
                .statusCode(201);

        mentioned(bob(), "me").then().body("items.id", hasItem(id));
        mentioned(bob(), "me").then().body("items.id", not(hasItem(otherId)));
        mentioned(alice(), "bob").then().body("items.id", hasItem(id));
        mentioned(alice(), "me").then().body("items.id", not(hasItem(id)));
        mentioned(Scene.as(Roles.AGENT, "bill", "support", "billing"), "me")
                .then()
                .body("items.id", hasItem(id));
        mentioned(Scene.as(Roles.AGENT, "sue", "support"), "me").then().body("items.id", not(hasItem(id)));
        mentioned(Scene.as(Roles.AGENT, "bob", "elsewhere"), "me").then().body("items.id", not(hasItem(id)));
        mentioned(Scene.as(Roles.CUSTOMER, "c", "support"), "bob").then().statusCode(403);
        await().untilAsserted(() -> bob().queryParam("after", after)
                .queryParam("types", "AgentsMentioned")
                .get("/v1/events")
                .then()
                .statusCode(200)
                .body("items.find { it.ticketId == '" + id + "' }.data.agents", equalTo(List.of("bob")))
                .body("items.type.unique()", equalTo(List.of("casestream.AgentsMentioned.v1"))));
    }

    @Test
    void whom_a_macro_or_an_escalation_addresses_is_told_and_nobody_whom_a_customer_names() {
        var escalated = scene.taken();
        alice().body("{\"reason\": \"needs-expert\", \"note\": \"@bob, please\"}")
                .post(escalated + "/escalate")
                .then()
                .statusCode(200);
        assertTold(escalated, List.of("bob"));

        var macro = alice().body("""
                        {"name": "Ask", "scope": "PERSONAL",
                         "actions": {"note": {"en": "@carol, is it about {{ticket.subject}}?"}}}""").post("/v1/macros").header("Location");
        var filled = scene.path("@bob");
        alice().post(filled + macro.substring("/v1".length())).then().statusCode(200);
        assertTold(filled, List.of("carol"));
    }

    private static void assertTold(String path, List<String> agents) {
        alice().get(path + "/events")
                .then()
                .body(
                        "items.findAll { it.type == 'casestream.AgentsMentioned.v1' }.data.agents.flatten()",
                        equalTo(agents));
    }

    private static Response mentioned(RequestSpecification caller, String whom) {
        return caller.queryParam("mentioned", whom).queryParam("limit", 200).get("/v1/tickets");
    }
}
