package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Tickets that are merged and unmerged, split and linked. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class JoiningIT {

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
    void a_merged_ticket_leads_to_the_one_that_it_goes_on_in_chains_included() {
        var first = scene.path("First");
        var second = scene.path("Second");
        var third = scene.path("Third");
        merge(first, second)
                .then()
                .statusCode(200)
                .body("status", equalTo("CLOSED"))
                .body("mergedInto", equalTo(id(second)));
        merge(second, third).then().statusCode(200);
        for (var path : List.of(first, second)) {
            alice().redirects()
                    .follow(false)
                    .get(path + "/messages?limit=7")
                    .then()
                    .statusCode(308)
                    .header("Location", third + "/messages?limit=7");
            alice().get(path).then().statusCode(200).body("id", equalTo(id(third)));
        }
        alice().get(third + "/messages")
                .then()
                .body(
                        "items.findAll { it.kind == 'customer' }.ticket",
                        containsInAnyOrder(id(first), id(second), id(third)));
        alice().get(first + "/events").then().statusCode(200).body("items.type", hasItem("casestream.TicketMerged.v1"));
        alice().redirects()
                .follow(false)
                .body("{\"body\": \"x\"}")
                .post(first + "/notes")
                .then()
                .statusCode(308);
    }

    @Test
    void no_merge_makes_a_circle() {
        var first = scene.path("First");
        var second = scene.path("Second");
        merge(first, first).then().statusCode(409).body("rule", equalTo("merge-into-itself"));
        merge(first, second).then().statusCode(200);
        merge(second, first).then().statusCode(409).body("rule", equalTo("merge-cycle"));
        alice().body("{\"into\": \"CS-999999999\"}")
                .post(second + "/merge")
                .then()
                .statusCode(404);
        Scene.as(Roles.AGENT, "dave", "sales")
                .body("{\"into\": \"" + id(second) + "\"}")
                .post(first + "/merge")
                .then()
                .statusCode(404);
        alice().body("{}").post(second + "/merge").then().statusCode(400);
        merge(first, second).then().statusCode(409).body("rule", equalTo("already-merged"));
    }

    @Test
    void an_undone_merge_leaves_both_as_if_they_had_been_threaded_apart() {
        var sender = "undo" + System.nanoTime() + "@example.org";
        var source = scene.path(sender, "Source");
        var target = scene.taken();
        merge(source, target).then().statusCode(200);
        scene.say(Mail.of(sender, "Re: more about the source").hinting(hint(source)));
        scene.say(Mail.of("cust@example.org", "Re: more about the target").hinting(hint(target)));
        await().atMost(20, SECONDS)
                .untilAsserted(() -> alice().get(target + "/messages")
                        .then()
                        .body("items.findAll { it.kind == 'customer' }", hasSize(4)));
        alice().body("{\"body\": \"To both\"}").post(target + "/replies").then().statusCode(201);
        alice().get(target + "/events")
                .then()
                .body("items.type", hasItems("casestream.TicketAbsorbed.v1", "casestream.ReplyCopied.v1"));

        alice().post(source + "/unmerge")
                .then()
                .statusCode(200)
                .body("mergedInto", nullValue())
                .body("status", equalTo("NEW"));

        alice().get(source + "/messages")
                .then()
                .statusCode(200)
                .body("items.findAll { it.kind == 'customer' }", hasSize(2))
                .body("items.kind", not(hasItem("reply")));
        alice().get(target + "/messages")
                .then()
                .body("items.findAll { it.kind == 'customer' }", hasSize(2))
                .body("items.kind", hasItem("reply"));
        alice().get(target + "/events").then().body("items.type", hasItem("casestream.AbsorptionReverted.v1"));
        scene.say(Mail.of(sender, "Re: and again").hinting(hint(source)));
        await().atMost(20, SECONDS)
                .untilAsserted(() -> alice().get(source + "/messages")
                        .then()
                        .body("items.findAll { it.kind == 'customer' }", hasSize(3)));
        alice().post(source + "/unmerge").then().statusCode(409).body("rule", equalTo("not-merged"));
    }

    @Test
    void customers_read_nothing_of_others_on_a_merged_ticket() {
        var one = "one" + System.nanoTime() + "@example.org";
        var other = "other" + System.nanoTime() + "@example.org";
        var source = scene.path(one, "Mine");
        var target = scene.path(other, "Theirs");
        var customers = List.of(requester(source), requester(target));
        merge(source, target).then().statusCode(200);
        alice().body("{\"body\": \"Hello\"}").post(target + "/replies").then().statusCode(201);
        Scene.as(Roles.CUSTOMER, customers.get(1))
                .get(target + "/messages")
                .then()
                .statusCode(200)
                .body("items.kind", equalTo(List.of("customer", "reply")));
        Scene.as(Roles.CUSTOMER, customers.get(0))
                .redirects()
                .follow(false)
                .get(source + "/messages")
                .then()
                .statusCode(200)
                .body("items.kind", equalTo(List.of("customer")));
        Scene.as(Roles.CUSTOMER, customers.get(0)).get(target).then().statusCode(404);
        var word = "zebra" + System.nanoTime();
        scene.say(Mail.of(one, "Re: a " + word).hinting(hint(source)));
        await().atMost(20, SECONDS)
                .untilAsserted(() -> alice().queryParam("q", word)
                        .get("/v1/tickets")
                        .then()
                        .body("items.id", equalTo(List.of(id(target)))));
        Scene.as(Roles.CUSTOMER, customers.get(0))
                .queryParam("q", word)
                .get("/v1/tickets")
                .then()
                .body("items.id", equalTo(List.of(id(source))));
        Scene.as(Roles.CUSTOMER, customers.get(1))
                .queryParam("q", word)
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .body("items", hasSize(0));
        Scene.as(Roles.CUSTOMER, customers.get(1))
                .get("/v1/customers/" + customers.get(1) + "/timeline")
                .then()
                .statusCode(200)
                .body("items.kind", containsInAnyOrder("customer", "reply"));
        Scene.as(Roles.CUSTOMER, customers.get(0))
                .body("{\"into\": \"CS-1\"}")
                .post(source + "/merge")
                .then()
                .statusCode(403);
    }

    @Test
    void a_second_matter_becomes_a_ticket_of_its_own() {
        var path = scene.taken();
        scene.say(Mail.of("cust@example.org", "Quite another thing").hinting(hint(path)));
        await().atMost(20, SECONDS)
                .untilAsserted(() -> alice().get(path + "/messages").then().body("items", hasSize(2)));
        var messages = alice().get(path + "/messages").jsonPath().getList("items.id", String.class);
        var branch =
                alice().body("{\"messages\": [\"" + messages.get(1) + "\"]}").post(path + "/split");
        branch.then()
                .statusCode(201)
                .body("subject", equalTo("Quite another thing"))
                .body("status", equalTo("NEW"))
                .body("team", equalTo("support"));
        var other = branch.header("Location");
        alice().get(other + "/messages").then().body("items.id", equalTo(List.of(messages.get(1))));
        alice().get(path + "/messages").then().body("items.kind", equalTo(List.of("customer", "system")));
        alice().get(other + "/events")
                .then()
                .body("items.type", contains("casestream.TicketOpened.v1", "casestream.TicketBranched.v1"));
        alice().body("{\"messages\": [\"" + messages.get(0) + "\"]}")
                .post(path + "/split")
                .then()
                .statusCode(409)
                .body("rule", equalTo("split-all"));
        alice().body("{\"messages\": [\"" + messages.get(1) + "\"]}")
                .post(path + "/split")
                .then()
                .statusCode(422);
        merge(other, path).then().statusCode(200);
        alice().get(path + "/messages").then().body("items.id", hasItem(messages.get(1)));
    }

    @Test
    void a_whole_ends_after_its_parts() {
        var parent = scene.taken();
        var child = scene.taken();
        link(child, "CHILD_OF", parent)
                .then()
                .statusCode(200)
                .body("links.type", equalTo(List.of("child-of")))
                .body("links.ticket", equalTo(List.of(id(parent))));
        alice().get(parent).then().body("links.type", equalTo(List.of("parent-of")));
        link(parent, "CHILD_OF", child).then().statusCode(409).body("rule", equalTo("link-cycle"));
        link(child, "CHILD_OF", child).then().statusCode(409).body("rule", equalTo("link-to-itself"));
        link(child, "CHILD_OF", scene.path("Other")).then().statusCode(409).body("rule", equalTo("linked-already"));
        link(child, "CHILD_OF", "/v1/tickets/CS-999999").then().statusCode(404);
        solve(parent).then().statusCode(409).body("rule", equalTo("open-children"));
        alice().delete(parent + "/links/CHILD_OF/" + id(child)).then().statusCode(404);
        solve(child).then().statusCode(200);
        solve(parent).then().statusCode(200);
    }

    @Test
    void who_solves_a_problem_is_offered_to_answer_its_incidents() {
        var problem = scene.taken();
        var incidents = List.of(scene.path("Incident"), scene.path("Incident"));
        incidents.forEach(
                incident -> link(incident, "INCIDENT_OF", problem).then().statusCode(200));
        solve(problem)
                .then()
                .statusCode(200)
                .header("Link", containsString(problem + "/incidents/replies>; rel=\"answer-incidents\""));
        alice().body("{\"body\": \"It works again\"}")
                .post(problem + "/incidents/replies")
                .then()
                .statusCode(200)
                .body("items.status", equalTo(List.of(200, 200)))
                .body("more", equalTo(false));
        incidents.forEach(incident -> alice().get(incident).then().body("status", equalTo("SOLVED")));
        admin().delete(incidents.get(0) + "/links/INCIDENT_OF/" + id(problem))
                .then()
                .statusCode(200)
                .body("links", hasSize(0));
    }

    private static Response merge(String source, String target) {
        return alice().redirects()
                .follow(false)
                .body("{\"into\": \"" + id(target) + "\"}")
                .post(source + "/merge");
    }

    private static Response link(String from, String type, String to) {
        return alice().body("{\"type\": \"%s\", \"ticket\": \"%s\"}".formatted(type, id(to)))
                .post(from + "/links");
    }

    private static Response solve(String path) {
        return alice().body("{\"resolution\": \"Done\"}").post(path + "/solve");
    }

    private static TicketHint hint(String path) {
        return new TicketHint(UUID.fromString(id(path)), null, Basis.REPLY_TOKEN);
    }

    private static String requester(String path) {
        var requester = admin().get(path).jsonPath().getString("requester.id");
        assertThat(requester).isNotNull();
        return requester;
    }

    private static String id(String path) {
        return path.substring(path.lastIndexOf('/') + 1);
    }
}
