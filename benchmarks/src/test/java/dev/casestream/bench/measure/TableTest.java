package dev.casestream.bench.measure;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private final Figure limit = Figure.of("commits", 4_000, "requests/s");

    @Test
    void figures_stand_in_columns_with_ratio_target_and_verdict() {
        var table = Table.of(List.of(
                limit, Figure.of("accepted", 2_600, "requests/s").to(limit).against(Target.P1)));
        assertThat(table).isEqualTo("""
                | what     | figure | unit       | ratio           | target                           |         |
                |----------|--------|------------|-----------------|----------------------------------|---------|
                | commits  |  4,000 | requests/s |                 |                                  |         |
                | accepted |  2,600 | requests/s | 0.65 of commits | P1: at least 0.60 (stretch 0.90) | **met** |
                """);
    }

    @Test
    void a_target_is_held_against_the_ratio_if_there_is_one() {
        var fast = Figure.of("fast", 3_700, "requests/s").against(Target.P1).to(limit);
        assertThat(fast.verdict()).hasValue(Target.Verdict.STRETCH);
        assertThat(Figure.of("slow", 1_000, "requests/s")
                        .to(limit)
                        .against(Target.P1)
                        .verdict())
                .hasValue(Target.Verdict.MISSED);
        assertThat(Figure.of("late", 251, "ms").against(Target.P9).verdict()).hasValue(Target.Verdict.MET);
        assertThat(limit.verdict()).isEmpty();
    }

    @Test
    void a_bar_in_a_name_does_not_break_the_table() {
        assertThat(Table.of(List.of(Figure.of("a|b", 1, "s")))).contains("a\\|b");
    }

    @Test
    void numbers_have_three_digits_that_mean_something() {
        assertThat(List.of(12_345.6, 99.94, 9.876, 0.0321, 7.0, 0.0))
                .extracting(Numbers::of)
                .containsExactly("12,346", "99.9", "9.88", "0.032", "7", "0");
    }
}
