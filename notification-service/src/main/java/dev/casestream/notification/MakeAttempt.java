package dev.casestream.notification;

import dev.casestream.notification.ClaimDueDeliveries.Claim;
import dev.casestream.notification.domain.Purpose;
import dev.casestream.notification.domain.Screening;
import dev.casestream.notification.domain.Verdict;
import dev.casestream.notification.sender.Letter;
import dev.casestream.notification.sender.Sender;
import io.quarkus.arc.All;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import org.jboss.logging.Logger;

/** Makes one attempt at a delivery: looks whether it may go out, writes the letter, hands it to its sender. */
@ApplicationScoped
class MakeAttempt {

    private static final Logger LOG = Logger.getLogger(MakeAttempt.class);

    private final List<Sender> senders;
    private final WriteLetters letters;
    private final OwnMailbox mailbox;
    private final Duration timeout;

    MakeAttempt(@All List<Sender> senders, WriteLetters letters, OwnMailbox mailbox, DeliverySettings settings) {
        this.senders = senders;
        this.letters = letters;
        this.mailbox = mailbox;
        this.timeout = settings.timeout();
    }

    /** Always ends with a verdict, within the time-out. */
    Uni<Verdict> make(Claim claim) {
        var due = claim.due();
        var sender = senders.stream().filter(one -> one.serves(due.channel())).findFirst();
        return Screening.of(due.purpose(), due.address(), mailbox.address(), sender.isPresent(), !claim.overBudget())
                .map(verdict -> Uni.createFrom().item(verdict))
                .orElseGet(() -> send(due, sender.orElseThrow()));
    }

    private Uni<Verdict> send(Due due, Sender sender) {
        return letters.write(due.correspondence())
                .flatMap(content -> sender.send(letter(due, content)))
                .ifNoItem()
                .after(timeout)
                .recoverWithItem(new Verdict.Refused("timeout", false))
                .onFailure()
                .recoverWithItem(failure -> {
                    LOG.errorf(failure, "Delivery %s cannot be made ready", due.id());
                    return new Verdict.Refused("internal-error", false);
                });
    }

    private Letter letter(Due due, Letter.Content content) {
        return new Letter(
                Objects.requireNonNull(due.address()),
                mailbox.sender(),
                mailbox.replyTo(due.ticketId()),
                mailbox.address().toString(),
                due.messageId(),
                due.threading(),
                due.purpose() == Purpose.ACKNOWLEDGEMENT,
                content);
    }
}
