package dev.casestream.intake;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Ids;
import dev.casestream.intake.channel.Arrival;
import dev.casestream.intake.channel.EmailChannel;
import dev.casestream.intake.store.Original;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes mail in, whichever way it comes: durable when the result arrives, read soon after. */
@ApplicationScoped
public class TakeMail {

    public static final int LARGEST = 25 << 20;

    private final Tx tx;
    private final Ledger ledger;
    private final ReadArrivals readArrivals;
    private final EmailChannel email;

    TakeMail(Tx tx, Ledger ledger, ReadArrivals readArrivals, EmailChannel email) {
        this.tx = tx;
        this.ledger = ledger;
        this.readArrivals = readArrivals;
        this.email = email;
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

    public Uni<Receipt> take(Mail mail) {
        return tx.run(work -> take(work, mail)).invoke(() -> readSoon(mail));
    }

    /** In the transaction at hand; {@link #readSoon} once it has committed. */
    public Uni<Receipt> take(Work work, Mail mail) {
        return ledger.receive(work, mail.arrival(), mail.dedupeKey(), true);
    }

    public void readSoon(Mail mail) {
        readArrivals.soon(mail.arrival().id());
    }
}
