package dev.casestream.intake;

import static dev.casestream.intake.Scene.admin;
import static dev.casestream.intake.Scene.as;
import static dev.casestream.intake.Scene.outcome;
import static dev.casestream.intake.Scene.stranger;
import static dev.casestream.intake.Scene.submitted;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.lessThan;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.Attachment;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.builder.MultiPartSpecBuilder;
import io.restassured.response.Response;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Forms and machines hand requests in. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class SubmissionIT {

    private static final Map<String, String> ADA = Map.of("name", "Ada", "email", "Ada@Example.org");

    private final Scene scene = new Scene();

    @AfterEach
    void close() {
        scene.close();
    }

    private static Map<String, Object> form(String body) {
        return Map.of("sender", ADA, "subject", "Login", "body", body);
    }

    @Test
    void body_without_a_content_type_is_a_problem_and_no_failure() throws Exception {
        var request = HttpRequest.newBuilder(URI.create("http://localhost:" + RestAssured.port + "/v1/inquiries"))
                .POST(HttpRequest.BodyPublishers.ofString("{}"))
                .build();
        try (var client = HttpClient.newHttpClient()) {
            var response = client.send(request, HttpResponse.BodyHandlers.ofString());

            assertThat(response.statusCode()).isEqualTo(400);
            assertThat(response.body()).contains("Content-Type");
        }
    }

    @Test
    void form_becomes_an_event_and_its_entry_closes_with_the_ticket() {
        var id = submitted(stranger(), form("I cannot log in to my account since yesterday morning."));

        var event = scene.event(id);
        assertThat(event.version()).isEqualTo(1);
        assertThat(event.subject()).isEqualTo("web:" + id);
        assertThat(event.require().sender().email()).isEqualTo("ada@example.org");
        assertThat(event.require().sender().verified()).isFalse();
        assertThat(event.require().language()).isEqualTo("en");
        assertThat(outcome(id)).isEqualTo("pending");

        var ticket = scene.opens(id, "CS-1001", "support");

        admin().get("/v1/inquiries/{id}", id)
                .then()
                .body("ticketId", equalTo(ticket.toString()))
                .body("ticketNumber", equalTo("CS-1001"))
                .body("sender.name", equalTo("Ada"));
        Scene.assertSumsAgree();
    }

    @Test
    void requests_at_once_are_each_stored_once_whatever_they_share() throws Exception {
        var token = Tokens.of(Roles.SERVICE, "burst");
        var run = UUID.randomUUID().toString();
        var sent = new ArrayList<CompletableFuture<String>>();
        try (var client = HttpClient.newHttpClient()) {
            for (int i = 0; i < 120; i++) {
                // Every key comes twice with the same request, every third request goes on in one conversation.
                var request = i / 2;
                var conversation = request % 3 == 0 ? ",\"conversationKey\":\"" + run + "\"" : "";
                var body = "{\"channel\":\"api\",\"sender\":{\"handle\":\"ada\"},\"body\":\"Request " + request + "\""
                        + conversation + "}";
                sent.add(client.sendAsync(
                                HttpRequest.newBuilder(
                                                URI.create("http://localhost:" + RestAssured.port + "/v1/inquiries"))
                                        .header("Authorization", "Bearer " + token)
                                        .header("Content-Type", "application/json")
                                        .header("Idempotency-Key", run + "-" + request)
                                        .POST(HttpRequest.BodyPublishers.ofString(body))
                                        .build(),
                                HttpResponse.BodyHandlers.ofString())
                        .thenApply(response -> {
                            assertThat(response.statusCode())
                                    .as(response.body())
                                    .isEqualTo(202);
                            return io.restassured.path.json.JsonPath.from(response.body())
                                    .getString("inquiryId");
                        }));
            }
            var ids = sent.stream().map(CompletableFuture::join).toList();
            for (int i = 0; i < ids.size(); i += 2) {
                assertThat(ids.get(i)).isEqualTo(ids.get(i + 1));
            }
            var events = ids.stream()
                    .distinct()
                    .map(UUID::fromString)
                    .map(scene::event)
                    .toList();
            assertThat(events).hasSize(60);
            assertThat(events.stream()
                            .filter(event -> event.subject().equals("api:" + run))
                            .map(event -> event.version()))
                    .containsExactlyInAnyOrderElementsOf(
                            LongStream.rangeClosed(1, 20).boxed().toList());
        }
        Scene.assertSumsAgree();
    }

    @Test
    void later_request_of_a_conversation_is_appended_in_order() {
        var bot = as(Roles.BOT, "chatbot");
        var first = submitted(bot, Map.of("channel", "chat", "sender", ADA, "body", "hello", "conversationKey", "s-1"));
        var second = submitted(
                as(Roles.BOT, "chatbot"),
                Map.of("channel", "chat", "sender", ADA, "body", "still here", "conversationKey", "s-1"));

        assertThat(scene.event(first).subject()).isEqualTo("chat:s-1");
        assertThat(scene.event(first).version()).isEqualTo(1);
        assertThat(scene.event(second).version()).isEqualTo(2);
        assertThat(scene.event(second).require().sender().verified()).isTrue();

        var ticket = scene.opens(first, "CS-1002", null);
        scene.appends(ticket, 2, second);
        admin().get("/v1/inquiries/{id}", second).then().body("ticketNumber", equalTo("CS-1002"));
    }

    @Test
    void same_idempotency_key_is_one_request_and_another_body_is_refused() {
        var key = UUID.randomUUID().toString();
        var service = Tokens.of(Roles.SERVICE, "shop");
        var body = Map.of("channel", "api", "sender", ADA, "body", "once only");
        var first = given().contentType("application/json")
                .auth()
                .oauth2(service)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/inquiries")
                .then()
                .statusCode(202)
                .extract();
        var again = given().contentType("application/json")
                .auth()
                .oauth2(service)
                .header("Idempotency-Key", key)
                .body(body)
                .post("/v1/inquiries")
                .then()
                .statusCode(202)
                .header("Idempotency-Replayed", "true")
                .extract();
        given().contentType("application/json")
                .auth()
                .oauth2(service)
                .header("Idempotency-Key", key)
                .body(Map.of("channel", "api", "sender", ADA, "body", "something else"))
                .post("/v1/inquiries")
                .then()
                .statusCode(422)
                .contentType("application/problem+json");

        assertThat(again.<Map<String, Object>>path("")).isEqualTo(first.<Map<String, Object>>path(""));
        var id = UUID.fromString(first.path("inquiryId"));
        scene.event(id);
        assertThat(scene.events(id)).hasSize(1);
    }

    @Test
    void same_external_id_is_one_request_seen_in_the_ledger_as_duplicate() {
        var body = Map.of("channel", "api", "sender", ADA, "body", "order 7", "externalId", "order-7");
        var first = submitted(as(Roles.SERVICE, "shop"), body);
        assertThat(submitted(as(Roles.SERVICE, "shop"), body)).isEqualTo(first);
        assertThat(submitted(as(Roles.SERVICE, "another-shop"), body)).isNotEqualTo(first);
        as(Roles.SERVICE, "shop")
                .body(Map.of("channel", "api", "sender", ADA, "body", "order 8", "externalId", "order-7"))
                .post("/v1/inquiries")
                .then()
                .statusCode(422);

        admin().queryParam("outcome", "duplicate")
                .queryParam("channel", "api")
                .get("/v1/inquiries")
                .then()
                .body("items.duplicateOf", hasItem(first.toString()));
        Scene.assertSumsAgree();
    }

    @Test
    void attachments_come_as_base64_or_as_parts() {
        var png = Base64.getDecoder()
                .decode(
                        "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==");
        var json = submitted(
                stranger(),
                Map.of(
                        "sender",
                        ADA,
                        "body",
                        "see the picture",
                        "attachments",
                        List.of(Map.of("name", "../a\u200b.png", "contentType", "text/plain", "content", png))));
        var form = UUID.fromString(given().multiPart("body", "bitte ansehen, die Rechnung ist doppelt abgebucht")
                .multiPart(new MultiPartSpecBuilder("Größe")
                        .controlName("subject")
                        .charset(StandardCharsets.UTF_8)
                        .build())
                .multiPart("email", "erika@example.org")
                .multiPart("fields.order", "77")
                .multiPart("file", "overview.png", png, "image/png")
                .post("/v1/inquiries")
                .then()
                .statusCode(202)
                .extract()
                .path("inquiryId"));

        assertThat(scene.event(json).require().attachments())
                .extracting(Attachment::name, Attachment::type)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("a.png", "image/png"));
        var event = scene.event(form).require();
        assertThat(event.subject()).isEqualTo("Größe");
        assertThat(event.sender().email()).isEqualTo("erika@example.org");
        assertThat(event.fields()).containsEntry("order", "77");
        assertThat(event.attachments()).singleElement().satisfies(file -> {
            assertThat(file.name()).isEqualTo("overview.png");
            assertThat(file.size()).isEqualTo(png.length);
        });
    }

    @Test
    void strangers_hand_in_web_forms_and_see_nothing() {
        var id = submitted(stranger(), form("hello there"));
        for (var path : List.of(
                "/v1/inquiries/" + id, "/v1/inquiries", "/v1/inquiries/" + id + "/raw", "/v1/ledger", "/v1/channels")) {
            stranger().get(path).then().statusCode(401);
            given().auth()
                    .oauth2(Tokens.ofCustomer("c1", "ada@example.org"))
                    .get(path)
                    .then()
                    .statusCode(403);
        }
        stranger()
                .body(Map.of("channel", "phone", "sender", ADA, "body", "x"))
                .post("/v1/inquiries")
                .then()
                .statusCode(403);
        stranger()
                .auth()
                .oauth2(Tokens.expired(Roles.ADMIN, "root"))
                .body(form("x"))
                .post("/v1/inquiries")
                .then()
                .statusCode(401);
    }

    @Test
    void agents_write_down_what_customers_say() {
        var id = submitted(
                as(Roles.AGENT, "alice", "support"),
                Map.of(
                        "channel",
                        "in-person",
                        "sender",
                        Map.of("name", "Olga", "phone", "+47 22 22 55 55"),
                        "body",
                        "lost her card",
                        "locale",
                        "nb-NO"));

        var event = scene.event(id).require();
        assertThat(event.sender().phone()).isEqualTo("+4722225555");
        assertThat(event.sender().verified()).isFalse();
        assertThat(event.language()).isEqualTo("nb-NO");
        assertThat(event.subject()).isEqualTo("lost her card");
    }

    @Test
    void agents_see_the_inquiries_of_their_teams_tickets_only() {
        var id = submitted(stranger(), form("for billing only"));
        scene.opens(id, "CS-1003", "billing");

        as(Roles.AGENT, "bob", "billing").get("/v1/inquiries/{id}", id).then().statusCode(200);
        as(Roles.AGENT, "alice", "support").get("/v1/inquiries/{id}", id).then().statusCode(404);
        as(Roles.AGENT, "alice", "support")
                .get("/v1/inquiries/{id}/raw", id)
                .then()
                .statusCode(404);
        as(Roles.AGENT, "alice", "support")
                .queryParam("outcome", "accepted")
                .get("/v1/inquiries")
                .then()
                .body("items.id", not(hasItem(id.toString())));
    }

    @Test
    void original_is_kept_byte_by_byte() {
        var body = "{ \"sender\" : {\"email\":\"ada@example.org\"},\n\t\"body\":\"sp\u00e6cial\" }";
        var id = submitted(stranger(), body);

        var raw = admin().get("/v1/inquiries/{id}/raw", id)
                .then()
                .statusCode(200)
                .header("X-Content-Type-Options", "nosniff")
                .extract()
                .asByteArray();
        assertThat(new String(raw, StandardCharsets.UTF_8)).isEqualTo(body);
    }

    @Test
    void lists_are_paged_and_filtered() {
        for (int i = 0; i < 3; i++) {
            submitted(as(Roles.SERVICE, "pager"), Map.of("channel", "paging", "sender", ADA, "body", "n" + i));
        }
        var page = admin().queryParam("channel", "paging")
                .queryParam("limit", 2)
                .get("/v1/inquiries")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(2))
                .header("Link", containsString("rel=\"next\""))
                .extract();
        admin().queryParam("channel", "paging")
                .queryParam("limit", 2)
                .queryParam("cursor", page.<String>path("nextCursor"))
                .get("/v1/inquiries")
                .then()
                .body("items.size()", equalTo(1));
        admin().queryParam("channel", "paging")
                .queryParam("from", "2100-01-01T00:00:00Z")
                .get("/v1/inquiries")
                .then()
                .body("items.size()", equalTo(0));
        for (var query : List.of("from=yesterday", "outcome=lost", "limit=0", "limit=201", "cursor=x", "chanel=web")) {
            admin().get("/v1/inquiries?" + query).then().statusCode(400).contentType("application/problem+json");
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "",
                "null",
                "[]",
                "7",
                "{",
                "{\"body\":",
                "{}",
                "{\"body\":\"x\"}",
                "{\"body\":7,\"sender\":{\"email\":\"a@b.example\"}}",
                "{\"body\":\"canary\",\"sender\":\"a@b.example\"}",
                "{\"body\":\"canary\",\"sender\":{\"email\":\"no address\"}}",
                "{\"body\":\"canary\",\"sender\":{\"phone\":\"12\"}}",
                "{\"body\":\"canary\",\"sender\":{\"email\":\"a@b.example\"},\"canary\":1}",
                "{\"body\":\"canary\",\"sender\":{\"email\":\"a@b.example\"},\"channel\":\"../x\"}",
                "{\"body\":\"canary\",\"sender\":{\"email\":\"a@b.example\"},\"attachments\":[{\"name\":\"x\"}]}",
                "{\"body\":\"canary\",\"sender\":{\"email\":\"a@b.example\"},\"attachments\":[{\"content\":\"###\"}]}",
                "{\"body\":\"canary\",\"body\":\"x\",\"sender\":{\"email\":\"a@b.example\"}}",
                "{\"body\":\"canary\",\"fields\":{\"a\":{}},\"sender\":{\"email\":\"a@b.example\"}}"
            })
    void bad_json_is_told_what_is_wrong_without_an_echo(String body) {
        stranger()
                .body(body)
                .post("/v1/inquiries")
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors", notNullValue())
                .body("detail", not(containsString("canary\"")));
    }

    @Test
    void oversized_and_nested_json_is_refused_briefly() throws Exception {
        var client = HttpClient.newHttpClient();
        var sender = "\"sender\":{\"email\":\"a@b.example\"}";
        for (var body : List.of(
                "{" + sender + ",\"body\":\"" + "x".repeat(10 << 20) + "\"}",
                "{" + sender + ",\"body\":\"x\",\"subject\":\"" + "x".repeat(999) + "\"}",
                "{" + sender + ",\"body\":\"x\",\"fields\":" + "{\"a\":".repeat(100_000),
                "[".repeat(1_000_000),
                "{" + sender + ",\"body\":\"" + "ж".repeat(200_000) + "\"}",
                "{" + sender + ",\"body\":\"x\",\"attachments\":[{\"content\":\"" + "A".repeat(14 << 20) + "\"}]}")) {
            // Not with REST-assured, which would print what it sends.
            var answer = client.send(
                    HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + RestAssured.port + "/v1/inquiries"))
                            .header("Content-Type", "application/json")
                            .POST(HttpRequest.BodyPublishers.ofString(body))
                            .build(),
                    HttpResponse.BodyHandlers.ofString());
            assertThat(answer.statusCode()).isEqualTo(400);
            assertThat(answer.headers().firstValue("Content-Type")).contains("application/problem+json");
            assertThat(answer.body()).hasSizeLessThan(1_000);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"text/plain", "application/xml"})
    void other_media_types_are_refused(String type) {
        given().contentType(type).body("hello").post("/v1/inquiries").then().statusCode(415);
    }

    @Test
    void broken_multipart_is_refused() {
        given().contentType("multipart/form-data; boundary=b")
                .body("no parts at all".getBytes(StandardCharsets.UTF_8))
                .post("/v1/inquiries")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
        given().contentType("multipart/form-data; boundary=b")
                .body("--b\r\n\r\n".repeat(100_000).getBytes(StandardCharsets.UTF_8))
                .post("/v1/inquiries")
                .then()
                .statusCode(400);
    }

    @Test
    void strangers_from_one_address_are_held_to_a_rate() {
        var answer = limited("203.0.113.9");
        for (int i = 0; i < 200 && answer.statusCode() != 429; i++) {
            answer = limited("203.0.113.9");
        }
        answer.then()
                .statusCode(429)
                .contentType("application/problem+json")
                .header("Retry-After", Integer::parseInt, lessThan(600))
                .header("RateLimit", containsString("r=0"));
        stranger()
                .header("X-Forwarded-For", "203.0.113.10")
                .body(form("another address"))
                .post("/v1/inquiries")
                .then()
                .statusCode(202)
                .header("RateLimit-Policy", containsString("q=150"));
    }

    @Test
    void channels_tell_when_something_came_last() {
        submitted(stranger(), form("hello again"));

        admin().get("/v1/channels")
                .then()
                .statusCode(200)
                .body("find { it.channel == 'web' }.lastArrival", notNullValue())
                .body("find { it.channel == 'email' }.health", equalTo("up"))
                .body("find { it.channel == 'email' }.accounts", hasItem("support@casestream.local"));
    }

    @Test
    void ledger_is_watched_for_a_difference() {
        assertThat(given().get("/q/metrics").then().statusCode(200).extract().asString())
                .containsPattern("casestream_ledger_difference(\\{[^}]*})? 0\\.0")
                .contains("casestream_ledger_pending_oldest_age_seconds");
    }

    private static Response limited(String address) {
        return stranger().header("X-Forwarded-For", address).body("{}").post("/v1/inquiries");
    }
}
