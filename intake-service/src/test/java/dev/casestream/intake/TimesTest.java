package dev.casestream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class TimesTest {

    @Test
    void instants_are_read() {
        assertThat(Times.parse("from", "2026-03-02T08:00:00Z")).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(Times.parse("from", "9999-12-31T23:59:59Z")).isEqualTo("9999-12-31T23:59:59Z");
        assertThat(Times.parse("from", null)).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"yesterday", "+294277-01-01T00:00:00Z", "-9999-01-01T00:00:00Z", "1969-12-31T23:59:59Z"})
    void what_no_database_can_compare_is_refused_by_name(String text) {
        assertThatExceptionOfType(HttpProblem.class)
                .isThrownBy(() -> Times.parse("from", text))
                .satisfies(problem -> assertThat(problem.getStatusCode()).isEqualTo(400))
                .withMessageContaining("from");
    }
}
