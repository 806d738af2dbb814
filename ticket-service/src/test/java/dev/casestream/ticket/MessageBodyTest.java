package dev.casestream.ticket;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.quarkiverse.resteasy.problem.HttpProblem;
import org.junit.jupiter.api.Test;

class MessageBodyTest {

    @Test
    void html_is_made_harmless_and_text_is_taken_from_it() {
        var body = MessageBody.of(
                null,
                "<p onclick=\"x()\">Hello <b>you</b></p><script>steal()</script><p>line<br>break</p>"
                        + "<a href=\"javascript:x()\">a</a><img src=\"x\" onerror=\"x()\">");
        assertThat(body.html()).contains("<b>you</b>").doesNotContain("script", "onclick", "onerror");
        assertThat(body.text()).startsWith("Hello you\nline\nbreak").doesNotContain("steal");
    }

    @Test
    void given_text_is_kept_beside_the_html() {
        assertThat(MessageBody.of("**Hello**", "<b>Hello</b>")).isEqualTo(new MessageBody("**Hello**", "<b>Hello</b>"));
    }

    @Test
    void a_message_without_words_is_refused() {
        assertThatThrownBy(() -> MessageBody.of(" ", "<p> </p>")).isInstanceOf(HttpProblem.class);
        assertThatThrownBy(() -> MessageBody.of(null, null)).isInstanceOf(HttpProblem.class);
    }
}
