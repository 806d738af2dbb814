package dev.casestream.ticket;

import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A customer's request, as intake would say it. */
public record Mail(
        String conversation,
        String from,
        String subject,
        String text,
        @Nullable TicketHint hint,
        boolean verified,
        @Nullable String category) {

    public static Mail of(String from, String subject) {
        return new Mail("mail:" + Ids.next(), from, subject, "Words of " + from, null, false, null);
    }

    public Mail hinting(TicketHint meant) {
        return new Mail(conversation, from, subject, text, meant, verified, category);
    }

    public Mail in(String otherConversation) {
        return new Mail(otherConversation, from, subject, text, hint, verified, category);
    }

    public Mail proven() {
        return new Mail(conversation, from, subject, text, hint, true, category);
    }

    Mail about(String otherCategory) {
        return new Mail(conversation, from, subject, text, hint, verified, otherCategory);
    }

    public InquiryReceived received() {
        return new InquiryReceived(
                Ids.next(),
                conversation,
                Instant.now(),
                "email",
                "support@casestream.local",
                "<" + Ids.next() + "@example.org>",
                new Sender("Ada Lovelace", from, null, null, verified),
                subject,
                text,
                null,
                null,
                "en",
                null,
                category,
                false,
                List.of(),
                Map.of(),
                hint,
                null);
    }
}
