package dev.casestream.ticket.visibility;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.Method;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Supplier;
import org.assertj.core.api.SoftAssertions;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Every call of the API, made by everybody whom a ticket does not concern: none tells a word of it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class LeakIT {

    private static final List<String> METHODS = List.of("get", "post", "put", "patch", "delete");

    private final String secret = "canary" + Ids.next().toString().replace("-", "");
    private final String between = "note" + secret;
    private final String person = "person" + Ids.next().toString().replace("-", "");
    private final Map<String, String> ids = new HashMap<>();
    private JsonNode api = new ObjectMapper().createObjectNode();

    @BeforeEach
    void somebody_has_a_ticket() throws IOException {
        try (var scene = new Scene()) {
            scene.staff();
        }
        var ticket = admin().body("""
                        {"customer": {"email": "%1$s@example.org", "name": "%1$s"}, "subject": "Subject %2$s", "body": "Body %2$s",
                         "team": "support"}""".formatted(person, secret))
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
        ids.put("ticket", ticket.getString("id"));
        ids.put("customer", ticket.getString("requester.id"));
        var path = "/v1/tickets/" + ticket.getString("id");
        admin().body("{\"agent\": \"bob\"}").post(path + "/assign").then().statusCode(200);
        admin().body("{\"body\": \"Between us " + between + "\"}")
                .post(path + "/notes")
                .then()
                .statusCode(201);
        admin().body("{\"body\": \"Answer " + secret + "\"}")
                .post(path + "/replies")
                .then()
                .statusCode(201);
        ids.put(
                "view",
                admin().body("{\"name\": \"View " + secret + "\", \"scope\": \"PERSONAL\", \"filter\": {}}")
                        .post("/v1/views")
                        .then()
                        .statusCode(201)
                        .extract()
                        .path("id"));
        ids.put(
                "job",
                admin().body("{\"tickets\": [\"" + ids.get("ticket")
                                + "\"], \"command\": \"notes\", \"body\": {\"body\": \"n\"}}")
                        .post("/v1/tickets/bulk")
                        .then()
                        .statusCode(202)
                        .extract()
                        .path("id"));
        api = new ObjectMapper().readTree(given().get("/q/openapi?format=json").asString());
    }

    private record Call(Method method, String path, JsonNode operation) {
        boolean isOf(String variable) {
            return path.contains("{" + variable + "}");
        }

        @Override
        public String toString() {
            return method + " " + path;
        }
    }

    private List<Call> calls() {
        var calls = new ArrayList<Call>();
        api.get("paths")
                .properties()
                .forEach(path -> METHODS.stream()
                        .filter(method ->
                                path.getValue().has(method) && path.getKey().startsWith("/v1/"))
                        .forEach(method -> calls.add(new Call(
                                Method.valueOf(method.toUpperCase(Locale.ROOT)),
                                path.getKey(),
                                path.getValue().get(method)))));
        assertThat(calls).hasSizeGreaterThan(20);
        return calls;
    }

    private Response make(Call call, RequestSpecification caller) {
        var path = call.path();
        for (var variable : List.copyOf(new TreeMap<>(ids).entrySet())) {
            path = path.replace("{" + variable.getKey() + "}", variable.getValue());
        }
        path = path.replaceAll("\\{[^}]+}", Ids.next().toString());
        var request = caller.header("If-Match", "*").accept(produced(call) + ", application/json");
        for (var parameter : call.operation().path("parameters")) {
            if (parameter.path("in").asText().equals("query")) {
                switch (parameter.path("name").asText()) {
                    case "q" -> request.queryParam("q", secret);
                    case "from" -> request.queryParam("from", "2020-01-01T00:00:00Z");
                    case "limit" -> request.queryParam("limit", 200);
                    default -> {}
                }
            }
        }
        var content = call.operation().path("requestBody").path("content");
        if (content.has("multipart/form-data")) {
            request.contentType("multipart/form-data").multiPart("file", "x.txt", new byte[] {1});
        } else if (!content.isMissingNode()) {
            var type = content.fieldNames().next();
            request.contentType(type.contains("json") ? type : "application/json")
                    .body(String.valueOf(example(content.get(type).path("schema"), "body")));
        }
        return request.request(call.method(), path);
    }

    /** What it answers with, so that it is not the Accept that the call is refused for. */
    private static String produced(Call call) {
        var types =
                call.operation().path("responses").path("200").path("content").fieldNames();
        return types.hasNext() ? types.next() : "application/json";
    }

    /** The least that a schema takes, so that it is not the body that the call is refused for. */
    private @Nullable Object example(JsonNode schema, String name) {
        if (schema.has("$ref")) {
            return example(api.at(schema.get("$ref").asText().substring(1)), name);
        }
        if (schema.has("enum")) {
            return "\"" + schema.get("enum").get(0).asText() + "\"";
        }
        var types = schema.path("type").isArray()
                ? schema.path("type").get(0).asText()
                : schema.path("type").asText();
        return switch (types) {
            case "object" -> object(schema);
            case "array" -> "[" + example(schema.path("items"), name.replaceAll("s$", "")) + "]";
            case "integer", "number" -> schema.path("minimum").asInt(1);
            case "boolean" -> true;
            default ->
                "\""
                        + ids.getOrDefault(
                                name,
                                schema.path("format").asText().equals("uuid")
                                        ? Ids.next().toString()
                                        : "x")
                        + "\"";
        };
    }

    private String object(JsonNode schema) {
        var members = new ArrayList<String>();
        for (var required : schema.path("required")) {
            members.add("\"" + required.asText() + "\": "
                    + example(schema.path("properties").path(required.asText()), required.asText()));
        }
        for (var likely : List.of("body", "agent", "reason")) {
            if (schema.path("properties").has(likely)
                    && members.stream().noneMatch(one -> one.startsWith("\"" + likely))) {
                members.add("\"" + likely + "\": "
                        + example(schema.path("properties").path(likely), likely));
            }
        }
        return "{" + String.join(", ", members) + "}";
    }

    @Test
    void strangers_are_told_nothing_of_a_ticket_by_any_call() {
        var strangers = new TreeMap<String, Supplier<RequestSpecification>>(Map.of(
                "agent of another team", () -> as(Roles.AGENT, "dave", "sales"),
                "lead of another team", () -> as(Roles.LEAD, "lars", "sales"),
                "bot of another team", () -> as(Roles.BOT, "helper", "sales"),
                "restricted agent", () -> as(Roles.AGENT_RESTRICTED, "carol", "support"),
                "another customer", () -> as(Roles.CUSTOMER, Ids.next().toString()),
                "no role", () -> as("nobody", "nobody"),
                "nobody", () -> given().contentType("application/json")));
        var seesPeople = List.of("agent of another team", "lead of another team", "bot of another team");
        var all = new SoftAssertions();
        for (var call : calls()) {
            strangers.forEach((who, caller) -> {
                var answer = make(call, caller.get());
                var about = call + " by " + who + ": " + answer.statusCode() + " " + answer.asString();
                all.assertThat(answer.asString()).as(about).doesNotContain(secret, between);
                if (!seesPeople.contains(who)) {
                    all.assertThat(answer.asString()).as(about).doesNotContain(person);
                }
                if (call.isOf("ticket") || call.isOf("job") || call.isOf("view")) {
                    all.assertThat(answer.statusCode()).as(about).isIn(400, 401, 403, 404, 415);
                }
                if (call.isOf("customer") && !seesPeople.contains(who)) {
                    all.assertThat(answer.statusCode()).as(about).isIn(400, 401, 403, 404, 415);
                }
            });
        }
        all.assertAll();
    }

    @Test
    void no_call_tells_a_customer_what_is_between_us() {
        var read = 0;
        for (var call : calls()) {
            var answer = make(
                    call,
                    given().auth()
                            .oauth2(Tokens.of(Roles.CUSTOMER, ids.getOrDefault("customer", "")))
                            .contentType("application/json"));
            assertThat(answer.asString()).as(call.toString()).doesNotContain(between);
            if (answer.asString().contains(secret)) {
                read++;
            }
        }
        assertThat(read).as("own words are told").isGreaterThan(2);
    }
}
