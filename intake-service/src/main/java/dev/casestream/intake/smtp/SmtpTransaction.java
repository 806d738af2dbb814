package dev.casestream.intake.smtp;

import dev.casestream.chassis.store.ContentStore.TooLargeException;
import dev.casestream.intake.TakeMail;
import dev.casestream.intake.domain.EmailAddress;
import dev.casestream.intake.mail.OurAddresses;
import dev.casestream.intake.store.Originals;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.MessageHandler;
import org.subethamail.smtp.RejectException;

/** One mail for one or more of our addresses: one request. The server answers 250 after {@link #data} has returned. */
final class SmtpTransaction implements MessageHandler {

    private static final Logger LOG = Logger.getLogger(SmtpTransaction.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private static final long MOST_DRAINED = 8L * TakeMail.LARGEST;

    private final TakeMail takeMail;
    private final OurAddresses ours;
    private final Originals originals;
    private final Runnable progress;
    private final List<String> recipients = new ArrayList<>();
    private String sender = "";
    private @Nullable String account;

    /** @param progress told when a mail has been taken in */
    SmtpTransaction(TakeMail takeMail, OurAddresses ours, Originals originals, Runnable progress) {
        this.takeMail = takeMail;
        this.ours = ours;
        this.originals = originals;
        this.progress = progress;
    }

    @Override
    public void from(String from) {
        sender = EmailAddress.normalise(from).orElse("");
    }

    @Override
    public void recipient(String recipient) throws RejectException {
        var own = ours.account(recipient)
                .orElseThrow(() -> new RejectException(550, "5.1.1 There is no such address here"));
        account = account == null ? own : account;
        recipients.add(recipient);
    }

    @Override
    public @Nullable String data(InputStream data) throws RejectException, IOException {
        try {
            return take(data);
        } finally {
            // What is not read would be taken for commands; what is beyond all measure ends the session.
            drain(data);
        }
    }

    private static void drain(InputStream data) throws IOException {
        var buffer = new byte[64 * 1024];
        var left = MOST_DRAINED;
        for (var n = data.read(buffer); n >= 0; n = data.read(buffer)) {
            left -= n;
            if (left < 0) {
                throw new IOException("a mail without end");
            }
        }
    }

    private String take(InputStream data) throws RejectException {
        var head = new byte[0];
        try {
            head = data.readNBytes(TakeMail.KEPT_OF_REFUSED);
            var original =
                    originals.keep(new SequenceInputStream(new ByteArrayInputStream(head), data), TakeMail.LARGEST);
            var receipt = takeMail.take(takeMail.mail(original, account, sender, recipients))
                    .await()
                    .atMost(PATIENCE);
            progress.run();
            return "2.0.0 Accepted as " + receipt.inquiryId();
        } catch (TooLargeException e) {
            takeMail.refuse(head, account, sender, recipients);
            throw new RejectException(552, "5.3.4 The message is too large");
        } catch (IOException e) {
            LOG.warnf("A mail cannot be stored: %s", e);
            throw new RejectException(452, "4.3.1 The message cannot be stored now");
        } catch (RuntimeException e) {
            LOG.warnf("A mail cannot be taken in: %s", e);
            throw new RejectException(451, "4.3.0 The message cannot be taken in now");
        }
    }

    @Override
    public void done() {
        // The whole transaction happens in data.
    }
}
