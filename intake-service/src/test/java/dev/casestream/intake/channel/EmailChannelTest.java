package dev.casestream.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Attachment;
import dev.casestream.contracts.Priority;
import dev.casestream.intake.domain.Bounce;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Reading.Bounced;
import dev.casestream.intake.domain.Reading.Quarantined;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
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
                .endsWith("Bogholderi");
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
        assertThat(draft.clues().participants()).containsExactly("ada@example.org");
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
    void bounce_says_who_was_not_reached_and_why() {
        assertThat(mails.read(Mails.sample("bounce.eml"))).isInstanceOfSatisfying(Bounced.class, held -> {
            assertThat(held.bounces()).containsExactly(new Bounce("nobody@example.org", "failed", "5.1.1"));
            assertThat(held.messageId()).isNull();
        });
    }

    @Test
    void bounce_names_the_ticket_of_the_mail_that_comes_back() {
        var bounce = new String(Mails.sample("bounce.eml"), StandardCharsets.UTF_8)
                .replace(
                        "Subject: Your ticket",
                        "Message-ID: <" + Mails.TOKEN + "@casestream.local>\nSubject: Your ticket");

        assertThat(mails.read(bytes(bounce))).isInstanceOfSatisfying(Bounced.class, held -> {
            assertThat(held.messageId()).isEqualTo(Mails.TOKEN + "@casestream.local");
            assertThat(held.ticketId()).isEqualTo(Mails.TICKET);
        });
        assertThat(mails.read(bytes(bounce.replace(Mails.TOKEN, "rt." + "0".repeat(48)))))
                .isInstanceOfSatisfying(
                        Bounced.class, held -> assertThat(held.ticketId()).isNull());
    }

    private Draft understood(String mail) {
        return ((Reading.Understood) mails.read(bytes(mail))).draft();
    }

    @Test
    void sender_is_verified_by_what_our_own_server_found_out_and_by_nobody_else() {
        var pass = "Authentication-Results: mx.casestream.local (mx [10.0.0.1]); spf=pass smtp.mailfrom=example.org;\n"
                + " dkim=pass header.d=example.org; dmarc=pass (p=reject) header.from=example.org\n";
        var mail = "From: Ada <ada@example.org>\nSubject: x\n\nhello";

        assertThat(understood(pass + mail).sender().verified()).isTrue();
        assertThat(understood(pass + mail).fields()).containsEntry("authentication", "dkim=pass dmarc=pass spf=pass");
        for (var forged : List.of(
                "",
                pass.replace("mx.casestream.local", "mx.elsewhere.example"),
                pass.replace("dmarc=pass", "dmarc=fail"),
                pass.replace("=example.org", "=evil.example"),
                pass.replace("=pass", "=none"),
                "Authentication-Results: mx.casestream.local; spf=pass smtp.mailfrom=example.org\n",
                "Authentication-Results: mx.casestream.local; dkim=fail header.d=example.org\n" + pass,
                "Authentication-Results: evil.example; x=\"; mx.casestream.local\"; dmarc=pass header.from=example.org\n")) {
            assertThat(understood(forged + mail).sender().verified()).as(forged).isFalse();
        }
        assertThat(understood(pass + "From: mallory@evil.example\n" + mail)
                        .sender()
                        .verified())
                .isFalse();
        assertThat(understood(pass + mail.replace("ada@example.org>", "ada@example.org>, mallory@evil.example"))
                        .sender()
                        .verified())
                .isFalse();
    }

    @Test
    void whom_a_mail_names_besides_takes_part_only_if_its_sender_is_proven() {
        var mail =
                "From: ada@example.org\nTo: support@casestream.local\nCc: Charles <charles@example.org>\nSubject: x\n\nhello";
        var proof = "Authentication-Results: mx.casestream.local; dmarc=pass header.from=example.org\n";

        assertThat(understood(mail).clues().participants()).containsExactly("ada@example.org");
        assertThat(understood(proof + mail).clues().participants())
                .containsExactlyInAnyOrder("ada@example.org", "charles@example.org");
    }

    @Test
    void address_hints_at_the_category_and_a_tag_is_passed_on() {
        var draft =
                understood("From: ada@example.org\nTo: Billing@casestream.local\nReply-To: Boss <boss@example.org>\n"
                        + "Cc: stranger@evil.example\nSubject: x\n\nhello");

        // The envelope of these mails names support, which goes before what the headers say.
        assertThat(draft.category()).isNull();
        assertThat(draft.fields()).containsEntry("replyTo", "boss@example.org");
        assertThat(draft.sender().email()).isEqualTo("ada@example.org");
        assertThat(mails.hinted("From: ada@example.org\nTo: x\nSubject: x\n\nhello", "billing@casestream.local")
                        .category())
                .isEqualTo("billing");
        assertThat(mails.hinted("From: ada@example.org\nTo: x\nSubject: x\n\nhello", "billing@casestream.local")
                        .priority())
                .isEqualTo(Priority.HIGH);
    }

    @Test
    void flowed_text_is_put_together_and_quotations_in_it_are_found() {
        var draft = understood("From: ada@example.org\nSubject: x\nContent-Type: text/plain; format=flowed\n\n"
                + "My parcel has been \nlost on its way \nto me.\n\n> What has \n> happened?\n-- \nAda\n");

        assertThat(draft.text()).isEqualTo("My parcel has been lost on its way to me.");
        assertThat(draft.quotedText()).contains("> What has happened?", "Ada");
    }

    @Test
    void files_are_taken_out_of_winmail_and_what_is_none_stays_a_file() throws java.io.IOException {
        var head = "From: ada@example.org\nSubject: x\nContent-Type: application/ms-tnef; name=winmail.dat\n"
                + "Content-Transfer-Encoding: base64\n\n";
        var tnef = Base64.getMimeEncoder().encodeToString(Tnef.of("rapport.txt", "hello from Outlook"));

        assertThat(understood(head + tnef).attachments())
                .extracting(Attachment::name, Attachment::type, Attachment::size)
                .containsExactly(org.assertj.core.groups.Tuple.tuple("rapport.txt", "text/plain", 18L));
        assertThat(understood(head + "AAAA").attachments())
                .extracting(Attachment::name)
                .containsExactly("winmail.dat");
        assertThat(understood(head + tnef.substring(0, tnef.length() / 2)).attachments())
                .hasSize(1);
    }

    @Test
    void signed_and_encrypted_mail_stays_as_it_is_and_says_so() {
        var signed = understood(
                "From: ada@example.org\nSubject: x\nContent-Type: multipart/signed; micalg=pgp-sha256;"
                        + " protocol=\"application/pgp-signature\"; boundary=b\n\n--b\nContent-Type: text/plain\n\nhello\n--b\n"
                        + "Content-Type: application/pgp-signature; name=signature.asc\n\n-----BEGIN PGP SIGNATURE-----\n--b--\n");
        var encrypted = understood("From: ada@example.org\nSubject: x\nContent-Type: multipart/encrypted;"
                + " protocol=\"application/pgp-encrypted\"; boundary=b\n\n--b\nContent-Type: application/pgp-encrypted\n\n"
                + "Version: 1\n--b\nContent-Type: application/octet-stream; name=encrypted.asc\n\n"
                + "-----BEGIN PGP MESSAGE-----\n--b--\n");

        assertThat(signed.text()).isEqualTo("hello");
        assertThat(signed.fields()).containsEntry("protection", "signed");
        assertThat(signed.attachments()).extracting(Attachment::name).containsExactly("signature.asc");
        assertThat(encrypted.fields()).containsEntry("protection", "encrypted");
        assertThat(encrypted.attachments()).hasSize(2);
    }

    @Test
    void calendar_part_is_a_file() {
        var draft =
                understood("From: ada@example.org\nSubject: x\nContent-Type: multipart/alternative; boundary=b\n\n--b\n"
                        + "Content-Type: text/plain\n\nLet us meet\n--b\nContent-Type: text/calendar; method=REQUEST; name=invite.ics\n\n"
                        + "BEGIN:VCALENDAR\nEND:VCALENDAR\n--b--\n");

        assertThat(draft.text()).isEqualTo("Let us meet");
        assertThat(draft.attachments()).extracting(Attachment::name).containsExactly("invite.ics");
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
