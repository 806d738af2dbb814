package dev.casestream.contracts;

import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One person across channels, the latest per key. Topic {@code casestream.customers}: compacted, key = customer id;
 * erased by a tombstone.
 *
 * @param language BCP 47; what we write to them in
 * @param timeZone IANA
 */
public record CustomerProfile(
        UUID customerId,
        @Nullable String name,
        List<Identity> identities,
        @Nullable String language,
        @Nullable String timeZone,
        @Nullable UUID organisation) {

    /**
     * @param type {@code email}, {@code phone}, {@code handle}
     * @param value normalised: lower-case address, E.164 number, {@code <channel>:<handle>}
     * @param verified proven by the channel; only verified identities merge by themselves
     */
    public record Identity(String type, String value, boolean verified) {}
}
