package dev.casestream.intake;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Properties;
import org.eclipse.angus.mail.smtp.SMTPAddressFailedException;
import org.eclipse.angus.mail.smtp.SMTPSendFailedException;
import org.eclipse.angus.mail.smtp.SMTPTransport;

/** An ordinary SMTP client. */
final class Smtp {

    private final int port;

    Smtp(int port) {
        this.port = port;
    }

    /** @return the code that the server answers the mail with */
    int send(byte[] mail, String from, String... recipients) {
        var properties = new Properties();
        properties.put("mail.smtp.host", "127.0.0.1");
        properties.put("mail.smtp.port", Integer.toString(port));
        properties.put("mail.smtp.from", from);
        var session = Session.getInstance(properties);
        try (var transport = (SMTPTransport) session.getTransport("smtp")) {
            transport.connect();
            var addresses = Arrays.stream(recipients).map(Smtp::address).toArray(InternetAddress[]::new);
            transport.sendMessage(new MimeMessage(session, new ByteArrayInputStream(mail)), addresses);
            return transport.getLastReturnCode();
        } catch (SMTPSendFailedException e) {
            return e.getReturnCode();
        } catch (SendFailedException e) {
            return e.getNextException() instanceof SMTPAddressFailedException refused ? refused.getReturnCode() : 0;
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    int send(String mail) {
        return send(mail.getBytes(StandardCharsets.UTF_8), "ada@example.org", "support@casestream.local");
    }

    private static InternetAddress address(String text) {
        try {
            return new InternetAddress(text, false);
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
