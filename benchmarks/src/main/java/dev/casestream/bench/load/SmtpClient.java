package dev.casestream.bench.load;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.OutputStream;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.atomic.AtomicLong;

/** One SMTP session that sends mail after mail. */
public final class SmtpClient implements Clients.Client {
    private static final int PATIENCE_MILLIS = 30_000;

    private final Socket socket;
    private final BufferedReader in;
    private final OutputStream out;
    private final AtomicLong next;

    /** @param next numbers the senders over all sessions */
    public SmtpClient(int port, AtomicLong next) throws IOException {
        this.next = next;
        socket = new Socket("127.0.0.1", port);
        socket.setSoTimeout(PATIENCE_MILLIS);
        socket.setTcpNoDelay(true);
        in = new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));
        out = socket.getOutputStream();
        expect(220);
        say("EHLO bench.example.com\r\n", 250);
    }

    @Override
    public int work() throws IOException {
        var number = next.incrementAndGet();
        var sender = "grace." + number + "@example.com";
        say("MAIL FROM:<" + sender + ">\r\n", 250);
        say("RCPT TO:<support@casestream.local>\r\n", 250);
        say("DATA\r\n", 354);
        say("""
                From: Grace Turner <%s>
                To: support@casestream.local
                Subject: Parcel %d has not arrived
                Message-ID: <%d.%d@example.com>
                Date: Thu, 05 Mar 2026 10:00:00 +0100
                MIME-Version: 1.0
                Content-Type: text/plain; charset=utf-8

                I ordered two lamps on Monday and paid at once. The page says that they were delivered,
                but nobody has been here and the neighbours have nothing either.

                Grace
                .
                """.formatted(sender, number, number, System.nanoTime()).replace("\n", "\r\n"), 250);
        return 1;
    }

    private void say(String text, int answer) throws IOException {
        out.write(text.getBytes(StandardCharsets.UTF_8));
        out.flush();
        expect(answer);
    }

    private void expect(int code) throws IOException {
        String line;
        do {
            line = in.readLine();
            if (line == null || !line.startsWith(Integer.toString(code))) {
                throw new IOException("SMTP answered " + line + " instead of " + code);
            }
        } while (line.length() > 3 && line.charAt(3) == '-');
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
