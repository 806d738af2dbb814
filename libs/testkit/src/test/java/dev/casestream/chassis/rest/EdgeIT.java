package dev.casestream.chassis.rest;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.endsWith;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.matchesPattern;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.ValidatableResponse;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What every endpoint of every service answers to good and bad requests. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class EdgeIT {

    /** {@code casestream.requests.at-once} of this module. */
    private static final int AT_ONCE = 24;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"word\":\"a\",\"colour\":\"red\"} | colour   | is unknown here",
                "{\"word\":\"a\",\"priority\":\"URGENT-SECRET\"} | priority | is not one of LOW, MEDIUM, HIGH, CRITICAL",
                "{\"word\":\"a\",\"id\":\"SECRET\"} | id | is not a UUID",
                "{\"word\":\"a\",\"times\":\"SECRET\"} | times | is not a whole number",
                "{\"word\":[1]} | word | is not a text",
                "{\"word\":\"SECRET SECRET SECRET SECRET\"} | word | size must be between 0 and 20",
                "{\"word\":\"  \"} | word | must not be blank",
                "{\"word\":\"SECRET | body | is not JSON"
            })
    void a_wrong_body_is_told_by_field_and_rule_and_not_echoed(String body, String field, String message) {
        problem(
                        given().auth()
                                .oauth2(Tokens.of("agent", "alice"))
                                .contentType("application/json")
                                .body(body)
                                .post("/v1/echoes")
                                .then(),
                        400)
                .body("type", equalTo("urn:casestream:problem:invalid-request"))
                .body("errors.field", hasItem(field))
                .body("errors.message", hasItem(startsWith(message)))
                .body(not(containsString("SECRET")));
    }

    @ParameterizedTest
    @CsvSource({"/v1/echoes/%20", "/v1/echoes/%7B%22", "/v1/echoes/%00", "/v1/echoes/%5C%5E"})
    void odd_characters_in_a_path_are_no_accident(String path) {
        var response = given().urlEncodingEnabled(false).get(path).then().contentType("application/problem+json");
        assertThat(response.extract().statusCode()).isBetween(400, 404);
    }

    @Test
    void a_read_waits_for_what_its_token_tells_of() throws Exception {
        var key = "counted-" + UUID.randomUUID();
        Callable<Integer> read = () -> given().header("Consistency-Token", "tickets:" + key + ":2")
                .get("/v1/echoes")
                .statusCode();
        try (var threads = Executors.newSingleThreadExecutor()) {
            var waiting = threads.submit(read);
            seen(key, 1);
            assertThat(waiting.isDone()).isFalse();
            seen(key, 2);
            assertThat(waiting.get()).isEqualTo(200);
        }
        problem(
                        given().header("Consistency-Token", "tickets:" + key + ":3")
                                .get("/v1/echoes")
                                .then(),
                        503)
                .header("Retry-After", "1");
        given().header("Consistency-Token", "nothing-we-hear-of:x:9")
                .get("/v1/echoes")
                .then()
                .statusCode(200);
        problem(given().header("Consistency-Token", "tickets").get("/v1/echoes").then(), 400);
    }

    @Test
    void metrics_name_no_request_by_what_was_sent() {
        var id = UUID.randomUUID().toString();
        given().auth().oauth2("no-token").get("/v1/echoes/" + id).then().statusCode(401);
        given().auth().oauth2("no-token").get("/v1/" + id).then().statusCode(401);
        given().get("/v1/echoes/" + id).then().statusCode(404);
        given().get("/v1/echoes").then().statusCode(200);
        assertThat(given().get("/q/metrics").asString())
                .doesNotContain(id)
                .contains("uri=\"/v1/echoes\"")
                .contains("uri=\"/v1\"");
    }

    @Test
    void what_is_too_much_at_once_is_refused_at_once_and_taken_when_there_is_room() throws Exception {
        var key = "crowd-" + UUID.randomUUID();
        Callable<Integer> waiting = () -> given().header("Consistency-Token", "tickets:" + key + ":1")
                .get("/v1/echoes")
                .statusCode();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var crowd = IntStream.range(0, AT_ONCE + 6)
                    .mapToObj(i -> threads.submit(waiting))
                    .toList();
            await().untilAsserted(
                            () -> assertThat(crowd).filteredOn(Future::isDone).hasSize(6));
            problem(
                            given().contentType("application/json")
                                    .body("{\"word\":\"" + "x".repeat(100_000) + "\"}")
                                    .post("/v1/echoes")
                                    .then(),
                            503)
                    .header("Retry-After", "1")
                    .body("type", equalTo("urn:casestream:problem:overloaded"));
            given().get("/q/health/live").then().statusCode(200);
            seen(key, 1);
            assertThat(crowd)
                    .extracting(Future::get)
                    .filteredOn(status -> status == 503)
                    .hasSize(6);
            assertThat(crowd)
                    .extracting(Future::get)
                    .filteredOn(status -> status == 200)
                    .hasSize(AT_ONCE);
        }
        given().get("/v1/echoes").then().statusCode(200);
    }

    /** As the gate does once an event is applied. */
    private static void seen(String key, long version) throws SQLException {
        var url = ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class);
        try (var connection = DriverManager.getConnection(url);
                var statement = connection.prepareStatement("INSERT INTO gate (topic, key, version) VALUES (?, ?, ?)"
                        + " ON CONFLICT (topic, key) DO UPDATE SET version = excluded.version")) {
            statement.setString(1, "casestream.tickets");
            statement.setString(2, key);
            statement.setLong(3, version);
            statement.executeUpdate();
        }
    }

    @Test
    void the_nul_character_is_refused_wherever_text_is_taken() {
        problem(
                        given().auth()
                                .oauth2(Tokens.of("agent", "alice"))
                                .contentType("application/json")
                                .body("{\"word\":\"a\\u0000b\"}")
                                .post("/v1/echoes")
                                .then(),
                        400)
                .body("errors.field", hasItem("word"));
        problem(given().urlEncodingEnabled(false).get("/v1/echoes?cursor=%00").then(), 400);
        problem(given().get("/v1/echoes?cursor=AA").then(), 400);
    }

    @Test
    void deep_nesting_is_refused() {
        problem(
                        given().auth()
                                .oauth2(Tokens.of("agent", "alice"))
                                .contentType("application/json")
                                .body("{\"word\":" + "[".repeat(1_500))
                                .post("/v1/echoes")
                                .then(),
                        400)
                .body("errors.field", hasItem("word"));
    }

    @Test
    void unknown_query_parameters_are_refused() {
        problem(given().get("/v1/echoes?limt=3").then(), 400)
                .body("errors[0].field", equalTo("limt"))
                .body("errors[0].message", containsString("cursor, limit"));
    }

    @Test
    void a_query_parameter_of_the_wrong_type_is_not_a_place_that_does_not_exist() {
        problem(given().get("/v1/echoes?limit=many").then(), 400)
                .body("errors[0].field", equalTo("limit"))
                .body("errors[0].message", equalTo("is not a whole number"));
    }

    @Test
    void pages_follow_each_other_to_the_end() {
        var seen = new ArrayList<Integer>();
        var path = "/v1/echoes?limit=50";
        while (path != null && seen.size() < 200) {
            var page = given().get(path).then().statusCode(200).extract();
            seen.addAll(page.<java.util.List<Integer>>path("items"));
            var link = page.header("Link");
            assertThat(link == null).isEqualTo(page.path("nextCursor") == null);
            path = link == null ? null : link.substring(1, link.indexOf('>'));
        }
        assertThat(seen)
                .containsExactlyElementsOf(IntStream.rangeClosed(1, 120).boxed().toList());
    }

    @Test
    void a_cursor_of_another_list_is_refused() {
        problem(given().get("/v1/echoes?cursor=YQ.YQ").then(), 400).body("errors[0].field", equalTo("cursor"));
        problem(given().get("/v1/echoes?cursor=%20*").then(), 400).body("errors[0].field", equalTo("cursor"));
        problem(given().get("/v1/echoes?limit=201").then(), 400).body("errors[0].field", equalTo("limit"));
    }

    @Test
    void a_repeated_request_has_one_effect_and_one_answer() throws Exception {
        var key = UUID.randomUUID().toString();
        var before = EchoResource.EFFECTS.get();
        try (var callers = Executors.newFixedThreadPool(5)) {
            var answers = callers.invokeAll(IntStream.range(0, 5)
                    .<java.util.concurrent.Callable<ValidatableResponse>>mapToObj(i -> () -> post(key, "once"))
                    .toList());
            for (var answer : answers) {
                answer.get()
                        .statusCode(201)
                        .header("Location", endsWith("/v1/echoes/1"))
                        .body("by", equalTo("agent:alice"));
            }
        }
        assertThat(EchoResource.EFFECTS.get()).isEqualTo(before + 1);
        problem(post(key, "other"), 422).body("rule", equalTo("idempotency-key-reused"));
    }

    @Test
    void tokens_are_asked_for_and_looked_at() {
        problem(
                given().contentType("application/json")
                        .body("{}")
                        .post("/v1/echoes")
                        .then(),
                401);
        problem(withToken(Tokens.of("customer", "mette")), 403);
        problem(withToken(Tokens.expired("agent", "alice")), 401);
        var parts = Tokens.of("agent", "alice").split("\\.");
        problem(withToken("eyJhbGciOiJub25lIn0." + parts[1] + "."), 401);
        problem(withToken(parts[0] + "." + parts[1] + "." + parts[2].substring(4) + "AAAA"), 401);
    }

    @Test
    void what_no_annotation_allows_is_denied() {
        problem(
                given().auth()
                        .oauth2(Tokens.of("owner", "root"))
                        .get("/v1/echoes/forgotten")
                        .then(),
                403);
    }

    @Test
    void an_accident_tells_nothing() {
        problem(given().get("/v1/echoes/broken").then(), 500)
                .body(not(containsString("1234")))
                .body("stack", nullValue());
    }

    @Test
    void every_answer_has_a_request_id() {
        given().header("X-Request-Id", "abc-123").get("/v1/echoes").then().header("X-Request-Id", "abc-123");
        given().header("X-Request-Id", "a b<c>")
                .get("/v1/echoes")
                .then()
                .header("X-Request-Id", matchesPattern("[0-9a-f-]{36}"));
    }

    private static ValidatableResponse post(String key, String word) {
        return given().auth()
                .oauth2(Tokens.of("agent", "alice"))
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body("{\"word\":\"" + word + "\"}")
                .post("/v1/echoes")
                .then();
    }

    private static ValidatableResponse withToken(String token) {
        return given().auth()
                .oauth2(token)
                .contentType("application/json")
                .body("{\"word\":\"a\"}")
                .post("/v1/echoes")
                .then();
    }

    private static ValidatableResponse problem(ValidatableResponse response, int status) {
        return response.statusCode(status)
                .contentType("application/problem+json")
                .body("status", equalTo(status))
                .body("type", startsWith("urn:casestream:problem:"))
                .body("title", not(nullValue()))
                .body("instance", startsWith("/v1/echoes"));
    }
}
