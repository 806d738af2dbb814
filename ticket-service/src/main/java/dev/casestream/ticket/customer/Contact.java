package dev.casestream.ticket.customer;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.ticket.Words;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Somebody who wrote, or for whom an agent writes, as far as is known.
 *
 * @param identities normalised, the one that recognises best first
 */
public record Contact(
        List<Identity> identities,
        @Nullable String name,
        @Nullable String language,
        Cause cause) {

    public static Contact of(InquiryReceived inquiry, Cause cause) {
        return of(inquiry.sender(), inquiry.channel(), inquiry.language(), cause);
    }

    public static Contact of(Sender sender, String channel, @Nullable String language, Cause cause) {
        return new Contact(Identity.of(sender, channel), Words.orNull(sender.name(), Words.MAX_NAME), language, cause);
    }
}
