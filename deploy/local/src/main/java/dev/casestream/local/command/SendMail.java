package dev.casestream.local.command;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.mail.Letter;
import dev.casestream.local.mail.MailStore;
import dev.casestream.local.mail.StoredMail;
import dev.casestream.local.topology.Settings;
import jakarta.mail.MessagingException;
import java.io.IOException;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** Posts a mail to the platform as a customer's mail program would. */
@Command(
        name = "send-mail",
        mixinStandardHelpOptions = true,
        description = "Write to the platform as a customer; prints the Message-ID.")
final class SendMail implements Callable<Integer> {
    @Option(names = "--from", description = "${DEFAULT-VALUE} unless given.")
    private String from = "Ada Customer <customer@example.com>";

    @Option(names = "--to", description = "${DEFAULT-VALUE} unless given.")
    private String to = Settings.MAIL_ADDRESS;

    @Option(names = "--subject")
    private String subject = "My invoice is wrong";

    @Option(names = "--body")
    private String body = "Hello,\n\nthe last invoice says 42 instead of 24.\n\nAda";

    @Option(names = "--in-reply-to", paramLabel = "MESSAGE-ID")
    private Optional<String> inReplyTo = Optional.empty();

    @Option(names = "--references", paramLabel = "MESSAGE-IDS")
    private Optional<String> references = Optional.empty();

    @Option(names = "--answer", description = "Answer the newest mail in the sender's inbox.")
    private boolean answer;

    @Override
    public Integer call() throws Exception {
        var installation = Installation.here();
        if (!Down.isRunning(installation)) {
            throw new Complaint("The platform does not run.", "Start it with ./casestream up.");
        }
        var port = installation.port(2525);
        try {
            System.out.println(letter(installation).post(port));
            return 0;
        } catch (MessagingException e) {
            throw new Complaint(
                    "127.0.0.1:" + port + " did not take the mail: " + reason(e),
                    "Look at the addresses; the platform's own is " + Settings.MAIL_ADDRESS + ".");
        }
    }

    /** The server's own words are at the end of the chain. */
    private static String reason(MessagingException failure) {
        return failure.getNextException() instanceof MessagingException next
                ? reason(next)
                : String.valueOf(failure.getMessage()).strip();
    }

    private Letter letter(Installation installation) throws IOException, MessagingException {
        if (!answer) {
            return new Letter(from, to, subject, body, inReplyTo.orElse(null), references.orElse(null));
        }
        var address = from.replaceAll("^.*<|>.*$", "");
        for (var file : new MailStore(installation.mail()).files().reversed()) {
            var mail = StoredMail.read(file);
            if (mail.isFor(address)) {
                return Letter.answering(mail, from, body);
            }
        }
        throw new Complaint("There is no mail for " + address + ".", "See ./casestream inbox.");
    }
}
