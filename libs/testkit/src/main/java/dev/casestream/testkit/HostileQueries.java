package dev.casestream.testkit;

import static org.assertj.core.api.Assertions.assertThat;

import io.restassured.RestAssured;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/**
 * Sends values that no client should send to every query parameter of every {@code GET} that the service describes:
 * what is refused is refused with a problem that does not repeat the value, and nothing fails. Implemented by a test
 * class of the service.
 */
public interface HostileQueries {

    List<String> VALUES = List.of(
            "",
            "\0",
            "'; DROP TABLE ticket; --",
            "x".repeat(3_000),
            "-1",
            "99999999999999999999",
            "-999999999-01-01T00:00:00Z",
            "+999999999-12-31T23:59:59Z",
            "2026-02-30T00:00:00Z",
            "\uD83D\uDE00\u202E%",
            "00000000-0000-0000-0000-00000000000g",
            "[object Object]");

    @Test
    default void no_query_parameter_makes_the_service_fail() {
        Map<String, Map<String, Map<String, Object>>> paths = RestAssured.get("/q/openapi?format=json")
                .then()
                .statusCode(200)
                .extract()
                .path("paths");
        var failures = new ArrayList<String>();
        var asked = 0;
        for (var path : paths.entrySet()) {
            for (var parameter : queryParameters(path.getValue().get("get"))) {
                for (var value : VALUES) {
                    asked++;
                    verdict(path.getKey(), parameter, value, failures);
                }
            }
        }
        assertThat(asked).isPositive();
        assertThat(failures).isEmpty();
    }

    private static void verdict(String path, String parameter, String value, List<String> failures) {
        var answer = RestAssured.given()
                .auth()
                .oauth2(Tokens.of("admin", "root"))
                .accept("application/json, application/problem+json")
                .queryParam(parameter, value)
                .get(path.replaceAll("\\{[^}]+}", UUID.randomUUID().toString()));
        var call = "GET " + path + "?" + parameter + "=" + value;
        if (answer.statusCode() >= 500) {
            failures.add(call + " fails with " + answer.statusCode());
        } else if (answer.statusCode() >= 400) {
            if (!answer.contentType().startsWith("application/problem+json")) {
                failures.add(call + " is refused without a problem but " + answer.contentType());
            } else if (!value.matches("[A-Za-z0-9._-]{0,64}")
                    && answer.asString().contains(value)) {
                failures.add(call + " repeats the value");
            }
        }
    }

    @SuppressWarnings("unchecked")
    private static List<String> queryParameters(@org.jspecify.annotations.Nullable Map<String, Object> operation) {
        if (operation == null || !(operation.get("parameters") instanceof List<?> parameters)) {
            return List.of();
        }
        return ((List<Map<String, Object>>) parameters)
                .stream()
                        .filter(parameter -> "query".equals(parameter.get("in")))
                        .map(parameter -> String.valueOf(parameter.get("name")))
                        .toList();
    }
}
