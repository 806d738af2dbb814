package dev.casestream.intake.mail;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How the programs of our users quote and sign, in each of their languages: whole, and broken as they break lines. */
class QuotationsTest {

    private static final String ANSWER = "It works now, thank you.\n\nAda";

    @ParameterizedTest(name = "{0} {1}")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            en; Gmail;       On Mon, Mar 2, 2026 at 10:05 AM Support <support@casestream.example> wrote:
            en; Gmail;       On Mon, 2 Mar 2026 at 10:05, Support <support@casestream.example> wrote:
            en; Apple Mail;  On 2 Mar 2026, at 10:05, Support <support@casestream.example> wrote:
            en; Thunderbird; On 02/03/2026 10:05, Support wrote:
            da; Gmail;       Den man. 2. mar. 2026 kl. 10.05 skrev Support <support@casestream.example>:
            da; Apple Mail;  Den 2. mar. 2026 kl. 10.05 skrev Support <support@casestream.example>:
            da; Thunderbird; Den 02.03.2026 kl. 10.05 skrev Support:
            sv; Gmail;       Den mån 2 mars 2026 kl 10:05 skrev Support <support@casestream.example>:
            sv; Apple Mail;  2 mars 2026 kl. 10:05 skrev Support <support@casestream.example>:
            sv; Thunderbird; Den 2026-03-02 kl. 10:05, skrev Support:
            nb; Gmail;       man. 2. mars 2026 kl. 10:05 skrev Support <support@casestream.example>:
            nb; Apple Mail;  2. mars 2026 kl. 10:05 skrev Support <support@casestream.example>:
            nb; Thunderbird; Den 02.03.2026 10:05, skrev Support:
            ru; Gmail;       пн, 2 мар. 2026 г. в 10:05, Support <support@casestream.example>:
            ru; Apple Mail;  2 марта 2026 г., в 10:05, Support <support@casestream.example> написал(а):
            ru; Thunderbird; 02.03.2026 10:05, Support пишет:
            de; Gmail;       Am Mo., 2. März 2026 um 10:05 Uhr schrieb Support <support@casestream.example>:
            de; Apple Mail;  Am 02.03.2026 um 10:05 schrieb Support <support@casestream.example>:
            de; Thunderbird; Am 02.03.26 um 10:05 schrieb Support:
            fr; Gmail;       Le lun. 2 mars 2026 à 10:05, Support <support@casestream.example> a écrit :
            fr; Apple Mail;  Le 2 mars 2026 à 10:05, Support <support@casestream.example> a écrit :
            fr; Thunderbird; Le 02/03/2026 à 10:05, Support a écrit :
            es; Gmail;       El lun, 2 mar 2026 a las 10:05, Support (<support@casestream.example>) escribió:
            es; Apple Mail;  El 2 mar 2026, a las 10:05, Support <support@casestream.example> escribió:
            es; Thunderbird; El 2/3/26 a las 10:05, Support escribió:
            """)
    void introduced(String language, String program, String introduction) {
        for (var width : new int[] {200, 76, 50}) {
            assertThatOnlyTheAnswerShows(wrapped(introduction, width) + "\n\n> Please try again.\n> Support");
        }
    }

    @ParameterizedTest(name = "{0} Outlook")
    @CsvSource(delimiter = ';', quoteCharacter = '`', textBlock = """
            en; From: Support <s@x.example>|Sent: Monday, March 2, 2026 10:05 AM|To: Ada|Subject: RE: Lamp
            en; From: Support <s@x.example>|Date: Monday, 2 March 2026 at 10:05|To: Ada|Subject: Re: Lamp
            da; Fra: Support <s@x.example>|Sendt: 2. marts 2026 10:05|Til: Ada|Emne: SV: Lampe
            da; Fra: Support <s@x.example>|Dato: mandag den 2. marts 2026 kl. 10.05|Til: Ada|Emne: Sv: Lampe
            sv; Från: Support <s@x.example>|Skickat: den 2 mars 2026 10:05|Till: Ada|Ämne: SV: Lampa
            sv; Från: Support <s@x.example>|Datum: måndag, 2 mars 2026 10:05|Till: Ada|Ämne: Sv: Lampa
            nb; Fra: Support <s@x.example>|Sendt: mandag 2. mars 2026 10:05|Til: Ada|Emne: SV: Lampe
            nb; Fra: Support <s@x.example>|Dato: mandag, 2. mars 2026 kl. 10:05|Til: Ada|Emne: Sv: Lampe
            ru; От: Support <s@x.example>|Отправлено: 2 марта 2026 г. 10:05|Кому: Ada|Тема: RE: Лампа
            ru; От: Support <s@x.example>|Дата: понедельник, 2 марта 2026 г. в 10:05|Кому: Ada|Тема: Re: Лампа
            de; Von: Support <s@x.example>|Gesendet: Montag, 2. März 2026 10:05|An: Ada|Betreff: AW: Lampe
            de; Von: Support <s@x.example>|Datum: Montag, 2. März 2026 um 10:05|An: Ada|Betreff: Re: Lampe
            fr; De : Support <s@x.example>|Envoyé : lundi 2 mars 2026 10:05|À : Ada|Objet : RE: Lampe
            fr; De : Support <s@x.example>|Date : lundi, 2 mars 2026 à 10:05|À : Ada|Objet : Re: Lampe
            es; De: Support <s@x.example>|Enviado el: lunes, 2 de marzo de 2026 10:05|Para: Ada|Asunto: RE: Lámpara
            es; De: Support <s@x.example>|Fecha: lunes, 2 de marzo de 2026, 10:05|Para: Ada|Asunto: Re: Lámpara
            """)
    void headed(String language, String head) {
        var lines = head.replace('|', '\n');
        assertThatOnlyTheAnswerShows(lines + "\n\nPlease try again.");
        assertThatOnlyTheAnswerShows("_".repeat(32) + "\n" + lines + "\n\nPlease try again.");
        assertThatOnlyTheAnswerShows(lines.replaceAll("(?m)^([^:]{1,15}:)", "*$1*") + "\n\nPlease try again.");
    }

    @ParameterizedTest
    @CsvSource({
        "en, Original Message",
        "da, Oprindelig meddelelse",
        "sv, Ursprungligt meddelande",
        "nb, Opprinnelig melding",
        "ru, Исходное сообщение",
        "de, Ursprüngliche Nachricht",
        "fr, Message d'origine",
        "fr, Message d’origine",
        "es, Mensaje original"
    })
    void divided(String language, String divider) {
        assertThatOnlyTheAnswerShows("-----" + divider + "-----\nSupport\n\nPlease try again.");
        assertThatOnlyTheAnswerShows("-------- " + divider + " --------\nSupport\n\nPlease try again.");
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            en; Sent from my iPhone
            en; Get Outlook for iOS<https://aka.ms/o0ukef>
            en; Sent from Mail for Windows
            en; Sent with Proton Mail secure email.
            da; Sendt fra min iPhone
            da; Hent Outlook til iOS<https://aka.ms/o0ukef>
            da; Sendt fra Mail til Windows
            sv; Skickat från min iPhone
            sv; Hämta Outlook för Android<https://aka.ms/AAb9ysg>
            sv; Skickat från E-post för Windows
            nb; Sendt fra min iPhone
            nb; Skaff deg Outlook for iOS<https://aka.ms/o0ukef>
            nb; Sendt fra E-post for Windows
            ru; Отправлено с iPhone
            ru; Получить Outlook для iOS<https://aka.ms/o0ukef>
            ru; Отправлено из Почты для Windows
            de; Von meinem iPhone gesendet
            de; Von meinem/meiner Galaxy gesendet
            de; Outlook für iOS beziehen<https://aka.ms/o0ukef>
            de; Gesendet von Mail für Windows
            fr; Envoyé de mon iPhone
            fr; Télécharger Outlook pour iOS<https://aka.ms/o0ukef>
            fr; Envoyé à partir de Courrier pour Windows
            es; Enviado desde mi iPhone
            es; Obtener Outlook para iOS<https://aka.ms/o0ukef>
            es; Enviado desde Correo para Windows
            """)
    void signed(String language, String signature) {
        assertThatOnlyTheAnswerShows(signature);
    }

    @ParameterizedTest
    @CsvSource(delimiter = ';', textBlock = """
            en; On the second page somebody wrote:
            da; Den besked, som I skrev, var forkert:
            de; Am Ende schrieb er mir nur:
            fr; Le livreur m'a écrit :
            es; El vendedor me escribió:
            ru; Курьер написал:
            de; Gesendet habe ich es am Montag.
            """)
    void told(String language, String sentence) {
        var text = ANSWER + "\n\n" + sentence + "\nIt is all the same to me.";
        assertThat(extracted(text).text()).isEqualTo(text);
    }

    private static void assertThatOnlyTheAnswerShows(String rest) {
        var extract = extracted(ANSWER + "\n\n" + rest);
        assertThat(extract.text()).isEqualTo(ANSWER);
        assertThat(extract.quoted()).as("kept, but apart").contains(rest.substring(rest.lastIndexOf('\n') + 1));
    }

    /** Broken between words, as Gmail does it. */
    private static String wrapped(String line, int width) {
        var wrapped = new StringBuilder();
        var column = 0;
        for (var word : line.split(" ")) {
            var fits = column == 0 || column + 1 + word.length() <= width;
            wrapped.append(column == 0 ? "" : fits ? " " : "\n").append(word);
            column = fits && column > 0 ? column + 1 + word.length() : word.length();
        }
        return wrapped.toString();
    }

    private static ReplyExtractor.Extract extracted(String text) {
        try {
            return ReplyExtractor.ofText(text, Patience.of(Duration.ofSeconds(20)));
        } catch (TooHardException e) {
            throw new AssertionError(e);
        }
    }
}
