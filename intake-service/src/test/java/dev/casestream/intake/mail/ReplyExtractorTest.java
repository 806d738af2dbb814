package dev.casestream.intake.mail;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.time.Duration;
import java.util.Collections;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ReplyExtractorTest {

    @ParameterizedTest
    @ValueSource(
            strings = {
                "On Mon, Mar 2, 2026 at 10:05 AM Support <s@x.example> wrote:",
                "On Mon, Mar 2, 2026 at 10:05 AM Support <\ns@x.example>\nwrote:",
                "Den man. 2. mar. 2026 kl. 10.05 skrev Support <s@x.example>:",
                "Den 2026-03-02 kl. 10:05, skrev Support:",
                "Den mån 2 mars 2026 kl 10:05 skrev Support <s@x.example>:",
                "2 mars 2026 kl. 10:05 skrev Support <s@x.example>:",
                "man. 2. mars 2026 kl. 10:05 skrev Support <s@x.example>:",
                "02.03.2026 10:05, Support пишет:",
                "пн, 2 мар. 2026 г. в 10:05, Support <s@x.example>:\nпишет:",
                "2 марта 2026 г., в 10:05, Support <s@x.example> написал(а):",
                "Am Mo., 2. März 2026 um 10:05 Uhr schrieb Support <s@x.example>:",
                "Le lun. 2 mars 2026 à 10:05, Support <s@x.example> a écrit :",
                "El lun, 2 mar 2026 a las 10:05, Support (<s@x.example>) escribió:",
                "-----Original Message-----",
                "-----Oprindelig meddelelse-----",
                "-----Ursprungligt meddelande-----",
                "-----Opprinnelig melding-----",
                "-------- Исходное сообщение --------",
                "-----Ursprüngliche Nachricht-----",
                "From: Support\nSent: Monday, March 2, 2026 10:05\nTo: Ada",
                "Fra: Support\nSendt: 2. marts 2026 10:05\nTil: Ada",
                "Från: Support\nSkickat: den 2 mars 2026 10:05\nTill: Ada",
                "От: Support\nОтправлено: 2 марта 2026 г. 10:05\nКому: Ada",
                "Von: Support\nGesendet: Montag, 2. März 2026 10:05\nAn: Ada",
                "##- Please type your reply above this line -##"
            })
    void quotations_are_known_in_every_language(String introduction) {
        var extract = ofText("It works now, thanks.\n\n" + introduction + "\n\nold words");

        assertThat(extract.text()).isEqualTo("It works now, thanks.");
        assertThat(extract.quoted()).contains("old words");
    }

    @Test
    void answers_below_and_between_quotations_are_kept() {
        var extract = ofText("""
                On Mon, Mar 2, 2026, Support wrote:
                > Which browser?
                Firefox.
                > Which version?
                148""");

        assertThat(extract.text()).isEqualTo("Firefox.\n148");
        assertThat(extract.quoted()).contains("> Which browser?", "> Which version?");
    }

    @Test
    void signatures_go_with_the_quotation() {
        var extract = ofText("It is broken.\n-- \nAda Byron\nExample Ltd");

        assertThat(extract.text()).isEqualTo("It is broken.");
        assertThat(extract.quoted()).contains("Ada Byron");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "Sent from my iPhone",
                "Sendt fra min iPhone",
                "Skickat från min iPhone",
                "Отправлено с iPhone",
                "Von meinem iPhone gesendet",
                "Get Outlook for iOS<https://aka.ms/o0ukef>"
            })
    void device_signatures_are_no_words_of_the_customer(String signature) {
        assertThat(ofText("Hello\n\n" + signature).text()).isEqualTo("Hello");
    }

    @Test
    void forwarded_mail_is_what_the_customer_wants_us_to_read() {
        var text = "See below.\n\n---------- Forwarded message ---------\nFrom: Shop <s@x.example>\n"
                + "Date: Sun, Mar 1, 2026\nTo: Ada\n\nYour order is late.";

        assertThat(ofText(text).text()).contains("Your order is late.");
    }

    @Test
    void a_mail_that_is_all_quotation_stays_whole() {
        assertThat(ofText("> only\n> quoted").text()).isEqualTo("> only\n> quoted");
    }

    @Test
    void ordinary_sentences_are_not_taken_for_quotations() {
        var text =
                "On Monday I wrote to you.\nDen gang jeg skrev, var alt godt.\nFrom: the shop came nothing.\nRegards";

        assertThat(ofText(text).text()).isEqualTo(text);
    }

    @Test
    void html_quotations_are_taken_out_of_text_and_markup() {
        var extract = ofHtml("<div>New <b>words</b></div><div class=\"gmail_quote\">On Monday wrote:"
                + "<blockquote>old words</blockquote></div>");

        assertThat(extract.text()).isEqualTo("New words");
        assertThat(extract.html()).contains("<b>words</b>").doesNotContain("old words");
        assertThat(extract.quoted()).contains("old words");
    }

    @Test
    @Timeout(20)
    void cost_grows_with_size_only() {
        var evil = String.join("\n", Collections.nCopies(20_000, "On " + "a wrote ".repeat(60)));
        assertThat(Duration.ofNanos(elapsed(() -> ofText(evil)))).isLessThan(Duration.ofSeconds(15));
        var nested = "<div>".repeat(50_000) + "x";
        assertThat(Duration.ofNanos(elapsed(() -> ofHtml(nested)))).isLessThan(Duration.ofSeconds(15));
    }

    @Test
    void patience_ends_with_the_mail() {
        var none = Patience.of(Duration.ZERO);

        assertThatExceptionOfType(TooHardException.class).isThrownBy(() -> ReplyExtractor.ofText("a\nb", none));
    }

    private static ReplyExtractor.Extract ofText(String text) {
        return patiently(patience -> ReplyExtractor.ofText(text, patience));
    }

    private static ReplyExtractor.Extract ofHtml(String html) {
        return patiently(patience -> ReplyExtractor.ofHtml(html, patience));
    }

    private interface Work {
        ReplyExtractor.Extract with(Patience patience) throws TooHardException;
    }

    private static ReplyExtractor.Extract patiently(Work work) {
        try {
            return work.with(Patience.of(Duration.ofSeconds(20)));
        } catch (TooHardException e) {
            throw new AssertionError(e);
        }
    }

    private static long elapsed(Runnable work) {
        var from = System.nanoTime();
        work.run();
        return System.nanoTime() - from;
    }
}
