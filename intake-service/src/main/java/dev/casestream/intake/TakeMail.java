package dev.casestream.intake;

import dev.casestream.chassis.data.Together;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Ids;
import dev.casestream.intake.channel.Arrival;
import dev.casestream.intake.channel.EmailChannel;
import dev.casestream.intake.domain.Outcome;
import dev.casestream.intake.store.Original;
import dev.casestream.intake.store.Originals;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/** Takes mail in, whichever way it comes: durable when the result arrives, read soon after. */
@ApplicationScoped
public class TakeMail {

    public static final int LARGEST = 25 << 20;
    /** How much is kept of a mail that is larger. */
    public static final int KEPT_OF_REFUSED = 64 * 1024;

    private static final Logger LOG = Logger.getLogger(TakeMail.class);
    private static final Duration PATIENCE = Duration.ofSeconds(20);

    private final Tx tx;
    private final Ledger ledger;
    private final ReadArrivals readArrivals;
    private final EmailChannel email;
    private final Originals originals;
    private final Together<Mail, Receipt> together;

    TakeMail(
            Tx tx,
            Ledger ledger,
            ReadArrivals readArrivals,
            EmailChannel email,
            Originals originals,
            ArrivalRows rows) {
        this.tx = tx;
        this.ledger = ledger;
        this.readArrivals = readArrivals;
        this.email = email;
        this.originals = originals;
        this.together = new Together<>(
                tx,
                (work, mails) -> rows.take(work, mails).map(ArrayList::new),
                mail -> tx.run(work -> take(work, mail)));
    }

    /** What is stored of a mail, and what makes it the same as another. */
    public record Mail(Arrival arrival, String dedupeKey) {}

    /**
     * @param sender the envelope's; empty for the null sender, null when it is not known
     * @param recipients those of ours
     */
    public Mail mail(Original original, @Nullable String account, @Nullable String sender, List<String> recipients)
            throws IOException {
        var circumstances = new TreeMap<>(Map.of(EmailChannel.ENVELOPE_RECIPIENTS, String.join(" ", recipients)));
        if (sender != null) {
            circumstances.put(EmailChannel.ENVELOPE_SENDER, sender);
        }
        var arrival = new Arrival(Ids.next(), EmailChannel.NAME, account, "message/rfc822", original, circumstances);
        return new Mail(arrival, email.dedupeKey(arrival));
    }

    /**
     * Accounts for a mail that is too large by its beginning, which says who wrote. It is not the first of a duplicate:
     * shortened, it may come again. Blocking; that it is refused does not depend on it.
     */
    public void refuse(byte[] head, @Nullable String account, @Nullable String sender, List<String> recipients) {
        try (var in = new ByteArrayInputStream(head, 0, Math.min(head.length, KEPT_OF_REFUSED))) {
            var arrival = mail(originals.keep(in, LARGEST), account, sender, recipients)
                    .arrival();
            tx.run(work -> ledger.receive(work, arrival, null, false)
                            .call(() -> ledger.close(work, arrival.id(), Outcome.REJECTED, "too-large")))
                    .await()
                    .atMost(PATIENCE);
        } catch (IOException | RuntimeException e) {
            LOG.warnf("A mail that is too large is refused and has no entry: %s", e);
        }
    }

    /** Mails that arrive while others are written share one transaction. */
    public Uni<Receipt> take(Mail mail) {
        return together.submit(mail).invoke(() -> readSoon(mail));
    }

    /** In the transaction at hand; {@link #readSoon} once it has committed. */
    public Uni<Receipt> take(Work work, Mail mail) {
        return ledger.receive(work, mail.arrival(), mail.dedupeKey(), true);
    }

    public void readSoon(Mail mail) {
        readArrivals.soon(mail.arrival().id());
    }
}
