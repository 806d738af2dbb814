package dev.casestream.ticket.customer;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.CustomerProfile.Identity;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Who some contacts are, given who owns which identity: the customer of each, and what has to be written down. */
final class Recognition {

    record Key(String type, String value) {
        static Key of(Identity identity) {
            return new Key(identity.type(), identity.value());
        }
    }

    /** @param exists false while the customer, who has won the identity in this transaction, has no row yet */
    record Owner(
            UUID customer,
            boolean verified,
            boolean exists,
            @Nullable String name,
            @Nullable String language) {}

    /** A row of customer_identity to be. */
    record Claim(UUID customer, boolean verified) {}

    /** A row of customer to be, or what an existing one lacks. */
    record Profile(UUID id, @Nullable String name, @Nullable String language, Cause cause) {
        Profile and(Contact contact) {
            return new Profile(
                    id, name == null ? contact.name() : name, language == null ? contact.language() : language, cause);
        }
    }

    private final List<UUID> customers = new ArrayList<>();
    private final Map<Key, Claim> claims = new LinkedHashMap<>();
    private final List<Key> confirmed = new ArrayList<>();
    private final Map<UUID, Profile> profiles = new LinkedHashMap<>();
    private final Map<Key, Owner> owners;

    Recognition(List<Contact> contacts, Map<Key, Owner> owners) {
        this.owners = owners;
        contacts.forEach(contact -> customers.add(recognise(contact)));
    }

    private UUID recognise(Contact contact) {
        var known = contact.identities().stream()
                .map(identity -> owner(Key.of(identity)))
                .filter(Objects::nonNull)
                .findFirst();
        var id = known.orElseGet(Ids::next);
        for (var identity : contact.identities()) {
            claim(identity, id, known.isEmpty(), contact);
        }
        if (known.isEmpty() || profiles.containsKey(id) || lacks(id, contact)) {
            note(id, contact);
        }
        return id;
    }

    private @Nullable UUID owner(Key key) {
        var owner = owners.get(key);
        if (owner != null) {
            return owner.customer();
        }
        var claim = claims.get(key);
        return claim == null ? null : claim.customer();
    }

    /** Someone known gains an identity only by proof; otherwise anybody could join theirs to another's. */
    private void claim(Identity identity, UUID id, boolean isNew, Contact contact) {
        var key = Key.of(identity);
        var owner = owners.get(key);
        if (owner == null && !claims.containsKey(key) && (isNew || identity.verified())) {
            claims.put(key, new Claim(id, identity.verified()));
            note(id, contact);
        } else if (owner != null && owner.customer().equals(id) && identity.verified() && !owner.verified()) {
            confirmed.add(key);
            note(id, contact);
        }
    }

    private boolean lacks(UUID id, Contact contact) {
        return owners.values().stream()
                .filter(owner -> owner.customer().equals(id))
                .anyMatch(owner -> !owner.exists()
                        || (owner.name() == null && contact.name() != null)
                        || (owner.language() == null && contact.language() != null));
    }

    private void note(UUID id, Contact contact) {
        profiles.merge(
                id,
                new Profile(id, contact.name(), contact.language(), contact.cause()),
                (before, now) -> before.and(contact));
    }

    /** The customer of each contact, in their order. */
    List<UUID> customers() {
        return customers;
    }

    Map<Key, Claim> claims() {
        return claims;
    }

    /** Identities that were claimed and are proven now. */
    List<Key> confirmed() {
        return confirmed;
    }

    Map<UUID, Profile> profiles() {
        return profiles;
    }
}
