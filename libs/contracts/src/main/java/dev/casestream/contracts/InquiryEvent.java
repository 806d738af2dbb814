package dev.casestream.contracts;

import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What intake-service says: a request came in. Topic {@code casestream.inquiries}, key and order by conversation key,
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
            @Nullable TicketHint hint)
            implements InquiryEvent {}

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
