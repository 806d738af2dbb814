package dev.casestream.ticket.search;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casestream.ticket.search.SearchQuery.Term;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SearchQueryTest {

    private static Term word(String text) {
        return new Term(text, false);
    }

    @Test
    void words_are_all_wanted_phrases_kept_together_and_others_left_out() {
        var query = SearchQuery.parse("  late \"two words\" -spam -\"no thanks\" !!! ");
        assertThat(query.required()).containsExactly(List.of(word("late")), List.of(new Term("two words", true)));
        assertThat(query.excluded()).containsExactly(word("spam"), new Term("no thanks", true));
    }

    @Test
    void or_joins_its_neighbours() {
        assertThat(SearchQuery.parse("or refund OR money or back now").required())
                .containsExactly(List.of(word("refund"), word("money"), word("back")), List.of(word("now")));
    }

    @ParameterizedTest
    @ValueSource(strings = {"-only", "!!!", "\"\"", "a b c d e f g h i j k l m"})
    void without_a_word_to_look_for_or_with_too_many_it_is_refused(String q) {
        assertThatThrownBy(() -> SearchQuery.parse(q)).hasMessageContaining("The request is not valid");
    }

    @Test
    void marks_stand_in_escaped_text() {
        assertThat(Highlights.html("<b>a</b> \uE000refund\uE001 & co"))
                .isEqualTo("&lt;b&gt;a&lt;/b&gt; <mark>refund</mark> &amp; co");
    }
}
