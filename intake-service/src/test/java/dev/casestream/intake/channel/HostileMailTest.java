package dev.casestream.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Attachment;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Reading.Quarantined;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Random;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Each must end within its time and within the heap of the tests, and never with an exception. */
@Timeout(20)
class HostileMailTest {

    private static final String HEAD = "From: ada@example.org\nSubject: x\nMIME-Version: 1.0\n";

    @TempDir
    Path directory;

    Mails mails;

    @BeforeEach
    void open() {
        mails = new Mails(directory);
    }

    private String reason(String mail) {
        return ((Quarantined) mails.read(mail.getBytes(StandardCharsets.ISO_8859_1))).reason();
    }

    @Test
    void ten_thousand_parts() {
        assertThat(reason(HEAD + "Content-Type: multipart/mixed; boundary=b\n\n"
                        + "--b\nContent-Type: text/plain\n\nx\n".repeat(10_000) + "--b--\n"))
                .isEqualTo("too-many-parts");
    }

    @Test
    void millions_of_empty_parts_behind_a_folded_boundary() {
        assertThat(reason(HEAD + "Content-Type: multipart/mixed;\n boundary*0=\"\";\n boundary*1=b; boundary=b\n\n"
                        + "--b\n\n".repeat(4_000_000)))
                .isEqualTo("too-many-parts");
    }

    @Test
    void two_hundred_levels() {
        var mail = new StringBuilder(HEAD);
        for (int i = 0; i < 200; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b")
                    .append(i)
                    .append("\n\n--b")
                    .append(i)
                    .append("\n");
        }
        assertThat(reason(mail + "\nx")).isEqualTo("too-deep");
    }

    @Test
    void hundred_thousand_headers() {
        assertThat(reason(HEAD + "X-A: b\n".repeat(100_000) + "\nx")).isEqualTo("too-many-headers");
    }

    @Test
    void header_of_ten_megabytes() {
        assertThat(reason(HEAD + "X-A: " + "b".repeat(10 << 20) + "\n\nx")).isEqualTo("too-many-headers");
    }

    @Test
    void line_of_twenty_megabytes() {
        var reading = mails.read((HEAD + "\n" + "x".repeat(20 << 20)).getBytes(StandardCharsets.US_ASCII));

        assertThat(((Reading.Understood) reading).draft().text()).hasSize(256 * 1024);
    }

    @Test
    void text_of_quotes_and_line_ends_fits_an_event() {
        var reading = mails.read((HEAD + "Content-Type: text/html\n\n" + "<p>\"\\</p>".repeat(200_000))
                .getBytes(StandardCharsets.US_ASCII));

        var draft = ((Reading.Understood) reading).draft();
        assertThat(dev.casestream.chassis.events.Codec.write(draft).length()).isLessThan(900 * 1024);
    }

    @Test
    @Timeout(10)
    void quotations_in_quotations_are_read_once() {
        var draft = understood("<p>new</p>" + "<blockquote type=cite>".repeat(600) + "x".repeat(900_000));

        assertThat(draft.text()).isEqualTo("new");
        assertThat(String.valueOf(draft.quotedText())).hasSizeBetween(90_000, 100_000);
    }

    @ParameterizedTest
    @ValueSource(strings = {"<div>", "<div>x", "<div><b>", "<blockquote type=cite>x", "<table><tr><td>", "<ul><li>x"})
    @Timeout(5)
    void markup_of_forty_thousand_levels(String level) {
        var draft = understood(level.repeat(40_000) + "hello");

        assertThat(draft.text()).endsWith("hello");
        assertThat(draft.html()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"<hr tabindex=-1>", "<b class=gmail_quote></b>", "<hr tabindex=-1><i></i>"})
    void quotations_side_by_side(String one) {
        assertThat(mails.read((HEAD + "Content-Type: text/html\n\nhello" + one.repeat(1_000_000 / one.length()))
                        .getBytes(StandardCharsets.US_ASCII)))
                .isNotNull();
    }

    private Draft understood(String html) {
        var mail = HEAD + "Content-Type: text/html\n\n" + html;
        return ((Reading.Understood) mails.read(mail.getBytes(StandardCharsets.US_ASCII))).draft();
    }

    @Test
    void names_with_invisible_characters_and_paths() {
        var reading =
                mails.read((HEAD + "Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Disposition: attachment;"
                                + " filename*=UTF-8''..%2F..%2F%E2%80%8B.ht%00access%E2%80%AEgpj.exe\n\nMZ\n--b--\n")
                        .getBytes(StandardCharsets.US_ASCII));

        assertThat(((Reading.Understood) reading).draft().attachments())
                .extracting(Attachment::name)
                .containsExactly("htaccessgpj.exe");
    }

    @Test
    void nul_bytes() {
        var reading = mails.read("From: ada@example.org\nSubject: a\0b\n\nc\0d".getBytes(StandardCharsets.US_ASCII));

        var draft = ((Reading.Understood) reading).draft();
        assertThat(draft.subject() + draft.text()).isEqualTo("abcd");
    }

    @Test
    void markup_that_would_run_or_fetch() {
        var reading =
                mails.read((HEAD + "Content-Type: text/html\n\n<svg><style><img src=x onerror=alert(1)></style></svg>"
                                + "<a href=\"java\tscript:alert(1)\">a</a><img src=\"https://t.example/p\">"
                                + "<form action=//e.example><input></form><math><mtext></p><style>*{}</style>ok")
                        .getBytes(StandardCharsets.US_ASCII));

        var html = String.valueOf(((Reading.Understood) reading).draft().html());
        assertThat(html).contains("ok").doesNotContain("onerror", "script", "t.example", "form", "style", "svg");
    }

    @Test
    void noise() {
        var random = new Random(20260302);
        for (int i = 0; i < 300; i++) {
            var noise = new byte[random.nextInt(20_000)];
            random.nextBytes(noise);
            var mail = i % 2 == 0 ? noise : join(HEAD.getBytes(StandardCharsets.US_ASCII), noise);
            assertThat(mails.read(mail)).isNotNull();
        }
    }

    @Test
    void what_is_no_mail() {
        assertThat(reason("\0\1\2\3ELF and more of it")).isEqualTo("not-a-mail");
    }

    private static byte[] join(byte[] one, byte[] two) {
        var both = java.util.Arrays.copyOf(one, one.length + two.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }
}
