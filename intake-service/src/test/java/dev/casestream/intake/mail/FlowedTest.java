package dev.casestream.intake.mail;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class FlowedTest {

    @Test
    void soft_breaks_go_and_hard_ones_stay() {
        assertThat(Flowed.read("one \ntwo\nthree\n", false)).isEqualTo("one two\nthree\n");
        assertThat(Flowed.read("one \ntwo", true)).isEqualTo("onetwo");
        assertThat(Flowed.read(" From here\n", false)).isEqualTo("From here\n");
    }

    @Test
    void quotations_of_different_depth_do_not_run_together() {
        assertThat(Flowed.read("> a \n> b\n>> c \n> d\ne", false)).isEqualTo("> a b\n>> c \n> d\ne");
    }

    @Test
    void signature_mark_is_no_soft_break() {
        assertThat(Flowed.read("bye \n-- \nAda", false)).isEqualTo("bye \n-- \nAda");
    }
}
