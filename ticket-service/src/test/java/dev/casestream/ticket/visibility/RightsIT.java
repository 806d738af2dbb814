package dev.casestream.ticket.visibility;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.as;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class RightsIT {

    private String path = "";
    private String id = "";

    @BeforeEach
    void a_ticket_of_support() {
        try (var scene = new Scene()) {
            scene.staff();
        }
        id = admin().body("""
                        {"customer": {"email": "r@example.org"}, "subject": "Rights", "body": "b", "team": "support"}""")
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
        path = "/v1/tickets/" + id;
    }

    private static RequestSpecification of(String agent, String... teams) {
        return as(Roles.AGENT, agent, teams);
    }

    private static void say(String agent, String rights) {
        admin().body(rights).put("/v1/rights/support/" + agent).then().statusCode(200);
    }

    @Test
    void who_may_only_read_reads_and_nothing_else() {
        say("reader", "{\"read\": true, \"reply\": false, \"change\": false, \"manage\": false}");
        for (var teams : new String[][] {{}, {"support"}}) {
            of("reader", teams).get(path).then().statusCode(200);
            of("reader", teams)
                    .body("{\"body\": \"x\"}")
                    .post(path + "/replies")
                    .then()
                    .statusCode(403);
            of("reader", teams)
                    .body("{\"body\": \"x\"}")
                    .post(path + "/notes")
                    .then()
                    .statusCode(403)
                    .body("rule", equalTo("no-right-to-reply"));
            of("reader", teams)
                    .body("{\"agent\": \"alice\"}")
                    .post(path + "/assign")
                    .then()
                    .statusCode(403);
            of("reader", teams)
                    .header("If-Match", "*")
                    .body("{\"priority\": \"LOW\"}")
                    .patch(path)
                    .then()
                    .statusCode(403);
        }
    }

    @Test
    void who_may_answer_answers_and_who_may_change_changes() {
        say("voice", "{\"read\": true, \"reply\": true, \"change\": false, \"manage\": false}");
        of("voice").body("{\"body\": \"x\"}").post(path + "/notes").then().statusCode(201);
        of("voice").post(path + "/escalate").then().statusCode(403);
        say("hand", "{\"read\": true, \"reply\": false, \"change\": true, \"manage\": false}");
        of("hand").post(path + "/escalate").then().statusCode(200);
        of("hand").body("{\"body\": \"x\"}").post(path + "/notes").then().statusCode(403);
    }

    @Test
    void a_member_whose_right_was_taken_sees_nothing_until_it_is_given_back() {
        say("lost", "{\"read\": false, \"reply\": false, \"change\": false, \"manage\": false}");
        of("lost", "support").get(path).then().statusCode(404);
        of("lost", "support").queryParam("limit", 200).get("/v1/tickets").then().body("items.id", not(hasItem(id)));
        admin().delete("/v1/rights/support/lost").then().statusCode(204);
        of("lost", "support").get(path).then().statusCode(200);
    }

    @Test
    void taking_a_ticket_from_another_needs_the_right_to_manage() {
        admin().body("{\"agent\": \"alice\"}").post(path + "/assign").then().statusCode(200);
        of("carol", "support")
                .body("{\"agent\": \"bob\"}")
                .post(path + "/assign")
                .then()
                .statusCode(403);
        say("boss-of-support", "{\"read\": true, \"reply\": true, \"change\": true, \"manage\": true}");
        of("boss-of-support")
                .body("{\"agent\": \"bob\"}")
                .post(path + "/assign")
                .then()
                .statusCode(200);
    }

    @Test
    void rights_that_make_no_sense_are_refused_and_only_administrators_give_them() {
        admin().body("{\"read\": false, \"reply\": true, \"change\": false, \"manage\": false}")
                .put("/v1/rights/support/x")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("read"));
        as(Roles.LEAD, "lena", "support")
                .body("{}")
                .put("/v1/rights/support/lena")
                .then()
                .statusCode(403);
        say("listed", "{\"read\": true, \"reply\": false, \"change\": false, \"manage\": false}");
        admin().queryParam("agent", "listed").get("/v1/rights").then().body("items.team", equalTo(List.of("support")));
    }
}
