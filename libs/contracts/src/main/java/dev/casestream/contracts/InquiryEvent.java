package dev.casestream.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What intake-service says: a request came in, or what became of an answer to one. Topic {@code casestream.inquiries}, key and order by conversation key,
 * kept 7 days because it carries the sender's words.
 */
public sealed interface InquiryEvent {

    UUID inquiryId();

    /**
     * A request was accepted for work: raw stored, not a duplicate, not quarantined. ticket-service decides whether it
     * opens a ticket or is appended to one.
     *
     * @param receivedAt when intake stored the original; response times count from here
     * @param channel open vocabulary: {@code email}, {@code web}, {@code api}, {@code chat}, ...
     * @param account which of our addresses or accounts it came to; null where a channel has one only
     * @param externalId the channel's own id of the message (RFC 5322 Message-ID, provider id)
     * @param text plain text without quotation and signature
     * @param html sanitised
     * @param quotedText what was stripped from {@code text}
     * @param language BCP 47, as detected or as the sender said
     * @param automatic written by a machine (RFC 3834 and the like); is never answered automatically
     * @param hint which ticket is meant, where intake can tell
     * @param reply how the channel lets it be answered; null where nothing limits it
     */
    record InquiryReceived(
            UUID inquiryId,
            String conversationKey,
            Instant receivedAt,
            String channel,
            @Nullable String account,
            @Nullable String externalId,
            Sender sender,
            String subject,
            String text,
            @Nullable String html,
            @Nullable String quotedText,
            @Nullable String language,
            @Nullable Priority priority,
            @Nullable String category,
            boolean automatic,
            List<Attachment> attachments,
            Map<String, String> fields,
            @Nullable TicketHint hint,
            @Nullable ReplyCapability reply)
            implements InquiryEvent {}

    /**
     * What became of a message of ours, as the channel's provider or a mail server tells: a receipt or a bounce.
     *
     * @param inquiryId of the bounce's own entry in the ledger; of the report itself where it has none
     * @param messageId the provider's id of our message, or its Message-ID
     * @param ticketId the ticket that our message belongs to, where a token in it says so
     * @param recipient whom it was for: an address or number
     * @param state open vocabulary: {@code sent}, {@code delivered}, {@code read}, {@code delayed}, {@code failed},
     *     {@code bounced}
     * @param status the channel's own code, as {@code 5.1.1} (RFC 3463) or {@code 30003}
     */
    record DeliveryReported(
            UUID inquiryId,
            String conversationKey,
            Instant at,
            String channel,
            @Nullable String account,
            @Nullable String messageId,
            @Nullable UUID ticketId,
            @Nullable String recipient,
            String state,
            @Nullable String status)
            implements InquiryEvent {}

    /**
     * How a channel lets a request be answered.
     *
     * @param until when that changes, as WhatsApp's 24 hours; null when it does not
     * @param kinds open vocabulary: {@code text}, {@code media}, {@code template}, ...
     */
    record ReplyCapability(boolean canReply, @Nullable Instant until, List<String> kinds) {}

    /**
     * Who wrote, as far as the channel tells. At least one of the identities is present.
     *
     * @param verified the channel proves the identity (signed delivery, DMARC pass, authenticated caller)
     */
    record Sender(
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String handle,
            boolean verified) {}

    /**
     * The ticket that intake believes is meant.
     *
     * @param ticketId null when only the human number is known
     * @param number the human number, as {@code CS-1042}; null when the id is known
     */
    record TicketHint(@Nullable UUID ticketId, @Nullable String number, Basis basis) {}

    /** Why intake believes it, the strongest first. */
    enum Basis {
        /** A reply token that we signed: certain. */
        REPLY_TOKEN,
        /** References a message that is known to belong to the ticket: certain. */
        REFERENCES,
        /** A number in the subject: holds only if the sender takes part in that ticket. */
        SUBJECT_NUMBER
    }
}
