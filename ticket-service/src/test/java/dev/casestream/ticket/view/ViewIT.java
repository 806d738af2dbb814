package dev.casestream.ticket.view;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.as;
import static dev.casestream.ticket.Scene.bob;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.not;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class ViewIT {

    private static String keep(RequestSpecification caller, String scope, String filter) {
        return caller.body("{\"name\": \"Mine\", \"filter\": " + filter + ", " + scope + "}")
                .post("/v1/views")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @Test
    void a_view_lists_and_counts_what_its_reader_sees() {
        var tag = Scene.subject("v").substring(2);
        for (var agent : new String[] {"first", "second"}) {
            admin().body("""
                            {"customer": {"email": "%1$s@example.org"}, "subject": "Seen %2$s", "body": "b", "tags": ["%1$s"]}""".formatted(tag, agent)).post("/v1/tickets").then().statusCode(201);
        }
        var view = keep(alice(), "\"scope\": \"PERSONAL\"", "{\"tag\": [\"" + tag + "\"], \"status\": [\"NEW\"]}");
        alice().get("/v1/views/" + view)
                .then()
                .body("count.tickets", equalTo(2))
                .body("count.more", equalTo(false));
        alice().get("/v1/views/" + view + "/tickets").then().statusCode(200).body("items.size()", equalTo(2));
        alice().queryParam("counts", true)
                .queryParam("limit", 200)
                .get("/v1/views")
                .then()
                .body("items.find { it.id == '" + view + "' }.count.tickets", equalTo(2));
        var mine = keep(admin(), "\"scope\": \"GLOBAL\"", "{\"agent\": [\"me\"], \"tag\": [\"" + tag + "\"]}");
        as(Roles.AGENT, "dave", "sales")
                .get("/v1/views/" + mine)
                .then()
                .statusCode(200)
                .body("count.tickets", equalTo(0));
    }

    @Test
    void personal_views_are_ones_own_and_others_need_who_may_keep_them() {
        var personal = keep(alice(), "\"scope\": \"PERSONAL\"", "{}");
        bob().get("/v1/views/" + personal).then().statusCode(404);
        bob().queryParam("limit", 200).get("/v1/views").then().body("items.id", not(hasItem(personal)));
        admin().get("/v1/views/" + personal).then().statusCode(404);
        alice().body("{\"name\": \"x\", \"scope\": \"GLOBAL\", \"filter\": {}}")
                .post("/v1/views")
                .then()
                .statusCode(403);
        alice().body("{\"name\": \"x\", \"scope\": \"TEAM\", \"team\": \"support\", \"filter\": {}}")
                .post("/v1/views")
                .then()
                .statusCode(403);
        var team = keep(as(Roles.LEAD, "lena", "support"), "\"scope\": \"TEAM\", \"team\": \"support\"", "{}");
        bob().get("/v1/views/" + team).then().statusCode(200);
        bob().delete("/v1/views/" + team).then().statusCode(403);
        as(Roles.AGENT, "carol", "billing").get("/v1/views/" + team).then().statusCode(404);
        as(Roles.LEAD, "lena", "support").delete("/v1/views/" + team).then().statusCode(204);
        as(Roles.CUSTOMER, "x").get("/v1/views").then().statusCode(403);
    }

    @Test
    void a_view_is_changed_by_who_has_read_it() {
        var view = keep(alice(), "\"scope\": \"PERSONAL\"", "{}");
        var changed =
                "{\"name\": \"Other\", \"scope\": \"PERSONAL\", \"filter\": {\"q\": [\"refund\"]}, \"sort\": \"relevance\"}";
        alice().body(changed).put("/v1/views/" + view).then().statusCode(428);
        alice().header("If-Match", "\"1\"")
                .body(changed)
                .put("/v1/views/" + view)
                .then()
                .statusCode(200);
        alice().header("If-Match", "\"1\"")
                .body(changed)
                .put("/v1/views/" + view)
                .then()
                .statusCode(412);
        alice().get("/v1/views/" + view + "/tickets").then().statusCode(200);
        alice().delete("/v1/views/" + view).then().statusCode(204);
        alice().get("/v1/views/" + view).then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"statuses\": [\"NEW\"]} | null | filter.statuses",
                "{\"status\": [\"ASLEEP\"]} | null | status",
                "{\"q\": [\"-x\"]} | null | q",
                "{\"q\": [\"a\", \"b\"]} | null | filter.q",
                "{\"requester\": [\"x\"]} | null | requester",
                "{} | \"nonsense\" | sort",
                "{} | \"relevance\" | sort",
            })
    void a_view_of_what_no_list_has_is_refused_by_name(String filter, String sort, String field) {
        alice().body("{\"name\": \"x\", \"scope\": \"PERSONAL\", \"filter\": " + filter + ", \"sort\": " + sort + "}")
                .post("/v1/views")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo(field));
    }
}
