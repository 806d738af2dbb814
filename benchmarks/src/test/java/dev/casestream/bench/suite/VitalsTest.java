package dev.casestream.bench.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class VitalsTest {

    @Test
    void a_heap_is_the_sum_of_its_generations() {
        var shown = """
                2391:
                DefNew     total 19648K, used 7729K [0x00000000fc000000, 0x00000000fd550000, 0x00000000fd550000)
                 eden space 17472K,  31% used [0x00000000fc000000, 0x00000000fc56c748, 0x00000000fd110000)
                 from space 2176K, 100% used [0x00000000fd330000, 0x00000000fd550000, 0x00000000fd550000)
                Tenured    total 43712K, used 2342K [0x00000000fd550000, 0x0000000100000000, 0x0000000100000000)
                 the  space 43712K,   5% used [0x00000000fd550000, 0x00000000fd799bc0, 0x0000000100000000)
                """;

        assertThat(Vitals.used(shown)).isEqualTo((7729L + 2342) << 10);
    }

    @Test
    void what_shows_no_generation_is_no_empty_heap() {
        assertThatThrownBy(() -> Vitals.used("garbage-first heap   total 1K, used 1K"))
                .hasMessageContaining("no generation");
    }
}
