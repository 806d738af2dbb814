package dev.casestream.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class DriftTest {
    private final Drift drift = new Drift();

    private void readings(double... values) {
        for (var value : values) {
            drift.read("heap", value);
        }
    }

    @Test
    void what_rises_and_rises_grows() {
        readings(10, 12, 14, 16, 18, 20, 22, 24, 26);
        assertThat(drift.growth("heap", 1))
                .hasValueSatisfying(text -> assertThat(text).contains("heap grew from at most 20 to at least 22"));
    }

    @Test
    void a_sawtooth_and_a_warm_up_are_no_growth() {
        readings(10, 30, 50, 40, 60, 45, 41, 59, 44);
        assertThat(drift.growth("heap", 1)).isEmpty();
    }

    @Test
    void little_and_too_few_readings_say_nothing() {
        readings(10, 10, 10, 10, 11, 11);
        assertThat(drift.growth("heap", 1)).isEmpty();
        assertThat(drift.growth("threads", 1)).isEmpty();
    }
}
