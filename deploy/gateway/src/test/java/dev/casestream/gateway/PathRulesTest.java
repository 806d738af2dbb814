package dev.casestream.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PathRulesTest {
    @ParameterizedTest
    @ValueSource(
            strings = {
                "/v1/tickets;a=b",
                "/v1;/tickets",
                "/v1/tickets%3Bx",
                "/v1/tickets%2Fx",
                "/v1/tickets%2fx",
                "/v1/..%5cq",
                "/v1\\tickets",
                "//v1/tickets",
                "/v1//tickets",
                "/v1/./tickets",
                "/v1/../q/metrics",
                "/v1/..",
                "/v1/%2e%2e/q/metrics",
                "/v1/%2E./q/metrics",
                "/v1/%252e%252e/q",
                "/v1/tickets%00",
                "/v1/tickets%0a",
                "/v1/tickets%zz",
                "/v1/tickets%",
                "/v1/tick ets",
                "/v1/tickétS",
                "v1/tickets",
                "*",
                ""
            })
    void a_path_that_two_servers_could_read_differently_is_refused(String path) {
        assertThat(PathRules.refusal(path)).isPresent();
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "/",
                "/v1/tickets",
                "/v1/tickets/CS-1042/replies",
                "/v1/widget.js",
                "/v1/articles/caf%C3%A9%20au%20lait",
                "/v1/customers/...",
                "/v1/macros/100%25"
            })
    void an_ordinary_path_is_taken(String path) {
        assertThat(PathRules.refusal(path)).isEmpty();
    }
}
