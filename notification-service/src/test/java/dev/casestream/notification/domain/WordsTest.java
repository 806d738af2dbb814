package dev.casestream.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeUtility;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Languages, subjects and headers, read back as a mail program reads them. */
class WordsTest {

    @ParameterizedTest
    @CsvSource({"da-DK, DA", "no, NB", "nn-NO, NB", "nb, NB", "SV, SV", "ru_RU, RU", "de-AT, DE", "fr, EN", "'', EN"})
    void customers_are_written_to_in_their_language_if_we_speak_it(String tag, Language language) {
        assertThat(Language.firstOf(tag)).isEqualTo(language);
    }

    @Test
    void language_of_the_message_stands_in_for_one_that_is_unknown() {
        assertThat(Language.firstOf(null, "sv", "de")).isEqualTo(Language.SV);
        assertThat(Language.firstOf("fr", null, "de")).isEqualTo(Language.DE);
        assertThat(Language.firstOf(null, null)).isEqualTo(Language.EN);
    }

    @ParameterizedTest
    @CsvSource({
        "Printer on fire, [CS-7] Re: Printer on fire",
        "Re: Printer on fire, [CS-7] Re: Printer on fire",
        "Re: [CS-7] Re: SV: Printer, [CS-7] Re: Printer",
        "AW: WG: Drucker, [CS-7] Re: Drucker",
        "[cs-7] re: small, [CS-7] Re: small",
        "[CS-8] other, [CS-7] Re: [CS-8] other",
        "'', [CS-7] Re:"
    })
    void subject_has_one_number_and_one_prefix(String subject, String expected) {
        assertThat(SubjectLine.reply("CS-7", subject)).isEqualTo(expected);
    }

    @ParameterizedTest
    @ValueSource(strings = {"a\r\nBcc: x@evil.example", "a\nb", "a\u2028b", "a\u0085b", "a\0b", "a\u202Eb"})
    void nobody_adds_a_line_to_a_header(String text) {
        assertThat(HeaderText.encoded(text)).doesNotContain("\r", "\n", "\0", "\u2028", "\u0085", "\u202E");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Plain words",
                "Rødgrød med fløde",
                "Заказ не пришёл, а деньги списали; пожалуйста, разберитесь как можно скорее, спасибо",
                "Emoji 👩‍🚒🔥 in a subject",
                "=?UTF-8?Q?not_mine?="
            })
    void any_script_comes_back_as_it_went(String text) throws Exception {
        var encoded = HeaderText.encoded(text);

        assertThat(encoded.lines()).allMatch(line -> line.length() <= 76);
        assertThat(MimeUtility.decodeText(MimeUtility.unfold(encoded.replace("\n", "\r\n"))))
                .isEqualTo(HeaderText.clean(text));
    }

    @Test
    void header_is_cut_before_it_is_endless() {
        assertThat(HeaderText.clean("🔥".repeat(10_000)).codePoints().count()).isEqualTo(251);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Casestream Support", "Kundecenter Ærø", "Support, \"Ltd\" \\ Co"})
    void name_in_a_mailbox_stays_a_name(String name) throws Exception {
        var mailbox = new InternetAddress(HeaderText.mailbox(name, "support@casestream.local"), true);

        assertThat(mailbox.getPersonal()).isEqualTo(name);
        assertThat(mailbox.getAddress()).isEqualTo("support@casestream.local");
    }
}
