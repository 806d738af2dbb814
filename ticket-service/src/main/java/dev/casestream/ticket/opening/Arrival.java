package dev.casestream.ticket.opening;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.Priority;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.domain.TicketCommand;
import dev.casestream.ticket.domain.TicketCommand.EndAlarm;
import dev.casestream.ticket.domain.TicketCommand.Open;
import dev.casestream.ticket.domain.TicketCommand.ReceiveAlarm;
import dev.casestream.ticket.domain.TicketCommand.ReceiveCustomerMessage;
import dev.casestream.ticket.domain.Triage;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A request of a customer of ours, who is also why we act, and the message that it becomes. */
record Arrival(InquiryReceived inquiry, UUID sender, UUID messageId, Cause cause) {

    private static final String MONITORING = "monitoring";

    /** What it asks of the ticket that it belongs to. */
    TicketCommand command() {
        if (alarm().isEmpty()) {
            return received();
        }
        return isOver() ? new EndAlarm(received()) : new ReceiveAlarm(received());
    }

    /** Whether it tells that an alarm is over. */
    boolean isOver() {
        return alarm().filter("resolved"::equals).isPresent();
    }

    /** What a machine that watches says of its alarm; only staff and machines may write on its channel. */
    private Optional<String> alarm() {
        return inquiry.channel().equals(MONITORING)
                ? Optional.ofNullable(inquiry.fields().get("alert"))
                : Optional.empty();
    }

    ReceiveCustomerMessage received() {
        return new ReceiveCustomerMessage(
                messageId,
                sender,
                inquiry.inquiryId(),
                inquiry.receivedAt(),
                inquiry.channel(),
                inquiry.language(),
                inquiry.automatic());
    }

    Open opening(UUID ticketId, String number, @Nullable String team, @Nullable UUID followUpOf) {
        var priority = Objects.requireNonNullElse(inquiry.priority(), Priority.MEDIUM);
        return new Open(
                ticketId,
                number,
                sender,
                inquiry.inquiryId(),
                messageId,
                inquiry.receivedAt(),
                inquiry.channel(),
                inquiry.language(),
                new Triage(priority, Words.code(inquiry.category()), Triage.FIRST_LEVEL, List.of()),
                team,
                inquiry.automatic(),
                followUpOf);
    }

    String subject() {
        var subject = Words.orNull(inquiry.subject(), Words.MAX_SUBJECT);
        if (subject != null) {
            return subject;
        }
        var opening = Words.orNull(inquiry.text(), 80);
        return opening == null ? "(" + inquiry.channel() + ")" : opening;
    }

    MessageText text(TicketRow ticket) {
        return new MessageText(
                messageId,
                ticket.id(),
                MessageKind.CUSTOMER,
                AuthorRole.CUSTOMER,
                sender.toString(),
                inquiry.channel(),
                inquiry.externalId(),
                Words.line(inquiry.subject(), Words.MAX_SUBJECT),
                Words.clean(inquiry.text()),
                cleaned(inquiry.html()),
                cleaned(inquiry.quotedText()),
                inquiry.language(),
                inquiry.attachments(),
                ticket.updatedAt());
    }

    private static @Nullable String cleaned(@Nullable String text) {
        return text == null ? null : Words.clean(text);
    }
}
