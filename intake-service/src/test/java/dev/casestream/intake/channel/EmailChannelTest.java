package dev.casestream.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Attachment;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Reading.Quarantined;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class EmailChannelTest {

    @TempDir
    Path directory;

    Mails mails;

    @BeforeEach
    void open() {
        mails = new Mails(directory);
    }

    private static byte[] bytes(String mail) {
        return mail.getBytes(StandardCharsets.UTF_8);
    }

    @Test
    void outlook_reply_in_danish() {
        var draft = mails.draft("outlook-da.eml");

        assertThat(draft.sender().name()).isEqualTo("Søren Åkjær");
        assertThat(draft.sender().email()).isEqualTo("soren@nordlys.example");
        assertThat(draft.subject()).isEqualTo("SV: Faktura 20417 er betalt to gange, så vidt jeg kan se");
        assertThat(draft.text())
                .startsWith("Hej,\n\nDet virker stadig ikke. Jeg får fejl 403")
                .endsWith("Bogholderi\n\n________________________________");
        assertThat(draft.quotedText()).contains("Hej Søren, prøv venligst igen.");
        assertThat(draft.html()).contains("Det virker stadig ikke").doesNotContain("prøv venligst");
        assertThat(draft.language()).isEqualTo("da");
        assertThat(draft.clues().tickets()).containsExactly(Mails.TICKET);
        assertThat(draft.attachments())
                .extracting(Attachment::name, Attachment::type, Attachment::size)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("skærmbillede.png", "image/png", 70L));
    }

    @Test
    void gmail_reply_in_english() {
        var draft = mails.draft("gmail-en.eml");

        assertThat(draft.text()).isEqualTo("Thank you, that helped – but now the second factor is refused.");
        assertThat(draft.quotedText()).contains("please reset your password");
        assertThat(draft.html()).contains("second factor").doesNotContain("reset your password");
        assertThat(draft.clues().tickets()).containsExactly(Mails.TICKET);
        assertThat(draft.clues().number()).isEqualTo("CS-1042");
        assertThat(draft.clues().participants()).containsExactlyInAnyOrder("ada@example.org", "charles@example.org");
        assertThat(draft.externalId()).isEqualTo("<CAF-second@mail.gmail.example>");
    }

    @Test
    void apple_reply_in_swedish_shares_the_conversation_of_its_root() {
        var draft = mails.draft("apple-sv.eml");
        var root = mails.read(bytes("From: bjorn@firma.example\nSubject: x\nMessage-ID: <start@firma.example>\n\nHej"));

        assertThat(draft.sender().name()).isEqualTo("Björn Åkesson");
        assertThat(draft.subject()).isEqualTo("Återbetalning för köp");
        assertThat(draft.text())
                .isEqualTo(
                        "Hej igen,\n\nJag har fortfarande inte fått pengarna tillbaka från er butik.\n\nHälsningar\nBjörn");
        assertThat(draft.language()).isEqualTo("sv");
        assertThat(draft.clues().rootKey())
                .isEqualTo(((Reading.Understood) root).draft().clues().ownKey())
                .isNotEqualTo(draft.clues().ownKey());
    }

    @Test
    void thunderbird_reply_in_russian_koi8() {
        var draft = mails.draft("thunderbird-ru.eml");

        assertThat(draft.sender().name()).isEqualTo("Ирина Соколова");
        assertThat(draft.subject()).isEqualTo("Не приходит счёт");
        assertThat(draft.text())
                .isEqualTo("Добрый день!\n\nСчёт за февраль до сих пор не пришёл на почту. Проверьте, пожалуйста.");
        assertThat(draft.language()).isEqualTo("ru");
    }

    @Test
    void cyrillic_without_a_charset_is_read_all_the_same() {
        assertThat(mails.draft("no-charset-ru.eml").text())
                .isEqualTo("Здравствуйте, не работает вход в личный кабинет уже второй день.");
    }

    @Test
    void norwegian_html_with_inline_image_long_file_name_and_a_mail_inside() {
        var draft = mails.draft("mixed-nb.eml");

        assertThat(draft.sender().name()).isEqualTo("Kåre Ødegård");
        assertThat(draft.subject()).isEqualTo("Vi får ikke åpnet kjøreplanen på lørdag");
        assertThat(draft.text())
                .isEqualTo(
                        "Hei,\n\nVi får ikke åpnet kjøreplanen på lørdag. Kan dere hjelpe oss med dette så fort som mulig?");
        assertThat(draft.html()).contains("cid:img1").doesNotContain("spor.example", "script", "alert");
        assertThat(draft.language()).isEqualTo("nb");
        assertThat(draft.attachments())
                .extracting(Attachment::name, Attachment::type)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple("attachment-1", "image/gif"),
                        org.assertj.core.groups.Tuple.tuple("kjøreplan lørdag.pdf", "application/pdf"),
                        org.assertj.core.groups.Tuple.tuple("message.eml", "message/rfc822"));
    }

    @Test
    void forwarded_mail_keeps_what_was_forwarded() {
        assertThat(mails.draft("forward-en.eml").text()).contains("Please look", "Your order is late.");
    }

    @Test
    void automatic_reply_is_taken_in_as_automatic() {
        var draft = mails.draft("vacation-de.eml");

        assertThat(draft.automatic()).isEqualTo("auto-submitted");
        assertThat(draft.language()).isEqualTo("de");
        assertThat(draft.clues().tickets()).containsExactly(Mails.TICKET);
    }

    @Test
    void bounce_is_held_back_with_its_reason() {
        assertThat(mails.read(Mails.sample("bounce.eml"))).isInstanceOfSatisfying(Quarantined.class, held -> {
            assertThat(held.reason()).isEqualTo("bounce");
            assertThat(held.draft()).isNotNull();
        });
    }

    @Test
    void forged_token_gives_no_hint() {
        var forged = "From: mallory@example.net\nTo: support+rt." + "0".repeat(48)
                + "@casestream.local\nIn-Reply-To: <rt." + "1".repeat(48) + "@casestream.local>\nSubject: x\n\nhello";

        var draft = ((Reading.Understood) mails.read(bytes(forged))).draft();

        assertThat(draft.clues().tickets()).isEmpty();
        assertThat(draft.clues().rootKey()).isEqualTo(draft.clues().ownKey());
    }

    @Test
    void token_on_a_foreign_domain_gives_no_hint() {
        var foreign = "From: a@example.net\nTo: support+" + Mails.TOKEN + "@elsewhere.example\nSubject: x\n\nhello";

        assertThat(((Reading.Understood) mails.read(bytes(foreign)))
                        .draft()
                        .clues()
                        .tickets())
                .isEmpty();
    }

    @Test
    void missing_headers_are_made_up_for() {
        var draft = ((Reading.Understood)
                        mails.read(bytes("Date: Mon, 2 Mar 2026 14:00:00 +0100\n\nmy order\nis late")))
                .draft();

        assertThat(draft.sender().email()).isEqualTo("envelope@example.org");
        assertThat(draft.subject()).isEqualTo("my order is late");
        assertThat(draft.externalId()).isNull();
    }

    @Test
    void own_mail_is_held_back() {
        assertThat(mails.read(bytes("From: Support+x <support+x@casestream.local>\nSubject: x\n\nhello")))
                .isInstanceOfSatisfying(
                        Quarantined.class, held -> assertThat(held.reason()).isEqualTo("own-mail"));
    }

    @Test
    void the_same_message_id_is_the_same_mail_whatever_its_spelling() {
        var one = mails.dedupeKey(bytes("Received: x\nMessage-ID: <A@B.example>\nSubject: a\n\nx"));
        var two = mails.dedupeKey(bytes("Subject: b\r\nMESSAGE-id:\r\n <A@b.EXAMPLE>\r\n\r\ny"));
        var body = mails.dedupeKey(bytes("Subject: b\n\nMessage-ID: <A@B.example>"));

        assertThat(one).isEqualTo(two).isNotEqualTo(body);
        assertThat(mails.dedupeKey(bytes("Message-ID: <>\n\na")))
                .isNotEqualTo(mails.dedupeKey(bytes("Message-ID: <>\n\nb")));
    }
}
