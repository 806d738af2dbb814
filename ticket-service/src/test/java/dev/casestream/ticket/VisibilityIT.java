package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Who sees what: the same answer from the list, the single read, its messages and its events. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class VisibilityIT {

    private final Scene scene = new Scene();
    private final Map<String, String> tickets = new TreeMap<>();
    private String tag = "";
    private String eve = "";

    @BeforeEach
    void four_tickets_of_two_customers_in_two_teams() {
        scene.staff();
        tag = Scene.subject("v").substring(2);
        for (var name : List.of("queue", "alices", "bobs", "carols")) {
            var from = name.equals("queue") || name.equals("carols") ? "eve" : "mallory";
            tickets.put(
                    name,
                    scene.opened(Mail.of(from + tag + "@example.org", Scene.subject(name))
                                    .proven())
                            .getString("id"));
        }
        give("alices", "alice");
        give("bobs", "bob");
        give("carols", "carol");
        tickets.values().forEach(id -> {
            admin().body("{\"body\": \"between us\"}")
                    .post("/v1/tickets/" + id + "/notes")
                    .then()
                    .statusCode(201);
            admin().header("If-Match", "*")
                    .body("{\"tags\": [\"" + tag + "\"]}")
                    .patch("/v1/tickets/" + id)
                    .then()
                    .statusCode(200);
        });
        eve = admin().get("/v1/tickets/" + tickets.get("queue")).jsonPath().getString("requester.id");
    }

    @AfterEach
    void leave() {
        scene.close();
    }

    private void give(String name, String agent) {
        admin().body("{\"agent\": \"" + agent + "\"}")
                .post("/v1/tickets/" + tickets.get(name) + "/assign")
                .then()
                .statusCode(200);
    }

    @Test
    void every_role_sees_its_tickets_everywhere_and_no_others_anywhere() {
        var all = Set.of("queue", "alices", "bobs", "carols");
        var support = Set.of("queue", "alices", "bobs");
        var expected = Map.<Supplier<RequestSpecification>, Set<String>>of(
                () -> as(Roles.AGENT, "alice", "support"), support,
                () -> as(Roles.LEAD, "lena", "support"), support,
                () -> as(Roles.BOT, "helper", "support"), support,
                () -> as(Roles.AGENT, "bob"), Set.of("bobs"),
                () -> as(Roles.AGENT, "dave", "sales"), Set.of(),
                () -> as(Roles.AGENT_RESTRICTED, "carol", "support"), Set.of("carols"),
                () -> as(Roles.ADMIN, "root"), all,
                () -> as(Roles.OWNER, "boss"), all,
                () -> as(Roles.SERVICE, "crm"), all);
        expected.forEach((caller, visible) -> {
            assertThat(listed(caller.get())).isEqualTo(visible);
            tickets.forEach((name, id) -> {
                for (var path : List.of("", "/messages", "/events", "/time-entries", "/drafts", "/presence")) {
                    caller.get().get("/v1/tickets/" + id + path).then().statusCode(visible.contains(name) ? 200 : 404);
                }
                caller.get()
                        .body("{\"body\": \"I was here\"}")
                        .post("/v1/tickets/" + id + "/notes")
                        .then()
                        .statusCode(visible.contains(name) ? 201 : 404);
            });
        });
    }

    @Test
    void a_customer_sees_own_tickets_without_what_is_between_us() {
        for (var token : List.of(
                Tokens.of(Roles.CUSTOMER, eve), Tokens.ofCustomer("portal-user", "Eve" + tag + "@example.org"))) {
            Supplier<RequestSpecification> caller =
                    () -> given().auth().oauth2(token).contentType("application/json");
            tickets.forEach((name, id) -> {
                var own = name.equals("queue") || name.equals("carols");
                caller.get().get("/v1/tickets/" + id).then().statusCode(own ? 200 : 404);
                caller.get().get("/v1/tickets/" + id + "/messages").then().statusCode(own ? 200 : 404);
                for (var path : List.of("/events", "/time-entries", "/drafts", "/presence", "/presence/stream")) {
                    caller.get().get("/v1/tickets/" + id + path).then().statusCode(403);
                }
                for (var path : List.of("/merge", "/unmerge", "/split", "/links", "/incidents/replies", "/snooze")) {
                    caller.get()
                            .body("{}")
                            .post("/v1/tickets/" + id + path)
                            .then()
                            .statusCode(403);
                }
                caller.get()
                        .body("{\"body\": \"x\"}")
                        .post("/v1/tickets/" + id + "/notes")
                        .then()
                        .statusCode(403);
            });
            var page = caller.get().get("/v1/tickets").jsonPath();
            assertThat(page.getList("items.id")).containsExactlyInAnyOrder(tickets.get("queue"), tickets.get("carols"));
            assertThat(page.getList("items.team")).containsOnlyNulls();
            assertThat(page.getList("items.agent")).containsOnlyNulls();
            caller.get()
                    .get("/v1/tickets/" + tickets.get("queue") + "/messages")
                    .then()
                    .body("items.kind", equalTo(List.of("customer")));
            caller.get().queryParam("agent", "alice").get("/v1/tickets").then().statusCode(403);
            caller.get().get("/v1/customers/" + eve).then().statusCode(200);
            caller.get().get("/v1/customers").then().statusCode(403);
        }
    }

    @Test
    void an_unproven_address_opens_no_door() {
        var mail = Mail.of("claimed" + tag + "@example.org", Scene.subject("Claimed"));
        scene.opened(mail);
        given().auth()
                .oauth2(Tokens.ofCustomer("intruder", mail.from()))
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .body("items", empty());
    }

    @Test
    void a_restricted_agent_sees_only_the_people_of_own_tickets() {
        var mallory =
                admin().get("/v1/tickets/" + tickets.get("bobs")).jsonPath().getString("requester.id");
        as(Roles.AGENT_RESTRICTED, "carol").get("/v1/customers/" + eve).then().statusCode(200);
        as(Roles.AGENT_RESTRICTED, "carol")
                .get("/v1/customers/" + mallory)
                .then()
                .statusCode(404);
        as(Roles.AGENT_RESTRICTED, "carol")
                .body("{\"customer\": {\"id\": \"" + mallory + "\"}, \"subject\": \"x\", \"body\": \"x\"}")
                .post("/v1/tickets")
                .then()
                .statusCode(422);
    }

    @Test
    void without_a_good_token_nothing_opens() {
        var path = "/v1/tickets/" + tickets.get("queue");
        given().get(path).then().statusCode(401);
        given().auth()
                .oauth2(Tokens.expired(Roles.ADMIN, "root"))
                .get(path)
                .then()
                .statusCode(401);
        given().auth()
                .oauth2("eyJhbGciOiJub25lIn0.eyJzdWIiOiJyb290In0.")
                .get(path)
                .then()
                .statusCode(401);
        as("nobody", "x").get(path).then().statusCode(403);
    }

    private Set<String> listed(RequestSpecification caller) {
        var ids = caller.queryParam("tag", tag).get("/v1/tickets").jsonPath().getList("items.id");
        var names = new TreeSet<String>();
        tickets.forEach((name, id) -> {
            if (ids.contains(id)) {
                names.add(name);
            }
        });
        assertThat(ids).hasSameSizeAs(names);
        return names;
    }
}
