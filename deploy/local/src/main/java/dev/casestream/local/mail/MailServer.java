package dev.casestream.local.mail;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Properties;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.server.SMTPServer;

/** The development mail server's JVM: takes any mail over SMTP, and shows it over IMAP to whoever logs in by address. */
public final class MailServer {
    /** IMAP shows this many of the newest; the rest is on disk. */
    private static final int SHOWN = 2000;

    private static final Session SESSION = Session.getInstance(new Properties());

    private final MailStore store;
    private final GreenMail imap;

    private MailServer(MailStore store, int imapPort) {
        this.store = store;
        this.imap = new GreenMail(new ServerSetup(imapPort, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        imap.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
    }

    public static void main(String... arguments) throws Exception {
        var smtpPort = Integer.parseInt(arguments[0]);
        var imapPort = Integer.parseInt(arguments[1]);
        var server = new MailServer(new MailStore(Path.of(arguments[2])), imapPort);
        server.imap.start();
        server.showNewest();
        SMTPServer.port(smtpPort)
                .bindAddress(InetAddress.getByName("127.0.0.1"))
                .hostName("mail.casestream.local")
                .maxMessageSize(50 << 20)
                .messageHandlerFactory(context -> server.receive(context))
                .build()
                .start();
        Files.writeString(
                Path.of(arguments[3]), Long.toString(ProcessHandle.current().pid()));
    }

    private Reception receive(MessageContext context) {
        return new Reception(store, kept -> {
            try {
                show(kept);
            } catch (IOException | MessagingException | UserException e) {
                System.err.println(kept.getFileName() + " is on disk but not shown over IMAP: " + e);
            }
        });
    }

    private void showNewest() throws IOException, MessagingException, UserException {
        var files = store.files();
        for (var file : files.subList(Math.max(0, files.size() - SHOWN), files.size())) {
            show(file);
        }
    }

    private void show(Path file) throws IOException, MessagingException, UserException {
        try (var in = Files.newInputStream(file)) {
            var message = new MimeMessage(SESSION, in);
            var recipients = message.getHeader("Delivered-To");
            for (var recipient : recipients == null ? new String[0] : recipients) {
                var users = imap.getUserManager();
                var user = users.getUserByEmail(recipient);
                (user == null ? users.createUser(recipient, recipient, recipient) : user).deliver(message);
            }
        }
    }
}
