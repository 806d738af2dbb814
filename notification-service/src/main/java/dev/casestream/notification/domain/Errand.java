package dev.casestream.notification.domain;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.NotificationEvent.Delivery;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.ReplyCopied;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What an event on a ticket gives us to send.
 *
 * @param withheld why it is not sent after all; null when it is
 */
public record Errand(
        UUID ticketId,
        UUID messageId,
        Purpose purpose,
        String channel,
        UUID recipient,
        UUID eventId,
        @Nullable String withheld) {

    /** Empty for what happened elsewhere or earlier, and for what no customer needs to hear of. */
    public static Optional<Errand> of(Envelope<TicketEvent> event) {
        if (event.origin() != Origin.LIVE) {
            return Optional.empty();
        }
        return switch (event.require()) {
            case TicketOpened e
            when e.inquiryId() != null ->
                Optional.of(new Errand(
                        e.ticketId(),
                        e.messageId(),
                        Purpose.ACKNOWLEDGEMENT,
                        e.channel(),
                        e.customerId(),
                        event.id(),
                        e.automatic() ? Refusal.AUTOMATIC_MAIL : null));
            case ReplyAccepted e ->
                Optional.of(new Errand(
                        e.ticketId(), e.messageId(), Purpose.REPLY, e.channel(), e.customerId(), event.id(), null));
            case ReplyCopied e ->
                Optional.of(new Errand(
                        e.ticketId(), e.messageId(), Purpose.REPLY, e.channel(), e.customerId(), event.id(), null));
            default -> Optional.empty();
        };
    }

    /** The deliveries that must stay in order: one customer's on one ticket. */
    public String thread() {
        return ticketId + "/" + recipient;
    }

    /** The same event, recipient and channel make the same delivery, whoever computes it and however often. */
    public Delivery delivery() {
        var name = eventId + "/" + recipient + "/" + channel;
        return new Delivery(
                UUID.nameUUIDFromBytes(name.getBytes(StandardCharsets.UTF_8)),
                thread(),
                messageId,
                purpose.wire(),
                channel,
                recipient);
    }
}
