package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.bob;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.startsWith;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What agents prepare and share: files, drafts, macros, where they are, what they worked. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class PreparingIT {

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
    void a_file_is_what_its_bytes_are_and_is_read_by_who_may_read_its_message() {
        var path = scene.taken();
        var page = "<html><script>alert(1)</script></html>".getBytes(UTF_8);
        var uploaded = upload(path, "../../Report.png", page);
        uploaded.then()
                .statusCode(201)
                .body("name", equalTo("Report.png"))
                .body("type", equalTo("text/html"))
                .body("size", equalTo(page.length));
        var hash = uploaded.jsonPath().getString("hash");
        var id = uploaded.jsonPath().getString("id");
        bob().get(path + "/attachments/" + hash).then().statusCode(200);
        var customer = Scene.as(Roles.CUSTOMER, admin().get(path).jsonPath().getString("requester.id"));
        customer.get(path + "/attachments/" + hash).then().statusCode(404);
        alice().body("{\"body\": \"Between us\", \"attachments\": [\"" + id + "\"]}")
                .post(path + "/notes")
                .then()
                .statusCode(201)
                .body("attachments.hash", equalTo(List.of(hash)));
        customer.get(path + "/attachments/" + hash).then().statusCode(404);
        alice().body("{\"body\": \"Again\", \"attachments\": [\"" + id + "\"]}")
                .post(path + "/replies")
                .then()
                .statusCode(422)
                .body("rule", equalTo("unknown-attachment"));
        var again = upload(path, "bill.html", page).jsonPath().getString("id");
        alice().body("{\"body\": \"Your bill\", \"attachments\": [\"" + again + "\"]}")
                .post(path + "/replies")
                .then()
                .statusCode(201);
        var read = customer.get(path + "/attachments/" + hash);
        read.then()
                .statusCode(200)
                .header("Content-Type", startsWith("application/octet-stream"))
                .header("X-Content-Type-Options", "nosniff")
                .header("Content-Security-Policy", "default-src 'none'; sandbox")
                .header("Content-Disposition", startsWith("attachment; "));
        assertThat(read.asByteArray()).isEqualTo(page);
        Scene.as(Roles.AGENT, "dave", "sales")
                .get(path + "/attachments/" + hash)
                .then()
                .statusCode(404);
        var elsewhere = scene.taken();
        alice().get(elsewhere + "/attachments/" + hash).then().statusCode(404);
        alice().get(path + "/attachments/..%2f..%2fetc").then().statusCode(404);
    }

    @Test
    void a_file_that_is_too_large_or_missing_is_refused() {
        var path = scene.taken();
        upload(path, "big.bin", new byte[20_000_001]).then().statusCode(413);
        alice().contentType("multipart/form-data")
                .multiPart("other", "x")
                .post(path + "/attachments")
                .then()
                .statusCode(400);
    }

    @Test
    void a_draft_is_shared_and_gone_once_it_is_sent() {
        var path = scene.taken();
        alice().body("{\"body\": \"Dear\", \"html\": \"<b onclick=x>Dear</b>\"}")
                .put(path + "/drafts/reply")
                .then()
                .statusCode(200)
                .header("ETag", "\"1\"")
                .body("html", equalTo("<b>Dear</b>"));
        bob().get(path + "/drafts").then().body("items.author", equalTo(List.of("alice")));
        bob().body("{\"body\": \"Mine\"}").put(path + "/drafts/reply").then().statusCode(428);
        bob().header("If-Match", "\"1\"")
                .body("{\"body\": \"Dear Ann\"}")
                .put(path + "/drafts/reply")
                .then()
                .statusCode(200);
        alice().header("If-Match", "\"1\"")
                .body("{\"body\": \"Dear Eve\"}")
                .put(path + "/drafts/reply")
                .then()
                .statusCode(412);
        bob().body("{}").put(path + "/drafts/letter").then().statusCode(404);
        alice().body("{\"body\": \"Dear Ann,\"}").post(path + "/replies").then().statusCode(201);
        bob().get(path + "/drafts").then().body("items", hasSize(0));
        bob().body("{\"body\": \"x\"}").put(path + "/drafts/note").then().statusCode(200);
        bob().delete(path + "/drafts/note").then().statusCode(204);
    }

    @Test
    void a_macro_does_several_things_at_once_in_the_customers_language() {
        var path = scene.taken();
        var macro = admin().body("""
                        {"name": "Refund granted", "scope": "GLOBAL", "actions": {
                          "priority": "LOW", "addTags": ["refund"],
                          "note": {"en": "Granted by {{agent.name}}"},
                          "reply": {"en": "Hello {{customer.name|there}}, {{ticket.number}} is refunded.", "de": "Hallo"},
                          "status": "SOLVED"}}""").post("/v1/macros");
        macro.then().statusCode(201);
        var location = macro.header("Location");
        alice().get("/v1/macros").then().body("items.name", hasItem("Refund granted"));
        var number = alice().get(path).jsonPath().getString("number");
        alice().get(path + location.substring("/v1".length()))
                .then()
                .statusCode(200)
                .body("note", equalTo("Granted by Agent alice"));
        alice().post(path + location.substring("/v1".length()))
                .then()
                .statusCode(200)
                .body("status", equalTo("SOLVED"))
                .body("priority", equalTo("LOW"))
                .body("tags", equalTo(List.of("refund")));
        assertThat(alice().get(path + "/messages")
                        .jsonPath()
                        .getList("items.body", String.class)
                        .getLast())
                .contains(number + " is refunded.");
        alice().get(path + "/events").then().body("items.type", hasItem("casestream.MacroApplied.v1"));
        alice().post(path + location.substring("/v1".length())).then().statusCode(409);
        alice().header("If-Match", "\"1\"").body("{}").put(location).then().statusCode(400);
        alice().delete(location).then().statusCode(403);
    }

    @Test
    void personal_and_team_macros_are_for_some_only() {
        var personal = macro(alice(), "\"scope\": \"PERSONAL\"");
        var team = macro(Scene.as(Roles.LEAD, "lena", "support"), "\"scope\": \"TEAM\", \"team\": \"support\"");
        bob().get(personal).then().statusCode(404);
        bob().post(scene.taken() + personal.substring("/v1".length())).then().statusCode(404);
        bob().get(team).then().statusCode(200);
        Scene.as(Roles.AGENT, "dave", "sales").get(team).then().statusCode(404);
        alice().body(macroOf("\"scope\": \"GLOBAL\"")).post("/v1/macros").then().statusCode(403);
        Scene.as(Roles.LEAD, "lena", "support")
                .body(macroOf("\"scope\": \"TEAM\", \"team\": \"billing\""))
                .post("/v1/macros")
                .then()
                .statusCode(403);
        for (var wrong : List.of(
                macroOf("\"scope\": \"TEAM\""),
                "{\"name\": \"x\", \"scope\": \"PERSONAL\", \"actions\": {}}",
                "{\"name\": \"x\", \"scope\": \"PERSONAL\", \"actions\": {\"status\": \"OPEN\"}}",
                "{\"name\": \"x\", \"scope\": \"PERSONAL\", \"actions\": {\"reply\": {\"en\": \"{{secret}}\"}}}",
                "{\"name\": \"x\", \"scope\": \"PERSONAL\", \"actions\": {\"reply\": {\"not a language\": \"x\"}}}")) {
            alice().body(wrong).post("/v1/macros").then().statusCode(400);
        }
        alice().delete(personal).then().statusCode(204);
    }

    @Test
    void time_is_logged_summed_up_and_taken_back() {
        var path = scene.taken();
        alice().body("{\"minutes\": 25, \"activity\": \"research-" + System.nanoTime() + "\", \"note\": \"Tried it\"}")
                .post(path + "/time-entries")
                .then()
                .statusCode(201)
                .body("agent", equalTo("alice"));
        var entry = bob().body("{\"minutes\": 5, \"activity\": \"phone\", \"workedOn\": \"2020-02-03\"}")
                .post(path + "/time-entries")
                .jsonPath()
                .getString("id");
        alice().get(path + "/time-entries").then().body("items.minutes", equalTo(List.of(25, 5)));
        admin().queryParam("by", "activity")
                .queryParam("from", "2020-02-03")
                .queryParam("to", "2020-02-04")
                .get("/v1/time-entries/report")
                .then()
                .statusCode(200)
                .body("items.by", equalTo(List.of("phone")))
                .body("items.minutes", equalTo(List.of(5)));
        Scene.as(Roles.AGENT, "dave", "sales")
                .get("/v1/time-entries/report")
                .then()
                .body("items", hasSize(0));
        alice().delete(path + "/time-entries/" + entry).then().statusCode(403);
        bob().delete(path + "/time-entries/" + entry).then().statusCode(200);
        bob().delete(path + "/time-entries/" + entry).then().statusCode(404);
        for (var wrong : List.of(
                "{\"minutes\": 0, \"activity\": \"x\"}",
                "{\"minutes\": 1441, \"activity\": \"x\"}",
                "{\"minutes\": 5, \"activity\": \"two words\"}",
                "{\"minutes\": 5, \"activity\": \"x\", \"workedOn\": \"2999-01-01\"}",
                "{\"minutes\": \"long\", \"activity\": \"x\"}")) {
            alice().body(wrong).post(path + "/time-entries").then().statusCode(400);
        }
        admin().queryParam("by", "mood").get("/v1/time-entries/report").then().statusCode(400);
        admin().queryParam("from", "then").get("/v1/time-entries/report").then().statusCode(400);
    }

    @Test
    void who_is_at_a_ticket_is_seen_by_the_others_at_once() throws Exception {
        var path = scene.taken();
        var told = new CopyOnWriteArrayList<String>();
        try (var http = HttpClient.newHttpClient()) {
            var request = HttpRequest.newBuilder(
                            URI.create(RestAssured.baseURI + ":" + RestAssured.port + path + "/presence/stream"))
                    .header("Authorization", "Bearer " + Tokens.of(Roles.AGENT, "bob", "support"))
                    .build();
            var stream = http.sendAsync(request, BodyHandlers.ofLines());
            alice().body("{\"state\": \"typing\"}")
                    .put(path + "/presence")
                    .then()
                    .statusCode(204);
            stream.thenAccept(answer -> answer.body().forEach(told::add));
            await().atMost(20, SECONDS)
                    .untilAsserted(
                            () -> assertThat(told).anyMatch(line -> line.contains("alice") && line.contains("typing")));
            alice().delete(path + "/presence").then().statusCode(204);
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(told.stream()
                                    .filter(line -> line.startsWith("data"))
                                    .toList()
                                    .getLast())
                            .doesNotContain("alice"));
            http.shutdownNow();
        }
        bob().get(path + "/presence").then().body("items", hasSize(0));
        alice().body("{\"state\": \"asleep\"}").put(path + "/presence").then().statusCode(400);
        Scene.as(Roles.AGENT, "dave", "sales")
                .get(path + "/presence/stream")
                .then()
                .statusCode(404);
    }

    private static Response upload(String path, String name, byte[] bytes) {
        return alice().contentType("multipart/form-data")
                .multiPart("file", name, bytes, "image/png")
                .post(path + "/attachments");
    }

    private static String macroOf(String scope) {
        return "{\"name\": \"Tag\", " + scope + ", \"actions\": {\"addTags\": [\"seen\"]}}";
    }

    private static String macro(RequestSpecification caller, String scope) {
        var added = caller.body(macroOf(scope)).post("/v1/macros");
        added.then().statusCode(201);
        return added.header("Location");
    }
}
