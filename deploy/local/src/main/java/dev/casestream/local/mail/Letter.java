package dev.casestream.local.mail;

import jakarta.mail.Message;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.Transport;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.util.Date;
import java.util.Properties;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A mail that a customer writes. */
public record Letter(
        String from,
        String to,
        String subject,
        String body,
        @Nullable String inReplyTo,
        @Nullable String references) {

    /** The answer to a mail, as a mail program would write it. */
    public static Letter answering(StoredMail mail, String from, String body) {
        var subject = mail.subject() == null ? "" : mail.subject();
        var references = (mail.references() == null ? "" : mail.references() + " ") + mail.messageId();
        return new Letter(
                from,
                mail.replyTo() == null ? mail.from() : mail.replyTo(),
                subject.regionMatches(true, 0, "Re:", 0, 3) ? subject : "Re: " + subject,
                body,
                mail.messageId(),
                references);
    }

    /** Posts it to a server on this machine and returns its Message-ID. */
    public String post(int port) throws MessagingException {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(port));
        properties.put("mail.smtp.connectiontimeout", "5000");
        properties.put("mail.smtp.timeout", "30000");
        var messageId = "<" + UUID.randomUUID() + "@" + from.replaceAll("^.*@|>.*$", "") + ">";
        var message = new MimeMessage(Session.getInstance(properties)) {
            @Override
            protected void updateMessageID() throws MessagingException {
                setHeader("Message-ID", messageId);
            }
        };
        message.setFrom(new InternetAddress(from));
        message.setRecipients(Message.RecipientType.TO, InternetAddress.parse(to));
        message.setSubject(subject, "UTF-8");
        message.setSentDate(new Date());
        message.setText(body, "UTF-8");
        if (inReplyTo != null) {
            message.setHeader("In-Reply-To", inReplyTo);
        }
        if (references != null) {
            message.setHeader("References", references);
        }
        Transport.send(message);
        return messageId;
    }
}
