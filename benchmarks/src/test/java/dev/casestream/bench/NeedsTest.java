package dev.casestream.bench;

import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casestream.local.Complaint;
import org.junit.jupiter.api.Test;

class NeedsTest {
    @Test
    void a_machine_that_is_too_small_is_told_so_at_once() {
        assertThatThrownBy(() -> Needs.disk(500, "/somewhere"))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("Only 500 MB are free under /somewhere");
        assertThatThrownBy(() -> Needs.memory(900))
                .isInstanceOf(Complaint.class)
                .hasMessageContaining("Only 900 MB of memory");
        assertThatCode(() -> Needs.disk(50_000, "/somewhere")).doesNotThrowAnyException();
        assertThatCode(() -> Needs.memory(8_000)).doesNotThrowAnyException();
    }
}
