package dev.casestream.intake;

import jakarta.mail.MessagingException;
import jakarta.mail.SendFailedException;
import jakarta.mail.Session;
import jakarta.mail.internet.InternetAddress;
import jakarta.mail.internet.MimeMessage;
import java.io.BufferedReader;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
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

    /** Sends the very bytes, without saying their number first, and ends the session in good order. */
    String sendAsIs(String mail) {
        try (var socket = new Socket("127.0.0.1", port)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            var out = socket.getOutputStream();
            in.readLine();
            for (var command :
                    List.of("HELO test", "MAIL FROM:<ada@example.org>", "RCPT TO:<support@casestream.local>", "DATA")) {
                out.write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                in.readLine();
            }
            out.write((mail + "\r\n.\r\n").getBytes(StandardCharsets.UTF_8));
            var answer = in.readLine();
            out.write("QUIT\r\n".getBytes(StandardCharsets.US_ASCII));
            if (!in.readLine().startsWith("221")) {
                throw new IllegalStateException("the session is out of step");
            }
            return answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Sends over STARTTLS, which it insists on. @return whether it was */
    String sendSecurely(String mail) {
        var properties = new Properties();
        properties.put("mail.smtp.host", "localhost");
        properties.put("mail.smtp.port", Integer.toString(port));
        properties.put("mail.smtp.starttls.enable", "true");
        properties.put("mail.smtp.starttls.required", "true");
        properties.put("mail.smtp.ssl.trust", "localhost");
        var session = Session.getInstance(properties);
        try (var transport = (SMTPTransport) session.getTransport("smtp")) {
            transport.connect();
            transport.sendMessage(
                    new MimeMessage(session, new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))),
                    new InternetAddress[] {address("support@casestream.local")});
            return transport.isSSL() ? "secure" : "open";
        } catch (MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** What the server answers to commands of one session. */
    List<String> say(String... commands) throws IOException {
        try (var socket = new Socket("127.0.0.1", port)) {
            var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
            in.readLine();
            var answers = new ArrayList<String>();
            for (var command : commands) {
                socket.getOutputStream().write((command + "\r\n").getBytes(StandardCharsets.US_ASCII));
                answers.add(String.valueOf(in.readLine()));
            }
            return answers;
        }
    }

    /** A session that is open and says nothing. */
    record Held(Socket socket, String greeting) implements AutoCloseable {

        /** Says one more letter. @return false once the server has ended the session */
        boolean trickle() {
            try {
                socket.getOutputStream().write('x');
                return true;
            } catch (IOException e) {
                return false;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }

    Held hold() throws IOException {
        var socket = new Socket("127.0.0.1", port);
        var in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        return new Held(socket, String.valueOf(in.readLine()));
    }

    private static InternetAddress address(String text) {
        try {
            return new InternetAddress(text, false);
        } catch (MessagingException e) {
            throw new IllegalArgumentException(e);
        }
    }
}
