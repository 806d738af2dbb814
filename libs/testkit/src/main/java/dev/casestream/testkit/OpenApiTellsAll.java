package dev.casestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.networknt.schema.InputFormat;
import com.networknt.schema.SchemaRegistry;
import com.networknt.schema.SpecificationVersion;
import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.Test;

/**
 * Holds a service to describing every call: what it is for, an example of what it takes and of what it answers, each as
 * its schema wants it, and every error with an example of its problem. Implemented by a test class of the service.
 */
public interface OpenApiTellsAll {

    Set<String> METHODS = Set.of("get", "post", "put", "patch", "delete");

    /** One of the calls that are described, in the whole description. */
    record Described(JsonNode api, String name, JsonNode path, JsonNode operation) {

        private static final SchemaRegistry SCHEMAS =
                SchemaRegistry.withDefaultDialect(SpecificationVersion.DRAFT_2020_12);

        Stream<String> gaps() {
            var gaps = new ArrayList<String>();
            if (operation.path("summary").asText().isBlank()) {
                gaps.add("has no summary");
            }
            operation.at("/requestBody/content").properties().forEach(body -> {
                if (body.getKey().contains("json")) {
                    gaps.addAll(ofExamples("its body", body.getValue()));
                }
            });
            operation
                    .path("responses")
                    .properties()
                    .forEach(response -> gaps.addAll(ofResponse(response.getKey(), resolved(response.getValue()))));
            expected()
                    .filter(code -> !operation.path("responses").has(code))
                    .forEach(code -> gaps.add("tells nothing of " + code));
            return gaps.stream().map(gap -> name + " " + gap);
        }

        private List<String> ofResponse(String code, JsonNode response) {
            var content = response.path("content");
            if (code.startsWith("2")) {
                if (content.isEmpty() && !code.equals("204")) {
                    return List.of(code + " has no content");
                }
                return content.has("application/json")
                        ? ofExamples("its " + code, content.path("application/json"))
                        : List.of();
            }
            var example = resolved(content.at("/application~1problem+json/examples/problem"))
                    .path("value");
            return code.equals(example.path("status").asText())
                    ? List.of()
                    : List.of("shows no problem for " + code + " but " + example);
        }

        private List<String> ofExamples(String what, JsonNode media) {
            var schema = media.path("schema");
            var shown = schema.path("type").asText().equals("array") ? schema.path("items") : schema;
            var examples = resolved(shown).path("examples");
            if (examples.isEmpty()) {
                return List.of("shows no example of " + what + " " + schema);
            }
            return StreamSupport.stream(examples.spliterator(), false)
                    .flatMap(example -> violations(shown, example))
                    .map(violation -> "shows an example of " + what + " where " + violation)
                    .toList();
        }

        private Stream<String> violations(JsonNode schema, JsonNode example) {
            var whole = ((com.fasterxml.jackson.databind.node.ObjectNode) schema.deepCopy())
                    .set("components", api.path("components"));
            return SCHEMAS
                    .getSchema(whole.toString(), InputFormat.JSON)
                    .validate(example.toString(), InputFormat.JSON)
                    .stream()
                    .map(Object::toString);
        }

        private JsonNode resolved(JsonNode node) {
            return node.has("$ref") ? api.at(node.path("$ref").asText().substring(1)) : node;
        }

        /** What can go wrong whoever calls. */
        private Stream<String> expected() {
            var codes = new ArrayList<String>(List.of("503"));
            if (operation.has("security")) {
                codes.addAll(List.of("401", "403"));
            }
            if (has("path", "")) {
                codes.add("404");
            }
            if (operation.has("requestBody")) {
                codes.add("400");
            }
            if (has("header", "If-Match")) {
                codes.add("412");
            }
            if (has("header", "Idempotency-Key")) {
                codes.add("422");
            }
            return codes.stream();
        }

        private boolean has(String in, String name) {
            return Stream.of(path, operation)
                    .flatMap(
                            part -> StreamSupport.stream(part.path("parameters").spliterator(), false))
                    .anyMatch(parameter -> parameter.path("in").asText().equals(in)
                            && parameter.path("name").asText().contains(name));
        }
    }

    @Test
    default void every_call_is_described_with_examples_and_errors() throws JsonProcessingException {
        var api = new ObjectMapper()
                .readTree(RestAssured.get("/q/openapi?format=json")
                        .then()
                        .statusCode(200)
                        .extract()
                        .asString());
        var calls = api.path("paths").properties().stream()
                .filter(path -> path.getKey().startsWith("/v1/"))
                .flatMap(path -> path.getValue().properties().stream()
                        .filter(operation -> METHODS.contains(operation.getKey()))
                        .map(operation -> new Described(
                                api, operation.getKey() + " " + path.getKey(), path.getValue(), operation.getValue())))
                .toList();
        assertThat(calls).isNotEmpty();
        assertThat(calls.stream().flatMap(Described::gaps)).isEmpty();
    }
}
