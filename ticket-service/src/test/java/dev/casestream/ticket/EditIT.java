package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.bob;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.not;

import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Edits of one ticket by several people, and of what administrators have defined. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class EditIT {

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
    void edits_of_different_fields_merge_and_of_the_same_do_not() {
        var path = scene.path("Case");
        bob().header("If-Match", "\"1\"")
                .body("{\"priority\": \"HIGH\"}")
                .patch(path)
                .then()
                .statusCode(200);
        alice().header("If-Match", "\"1\"")
                .body("{\"tags\": [\"vip\"], \"subject\": \"Clearer\"}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("priority", equalTo("HIGH"))
                .body("subject", equalTo("Clearer"))
                .body("tags", equalTo(List.of("vip")));
        alice().header("If-Match", "\"1\"")
                .body("{\"priority\": \"LOW\"}")
                .patch(path)
                .then()
                .statusCode(412)
                .header("ETag", "\"4\"")
                .body("changes.actor", hasItem("agent:bob"))
                .body("changes.type", hasItem("casestream.TicketTriaged.v1"))
                .body("changes.version", equalTo(List.of(2, 3, 4)));
        alice().header("If-Match", "\"2\"")
                .body("{\"subject\": \"Mine\"}")
                .patch(path)
                .then()
                .statusCode(412);
        alice().header("If-Match", "\"2\"")
                .body("{\"body\": \"late\"}")
                .post(path + "/notes")
                .then()
                .statusCode(412)
                .body("changes.type", hasItem("casestream.FieldsChanged.v1"));
        alice().get(path).then().body("version", equalTo(4));
    }

    @Test
    void custom_fields_are_of_their_types_and_required_where_it_is_told() {
        field("order", "TEXT", ", \"categories\": [\"refunds\"], \"requiredFor\": [\"SOLVED\"]");
        field("amount", "NUMBER", "");
        field("colour", "CHOICE", ", \"options\": [\"red\", \"blue\"]");
        field("inspector", "USER", "");
        var path = scene.taken();
        for (var wrong :
                List.of("{\"amount\": \"many\"}", "{\"colour\": \"pink\"}", "{\"order\": 5}", "{\"inspector\": 1}")) {
            edit(path, "{\"fields\": " + wrong + "}", 400);
        }
        edit(path, "{\"fields\": {\"unheard-of\": 1}}", 422);
        edit(path, "{\"fields\": {\"inspector\": \"nobody\"}}", 422);
        edit(
                path,
                "{\"category\": \"refunds\", \"fields\": {\"amount\": 12.5, \"colour\": \"red\", \"inspector\": \"bob\"}}",
                200);
        alice().body("{\"resolution\": \"Paid\"}")
                .post(path + "/solve")
                .then()
                .statusCode(409)
                .body("rule", equalTo("missing-fields"))
                .body("detail", equalTo("To be filled in before it is SOLVED: order"));
        alice().body("{\"body\": \"Paid\", \"status\": \"SOLVED\"}")
                .post(path + "/replies")
                .then()
                .statusCode(409);
        edit(path, "{\"fields\": {\"order\": \"A-17\", \"colour\": null}}", 200);
        alice().body("{\"resolution\": \"Paid\"}")
                .post(path + "/solve")
                .then()
                .statusCode(200)
                .body("fields.amount", equalTo(12.5f))
                .body("fields.order", equalTo("A-17"))
                .body("fields", not(hasKey("colour")));
        admin().delete("/v1/fields/amount").then().statusCode(409);
        admin().delete("/v1/fields/colour").then().statusCode(204);
        admin().body("{\"code\": \"no-options\", \"type\": \"CHOICE\", \"names\": {}}")
                .post("/v1/fields")
                .then()
                .statusCode(400);
    }

    @Test
    void once_categories_are_configured_agents_choose_among_them() {
        var path = scene.taken();
        edit(path, "{\"category\": \"anything\"}", 200);
        admin().body("{\"code\": \"delivery\", \"names\": {\"en\": \"Delivery\", \"de\": \"Lieferung\"}}")
                .post("/v1/categories")
                .then()
                .statusCode(201);
        try {
            edit(path, "{\"category\": \"else\"}", 422);
            open("else")
                    .statusCode(422)
                    .body("rule", equalTo("unknown-category"))
                    .body("errors[0].field", equalTo("category"));
            var opened = open("delivery").statusCode(201).extract().<String>path("id");
            edit("/v1/tickets/" + opened, "{\"category\": null}", 200);
            var mail = Mail.of("cust@example.org", Scene.subject("From a form")).about("else");
            assertThat(scene.opened(mail).getString("category")).isEqualTo("else");
            edit(path, "{\"priority\": \"LOW\"}", 200);
            edit(path, "{\"category\": \"delivery\"}", 200);
            admin().delete("/v1/categories/delivery").then().statusCode(409);
            edit(path, "{\"category\": null}", 200);
        } finally {
            admin().delete("/v1/categories/delivery").then().statusCode(204);
        }
    }

    private static ValidatableResponse open(String category) {
        return alice().body(
                        "{\"customer\": {\"email\": \"cust@example.org\"}, \"subject\": \"Case\", \"body\": \"b\", \"category\": \"%s\"}"
                                .formatted(category))
                .post("/v1/tickets")
                .then();
    }

    private static void field(String code, String type, String more) {
        admin().body("{\"code\": \"%s\", \"type\": \"%s\", \"names\": {\"en\": \"%s\"}%s}"
                        .formatted(code, type, code, more))
                .post("/v1/fields")
                .then()
                .statusCode(201);
    }

    private static void edit(String path, String patch, int status) {
        alice().header("If-Match", "*").body(patch).patch(path).then().statusCode(status);
    }
}
