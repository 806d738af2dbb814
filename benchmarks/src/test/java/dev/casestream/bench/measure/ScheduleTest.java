package dev.casestream.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class ScheduleTest {
    private final Schedule schedule = new Schedule(400);

    @Test
    void the_first_request_is_due_at_once_and_the_others_evenly_after_it() {
        assertThat(schedule.dueAt(0)).isZero();
        assertThat(schedule.dueAt(1)).isEqualTo(2_500_000);
        assertThat(schedule.dueAt(400)).isEqualTo(TimeUnit.SECONDS.toNanos(1));
    }

    @Test
    void a_request_counts_as_due_from_the_moment_that_it_is() {
        var uneven = new Schedule(333.3);
        for (long index = 0; index < 100_000; index += 7) {
            var due = uneven.dueAt(index);
            assertThat(uneven.dueBy(due)).isEqualTo(index + 1);
            assertThat(uneven.dueBy(due - 1)).isEqualTo(index);
        }
    }

    @Test
    void a_stall_of_the_generator_leaves_no_request_out() {
        assertThat(schedule.dueBy(TimeUnit.SECONDS.toNanos(10))).isEqualTo(4_001);
        assertThat(schedule.dueBy(-1)).isZero();
    }

    @Test
    void a_rate_of_nothing_is_refused() {
        assertThatThrownBy(() -> new Schedule(0)).isInstanceOf(IllegalArgumentException.class);
        assertThatThrownBy(() -> new Schedule(Double.NaN)).isInstanceOf(IllegalArgumentException.class);
    }
}
