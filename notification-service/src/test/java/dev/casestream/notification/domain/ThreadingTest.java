package dev.casestream.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ThreadingTest {

    @Test
    void reply_refers_to_the_whole_conversation_and_answers_the_customer() {
        var threading = Threading.of(List.of("<a@customer>", "rt.x@us", "b@customer", "rt.y@us"), "b@customer");

        assertThat(threading.inReplyTo()).isEqualTo("<b@customer>");
        assertThat(threading.references()).containsExactly("<a@customer>", "<rt.x@us>", "<rt.y@us>", "<b@customer>");
    }

    @Test
    void reply_to_no_mail_continues_our_own() {
        var threading = Threading.of(List.of("rt.x@us"), null);

        assertThat(threading.inReplyTo()).isEqualTo("<rt.x@us>");
    }

    @Test
    void first_letter_of_a_conversation_refers_to_nothing() {
        assertThat(Threading.of(List.of(), null)).isEqualTo(new Threading(null, List.of()));
    }

    @Test
    void what_is_no_message_id_is_left_out() {
        var threading = Threading.of(List.of("order 4711", "a@b>\r\nBcc: x@evil", "ok@b"), "not one");

        assertThat(threading.references()).containsExactly("<ok@b>");
    }

    @Test
    void long_conversation_keeps_its_first_and_its_latest() {
        var ids = IntStream.range(0, 100).mapToObj(i -> i + "@customer").toList();

        assertThat(Threading.of(ids, "99@customer").references())
                .hasSize(20)
                .startsWith("<0@customer>", "<81@customer>")
                .endsWith("<99@customer>");
    }
}
