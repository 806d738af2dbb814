package dev.casestream.intake.domain;

import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * Finds the conversation of a request: a token that we signed, then a reference to a message that the sender took part
 * in, then a number in the subject. A stranger who merely knows a message's id begins a conversation of their own.
 */
public final class Threading {

    private Threading() {}

    /**
     * @param sender the normalised address of who wrote
     * @param keysOfTickets conversation keys of the tickets that the clues name, as far as they are known
     * @param earlier the messages that the clues refer to, as far as they are known
     */
    public static Placement place(
            Clues clues, @Nullable String sender, Map<UUID, String> keysOfTickets, List<Earlier> earlier) {
        if (!clues.tickets().isEmpty()) {
            var ticket = clues.tickets().getFirst();
            return new Placement(
                    keysOfTickets.getOrDefault(ticket, "ticket:" + ticket),
                    new TicketHint(ticket, null, Basis.REPLY_TOKEN));
        }
        var answered = clues.references().stream()
                .flatMap(id ->
                        earlier.stream().filter(message -> message.messageId().equals(id)))
                .filter(message -> sender != null && message.participants().contains(sender))
                .toList();
        var byNumber = clues.number() == null ? null : new TicketHint(null, clues.number(), Basis.SUBJECT_NUMBER);
        if (answered.isEmpty()) {
            return new Placement(earlier.isEmpty() ? clues.rootKey() : clues.ownKey(), byNumber);
        }
        return answered.stream()
                .filter(message -> message.ticketId() != null)
                .findFirst()
                .map(message -> new Placement(
                        message.conversationKey(),
                        new TicketHint(Objects.requireNonNull(message.ticketId()), null, Basis.REFERENCES)))
                .or(() -> Optional.of(new Placement(answered.getFirst().conversationKey(), byNumber)))
                .get();
    }
}
