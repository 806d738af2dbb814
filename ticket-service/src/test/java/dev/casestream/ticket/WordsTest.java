package dev.casestream.ticket;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WordsTest {

    @Test
    void control_characters_go_and_lines_stay() {
        assertThat(Words.clean("a\u0000b\r\nc\td\u0007\re")).isEqualTo("ab\nc\td\ne");
    }

    @Test
    void a_line_is_one_line_and_is_not_cut_within_a_character() {
        assertThat(Words.line(" a\nb ", 10)).isEqualTo("a b");
        assertThat(Words.line("abc\uD83D\uDE00", 4)).isEqualTo("abc");
    }

    @Test
    void free_words_become_codes() {
        assertThat(Words.code("Returns & Refunds")).isEqualTo("returns-refunds").matches(Words.CODE);
        assertThat(Words.code("--- !")).isNull();
        assertThat(Words.code("x".repeat(100))).hasSize(64);
    }
}
