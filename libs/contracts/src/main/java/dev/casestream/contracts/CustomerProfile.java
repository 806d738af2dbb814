package dev.casestream.contracts;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person across channels, the latest per key. Topic {@code casestream.customers}: compacted, key = customer id;
 * erased by a tombstone.
 *
 * @param language BCP 47; what we write to them in
 * @param timeZone IANA
 * @param blocked their requests are held back until a person lets them through; null from before there was such a thing
 */
public record CustomerProfile(
        UUID customerId,
        @Nullable String name,
        List<Identity> identities,
        @Nullable String language,
        @Nullable String timeZone,
        @Nullable UUID organisation,
        @Nullable Boolean blocked) {

    /**
     * @param type {@code email}, {@code phone}, {@code handle}
     * @param value normalised: lower-case address, E.164 number, {@code <channel>:<handle>}
     * @param verified proven by the channel; only verified identities merge by themselves
     */
    public record Identity(String type, String value, boolean verified) {

        /** Those of somebody who wrote through a channel, normalised, the one that recognises best first. */
        public static List<Identity> of(InquiryEvent.Sender sender, String channel) {
            var identities = new ArrayList<Identity>();
            if (sender.email() != null) {
                identities.add(
                        new Identity("email", sender.email().strip().toLowerCase(Locale.ROOT), sender.verified()));
            }
            if (sender.phone() != null) {
                identities.add(new Identity("phone", sender.phone().strip(), sender.verified()));
            }
            if (sender.handle() != null) {
                var handle = sender.handle().strip();
                var qualified = handle.startsWith(channel + ":") ? handle : channel + ":" + handle;
                identities.add(new Identity("handle", qualified, sender.verified()));
            }
            return List.copyOf(identities);
        }
    }
}
