package dev.casestream.local.mail;

import com.icegreen.greenmail.configuration.GreenMailConfiguration;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.UserException;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.server.SMTPServer;

/** The development mail server's JVM: takes any mail over SMTP, and shows it over IMAP to whoever logs in by address. */
public final class MailServer {
    /** IMAP shows so many of the newest, of so many bytes; the rest is on disk. */
    private static final int SHOWN = 2000;

    private static final long SHOWN_BYTES = 24 << 20;

    private final MailStore store;
    private final GreenMail imap;
    private final Mailboxes mailboxes;

    private MailServer(MailStore store, int imapPort) {
        this.store = store;
        this.imap = new GreenMail(new ServerSetup(imapPort, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        imap.withConfiguration(GreenMailConfiguration.aConfig().withDisabledAuthentication());
        this.mailboxes = new Mailboxes(imap.getManagers(), SHOWN, SHOWN_BYTES);
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
                mailboxes.show(kept);
            } catch (Exception e) {
                System.err.println(kept.getFileName() + " is on disk but not shown over IMAP: " + e);
            }
        });
    }

    private void showNewest() throws IOException, MessagingException, UserException, FolderException {
        var files = store.files();
        for (var file : files.subList(Math.max(0, files.size() - SHOWN), files.size())) {
            mailboxes.show(file);
        }
    }
}
