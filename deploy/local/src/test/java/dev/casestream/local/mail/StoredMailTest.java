package dev.casestream.local.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class StoredMailTest {
    private static final String MESSAGE = """
            From: Support <support@casestream.local>
            To: <ada@example.com>
            Reply-To: <support+token@casestream.local>
            Subject: =?UTF-8?Q?Vi_har_f=C3=A5et_din_besked_[CS-1]?=
            Message-ID: <one@casestream.local>
            References: <zero@example.com>
            Auto-Submitted: auto-replied
            MIME-Version: 1.0
            Content-Type: multipart/alternative; boundary=b

            --b
            Content-Type: text/plain; charset=UTF-8

            Tak, Åse.
            --b
            Content-Type: text/html; charset=UTF-8

            <p>Tak, Åse.</p>
            --b--
            """.replace("\n", "\r\n");

    @TempDir
    private Path directory = Path.of("");

    @Test
    void a_mail_is_read_back_with_its_envelope_and_its_plain_text() throws Exception {
        var mail = kept();
        assertThat(mail.isFor("Hidden@example.com")).isTrue();
        assertThat(mail.at()).hasToString("2023-11-14T22:13:20Z");
        assertThat(mail.subject()).isEqualTo("Vi har fået din besked [CS-1]");
        assertThat(mail.autoSubmitted()).isEqualTo("auto-replied");
        assertThat(mail.body().strip()).isEqualTo("Tak, Åse.");
    }

    @Test
    void an_answer_goes_to_the_reply_address_and_names_what_it_answers() throws Exception {
        var answer = Letter.answering(kept(), "ada@example.com", "Thanks");
        assertThat(answer.to()).isEqualTo("<support+token@casestream.local>");
        assertThat(answer.subject()).isEqualTo("Re: Vi har fået din besked [CS-1]");
        assertThat(answer.inReplyTo()).isEqualTo("<one@casestream.local>");
        assertThat(answer.references()).isEqualTo("<zero@example.com> <one@casestream.local>");
    }

    private StoredMail kept() throws Exception {
        return StoredMail.read(new MailStore(directory)
                .keep(
                        "bounces@casestream.local",
                        List.of("ada@example.com", "hidden@example.com"),
                        new ByteArrayInputStream(MESSAGE.getBytes(StandardCharsets.UTF_8)),
                        1_700_000_000_000L));
    }
}
