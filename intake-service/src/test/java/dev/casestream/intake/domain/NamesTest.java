package dev.casestream.intake.domain;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class NamesTest {

    @ParameterizedTest
    @CsvSource({
        "report.pdf,report.pdf",
        "../../etc/passwd,passwd",
        "C:\\Users\\ada\\cv.doc,cv.doc",
        "'  .htaccess',htaccess",
        "a<b>.txt,a_b_.txt",
        "ｆｕｌｌ.txt,full.txt",
        "'/',file",
        "'',file"
    })
    void file_names_lose_path_and_tricks(String given, String clean) {
        assertThat(FileNames.clean(given, "file")).isEqualTo(clean);
    }

    @Test
    void invisible_characters_go_before_a_name_is_judged() {
        assertThat(FileNames.clean("\u200b.\u200bhtaccess\u0000.png", "file")).isEqualTo("htaccess.png");
        assertThat(FileNames.clean("invoice\u202egpj.exe", "file")).isEqualTo("invoicegpj.exe");
        assertThat(FileNames.clean("\u200b\u200b", "file")).isEqualTo("file");
    }

    @Test
    void long_file_names_keep_their_ending() {
        assertThat(FileNames.clean("å".repeat(5_000) + ".pdf", "file"))
                .hasSize(150)
                .endsWith(".pdf");
    }

    @ParameterizedTest
    @CsvSource({
        "Ada@Example.ORG,ada@example.org",
        "ada+shop@example.org,ada+shop@example.org",
        "ole@blåbær.example,ole@xn--blbr-roah.example"
    })
    void addresses_have_one_spelling(String given, String normal) {
        assertThat(EmailAddress.normalise(given)).contains(normal);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "ada", "@example.org", "ada@", "a b@example.org", "a\r\nBcc: x@y.z", "ada@ex..org"})
    void what_is_no_address_is_none(String given) {
        assertThat(EmailAddress.normalise(given)).isEmpty();
    }

    @Test
    void message_ids_have_one_spelling() {
        assertThat(MessageIds.normalise(" <Ab.1@Mail.EXAMPLE>\r\n")).contains("Ab.1@mail.example");
        assertThat(MessageIds.normalise("<>")).isEmpty();
        assertThat(MessageIds.all("<a@x>\t<b@y><c@z>, junk")).containsExactly("a@x", "b@y", "c@z");
    }

    @Test
    void message_ids_fit_an_index_and_still_tell_mails_apart() {
        var strange = MessageIds.normalise("<" + "😀".repeat(400) + "@x>").orElseThrow();
        var lengthy = MessageIds.normalise("<" + "a".repeat(900) + "@x>").orElseThrow();

        assertThat(strange)
                .isEqualTo(MessageIds.normalise("😀".repeat(400) + "@X").orElseThrow());
        assertThat(Set.of(strange, lengthy, MessageIds.normalise("ö@x").orElseThrow()))
                .hasSize(3)
                .allSatisfy(id -> assertThat(id).matches("sha256:[0-9a-f]{64}"));
    }

    @ParameterizedTest
    @CsvSource(
            nullValues = "none",
            value = {
                "Re: [CS-1042] login,CS-1042",
                "CS-7: hello,CS-7",
                "XCS-1042,none",
                "CS-1042-b,none",
                "CS-0,none",
                "hello,none"
            })
    void ticket_numbers_stand_alone(String subject, String number) {
        assertThat(TicketNumbers.in(subject)).isEqualTo(number);
    }

    @Test
    void words_lose_what_databases_and_events_cannot_carry() {
        assertThat(Words.clean("a\u0000b\r\nc\rd\ud800e\u0007😀")).isEqualTo("ab\nc\nde😀");
        assertThat(Words.line("a\r\nBcc: b\u2028c", 100)).isEqualTo("a Bcc: b c");
        assertThat(Words.line("😀😀", 3)).isEqualTo("😀");
    }

    @Test
    void words_are_clipped_by_what_they_take_on_the_wire() {
        assertThat(Words.clip("я".repeat(10), 9)).isEqualTo("яяяя");
        assertThat(Words.clip("\n\n\n\n", 5)).isEqualTo("\n\n");
        assertThat(Words.clip("short", 1_000)).isEqualTo("short");
    }
}
