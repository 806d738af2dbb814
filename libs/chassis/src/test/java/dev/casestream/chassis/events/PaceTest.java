package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class PaceTest {

    @ParameterizedTest
    @CsvSource({"0, 2", "1, 2", "17, 17", "200, 200", "4000, 200"})
    void a_rest_is_as_long_as_the_work_within_bounds(long work, long rest) {
        assertThat(Pace.restMillis(TimeUnit.MILLISECONDS.toNanos(work))).isEqualTo(rest);
    }
}
