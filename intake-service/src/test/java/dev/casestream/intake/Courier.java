package dev.casestream.intake;

import static org.awaitility.Awaitility.await;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** A mail server that delivers to ours: one mail after the other, each again until it is answered with 250. */
final class Courier implements AutoCloseable {

    private final int port;
    private final AtomicInteger unanswered;
    private @Nullable Socket socket;
    private @Nullable BufferedReader in;

    /** @param unanswered counts mails that were sent whole and got no answer: they may have arrived */
    Courier(int port, AtomicInteger unanswered) {
        this.port = port;
        this.unanswered = unanswered;
    }

    /** @return the id of the request as which it was taken in */
    UUID deliver(String from, String mail) {
        return await().pollDelay(Duration.ZERO)
                .pollInterval(Duration.ofMillis(100))
                .pollInSameThread()
                .atMost(Duration.ofSeconds(60))
                .until(() -> attempt(from, mail), id -> id != null);
    }

    private @Nullable UUID attempt(String from, String mail) {
        var sent = false;
        try {
            connect();
            say("MAIL FROM:<" + from + ">", "250");
            say("RCPT TO:<support@casestream.local>", "250");
            say("DATA", "354");
            sent = true;
            var answer = say(mail + "\r\n.", "250");
            return UUID.fromString(answer.substring(answer.lastIndexOf(' ') + 1));
        } catch (IOException e) {
            unanswered.addAndGet(sent ? 1 : 0);
            close();
            return null;
        }
    }

    private void connect() throws IOException {
        if (socket == null) {
            var opened = new Socket("127.0.0.1", port);
            socket = opened;
            in = new BufferedReader(new InputStreamReader(opened.getInputStream(), StandardCharsets.US_ASCII));
            expect("220");
            say("HELO courier", "250");
        }
    }

    private String say(String words, String expected) throws IOException {
        var open = socket;
        if (open == null) {
            throw new IOException("not connected");
        }
        open.getOutputStream().write((words + "\r\n").getBytes(StandardCharsets.UTF_8));
        return expect(expected);
    }

    private String expect(String code) throws IOException {
        var answer = in == null ? null : in.readLine();
        if (answer == null || !answer.startsWith(code)) {
            throw new IOException("answered with " + answer);
        }
        return answer;
    }

    @Override
    public void close() {
        var open = socket;
        socket = null;
        in = null;
        if (open != null) {
            try {
                open.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
