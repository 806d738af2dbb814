package dev.casestream.notification;

import io.quarkus.test.common.QuarkusTestResourceLifecycleManager;
import jakarta.mail.MessagingException;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;
import org.subethamail.smtp.server.SMTPServer;

/** A real SMTP server that can be stopped, that refuses whom it is told to, and that keeps what it gets. */
public final class MailServer implements QuarkusTestResourceLifecycleManager {

    /** One mail that the server has taken over. */
    record Received(String recipient, MimeMessage message) {
        String header(String name) {
            try {
                var values = message.getHeader(name);
                return values == null ? "" : values[0].replace("\r\n", "");
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private final int port = freePort();
    private final List<Received> mails = new CopyOnWriteArrayList<>();
    private final Map<String, Integer> refusals = new ConcurrentHashMap<>();
    private final Map<String, CountDownLatch> stalled = new ConcurrentHashMap<>();
    private SMTPServer server = newServer();

    @Override
    public Map<String, String> start() {
        server.start();
        return Map.of(
                "quarkus.mailer.port",
                Integer.toString(port),
                "casestream.reply-token.key-file",
                keyFile(),
                "casestream.delivery.timeout",
                "PT4S",
                "casestream.delivery.lease",
                "PT5S",
                "casestream.delivery.retry-first",
                "PT0.2S",
                "casestream.delivery.retry-most",
                "PT0.5S");
    }

    @Override
    public void stop() {
        server.stop();
    }

    @Override
    public void inject(TestInjector injector) {
        injector.injectIntoFields(this, new TestInjector.MatchesType(MailServer.class));
    }

    /** The same server at the same place again. */
    void restart() {
        server = newServer();
        server.start();
    }

    void refuse(String recipient, int code) {
        refusals.put(recipient, code);
    }

    void accept(String recipient) {
        refusals.remove(recipient);
    }

    /** Lets the server think about this recipient until the latch is open. */
    CountDownLatch stall(String recipient) {
        return stalled.computeIfAbsent(recipient, _ -> new CountDownLatch(1));
    }

    List<Received> to(String recipient) {
        return mails.stream().filter(mail -> mail.recipient().equals(recipient)).toList();
    }

    private SMTPServer newServer() {
        return SMTPServer.port(port)
                .bindAddress(InetAddress.getLoopbackAddress())
                .messageHandlerFactory(Session::new)
                .build();
    }

    private final class Session implements MessageHandler {

        private String recipient = "";

        Session(MessageContext context) {}

        @Override
        public void from(String sender) {}

        @Override
        public void recipient(String address) throws RejectException {
            recipient = address;
            var code = refusals.get(address);
            if (code != null) {
                throw new RejectException(code, "not " + address);
            }
            var latch = stalled.get(address);
            if (latch != null) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    Thread.currentThread().interrupt();
                }
            }
        }

        @Override
        public String data(InputStream data) throws IOException {
            try {
                mails.add(new Received(recipient, new MimeMessage(null, data)));
                return "taken";
            } catch (MessagingException e) {
                throw new IOException(e);
            }
        }

        @Override
        public void done() {}
    }

    private static String keyFile() {
        try {
            var key = new byte[32];
            new SecureRandom().nextBytes(key);
            var file = Files.createTempFile(Path.of("target"), "reply-token", ".keys");
            Files.writeString(file, "test:" + Base64.getEncoder().encodeToString(key));
            return file.toString();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
