package dev.casestream.e2e;

import jakarta.mail.Address;
import jakarta.mail.Folder;
import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import jakarta.mail.internet.MimeMultipart;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Properties;
import java.util.UUID;

/** A customer with an ordinary mail program: sends over SMTP, reads over IMAP. */
record Mailbox(String address, String name) {

    /** A mail that was received. */
    record Letter(
            String messageId, String replyTo, String subject, String autoSubmitted, String references, String body) {}

    static Mailbox of(String name) {
        return new Mailbox(
                name.toLowerCase().replace(' ', '.') + "."
                        + UUID.randomUUID().toString().substring(0, 8) + "@example.com",
                name);
    }

    /** @return the Message-ID */
    String write(String subject, String body) {
        return send("support@casestream.local", subject, body, "", "");
    }

    /** Answers as a mail program does: to the Reply-To, with References, quoting what is answered. */
    String answer(Letter letter, String body) {
        return send(
                letter.replyTo(),
                "Re: " + letter.subject(),
                body + "\n\nOn Sat, 21 Nov 2026 at 12:00, Support <support@casestream.local> wrote:\n> "
                        + letter.body().replace("\n", "\n> "),
                letter.messageId(),
                letter.references() + " " + letter.messageId());
    }

    /** As the mail server of a recipient who is not there any more does it (RFC 3464). */
    void sendBack(Letter letter) {
        var report = """
                From: MAILER-DAEMON@mx.example.com
                To: support@casestream.local
                Subject: Undelivered Mail Returned to Sender
                Message-ID: <%s@mx.example.com>
                MIME-Version: 1.0
                Content-Type: multipart/report; report-type=delivery-status; boundary=b

                --b
                Content-Type: text/plain

                The address does not exist.
                --b
                Content-Type: message/delivery-status

                Reporting-MTA: dns; mx.example.com

                Final-Recipient: rfc822; %s
                Action: failed
                Status: 5.1.1
                --b
                Content-Type: text/rfc822-headers

                Message-ID: %s
                Subject: %s
                --b--
                """.formatted(UUID.randomUUID(), address, letter.messageId(), letter.subject())
                .replace("\n", "\r\n");
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(Platform.SMTP));
        properties.put("mail.smtp.from", "<>");
        try {
            Transport.send(new MimeMessage(
                    Session.getInstance(properties),
                    new ByteArrayInputStream(report.getBytes(StandardCharsets.UTF_8))));
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private String send(String to, String subject, String body, String inReplyTo, String references) {
        try {
            var properties = new Properties();
            properties.put("mail.smtp.host", "127.0.0.1");
            properties.put("mail.smtp.port", Integer.toString(Platform.SMTP));
            properties.put("mail.smtp.timeout", "20000");
            var messageId = "<" + UUID.randomUUID() + "@example.com>";
            var message = new MimeMessage(Session.getInstance(properties)) {
                @Override
                protected void updateMessageID() throws MessagingException {
                    setHeader("Message-ID", messageId);
                }
            };
            message.setFrom(new InternetAddress(address, name, "UTF-8"));
            message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
            message.setSubject(subject, "UTF-8");
            message.setText(body, "UTF-8");
            if (!inReplyTo.isEmpty()) {
                message.setHeader("In-Reply-To", inReplyTo);
                message.setHeader("References", references.strip());
            }
            Transport.send(message);
            return messageId;
        } catch (MessagingException | IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Everything that has come, oldest first. */
    List<Letter> letters() {
        var properties = new Properties();
        properties.put("mail.imap.host", "127.0.0.1");
        properties.put("mail.imap.port", Integer.toString(Platform.IMAP));
        properties.put("mail.imap.timeout", "20000");
        try (var store = Session.getInstance(properties).getStore("imap")) {
            store.connect(address, address);
            try (var inbox = store.getFolder("INBOX")) {
                inbox.open(Folder.READ_ONLY);
                var letters = new ArrayList<Letter>();
                for (var message : inbox.getMessages()) {
                    letters.add(letter(message));
                }
                return letters;
            }
        } catch (MessagingException | IOException e) {
            return List.of();
        }
    }

    private static Letter letter(Message message) throws MessagingException, IOException {
        Address[] replyTo = message.getReplyTo();
        return new Letter(
                header(message, "Message-ID"),
                ((InternetAddress) replyTo[0]).getAddress(),
                message.getSubject(),
                header(message, "Auto-Submitted"),
                header(message, "References"),
                text(message.getContent()));
    }

    private static String header(Message message, String name) throws MessagingException {
        var values = message.getHeader(name);
        return values == null ? "" : String.join(" ", values);
    }

    private static String text(Object content) throws MessagingException, IOException {
        return content instanceof MimeMultipart parts
                ? text(parts.getBodyPart(0).getContent())
                : content.toString();
    }
}
