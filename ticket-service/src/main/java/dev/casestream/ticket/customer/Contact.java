package dev.casestream.ticket.customer;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.ticket.Words;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
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
        var identities = new ArrayList<Identity>();
        if (sender.email() != null) {
            identities.add(new Identity("email", sender.email().strip().toLowerCase(Locale.ROOT), sender.verified()));
        }
        if (sender.phone() != null) {
            identities.add(new Identity("phone", sender.phone().strip(), sender.verified()));
        }
        if (sender.handle() != null) {
            var handle = sender.handle().strip();
            identities.add(new Identity(
                    "handle", handle.startsWith(channel + ":") ? handle : channel + ":" + handle, sender.verified()));
        }
        return new Contact(identities, Words.orNull(sender.name(), Words.MAX_NAME), language, cause);
    }
}
