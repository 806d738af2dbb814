package dev.casestream.ticket.customer;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.Topic;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.customer.Recognition.Claim;
import dev.casestream.ticket.customer.Recognition.Key;
import dev.casestream.ticket.customer.Recognition.Owner;
import dev.casestream.ticket.customer.Recognition.Profile;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;

/**
 * Recognises people by their identities and creates those who are new; an identity belongs to one person, whoever else
 * creates at the same time.
 */
@ApplicationScoped
public class Customers {

    private static final String OWNERS = """
            SELECT i.type, i.value, i.verified, i.customer_id, c.id IS NOT NULL AS exists, c.name, c.language
            FROM customer_identity i
            JOIN unnest($1::text[], $2::text[]) AS u(type, value) USING (type, value)
            LEFT JOIN customer c ON c.id = i.customer_id""";

    private static final String CLAIM = """
            INSERT INTO customer_identity (type, value, verified, customer_id)
            SELECT * FROM unnest($1::text[], $2::text[], $3::boolean[], $4::uuid[]) AS u(type, value, verified, customer_id)
            ORDER BY type, value
            ON CONFLICT DO NOTHING""";

    private static final String CONFIRM = """
            UPDATE customer_identity i SET verified = true
            FROM unnest($1::text[], $2::text[]) AS u(type, value) WHERE i.type = u.type AND i.value = u.value""";

    private static final String SAVE = """
            INSERT INTO customer AS c (id, version, name, language, created_at, updated_at)
            SELECT id, 1, name, language, $4, $4
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(id, name, language) ORDER BY id
            ON CONFLICT (id) DO UPDATE SET version = c.version + 1, updated_at = greatest(c.updated_at, excluded.updated_at),
                name = coalesce(c.name, excluded.name), language = coalesce(c.language, excluded.language)""";

    private static final String PROFILES = """
            SELECT c.id, c.version, c.name, c.language, c.time_zone, c.organisation,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('type', i.type, 'value', i.value, 'verified', i.verified)
                                              ORDER BY i.type, i.value), '[]'::jsonb)
                    FROM customer_identity i WHERE i.customer_id = c.id) AS identities
            FROM customer c WHERE c.id = ANY($1)""";

    private final Outbox outbox;

    Customers(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @return the customer of each contact, in their order */
    public Uni<List<UUID>> recognise(Work work, List<Contact> contacts, Instant now) {
        return settle(work, contacts)
                .flatMap(recognition -> save(work, recognition, now).replaceWith(recognition.customers()));
    }

    /** Repeats while somebody else wins an identity; what we have won ourselves stays ours. */
    private Uni<Recognition> settle(Work work, List<Contact> contacts) {
        return owners(work, contacts).flatMap(owners -> {
            var recognition = new Recognition(contacts, owners);
            return claim(work, recognition.claims())
                    .flatMap(won -> won == recognition.claims().size()
                            ? Uni.createFrom().item(recognition)
                            : settle(work, contacts));
        });
    }

    private static Uni<Map<Key, Owner>> owners(Work work, List<Contact> contacts) {
        var keys = contacts.stream()
                .flatMap(contact -> contact.identities().stream())
                .map(Key::of)
                .distinct()
                .toList();
        return work.query(OWNERS, types(keys), values(keys))
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(
                                row -> new Key(row.getString("type"), row.getString("value")), Customers::owner)));
    }

    private static Owner owner(Row row) {
        return new Owner(
                row.getUUID("customer_id"),
                row.getBoolean("verified"),
                row.getBoolean("exists"),
                row.getString("name"),
                row.getString("language"));
    }

    private static Uni<Integer> claim(Work work, Map<Key, Claim> claims) {
        if (claims.isEmpty()) {
            return Uni.createFrom().item(0);
        }
        var keys = List.copyOf(claims.keySet());
        return work.update(
                CLAIM,
                types(keys),
                values(keys),
                keys.stream().map(key -> require(claims, key).verified()).toArray(Boolean[]::new),
                keys.stream().map(key -> require(claims, key).customer()).toArray(UUID[]::new));
    }

    private static Uni<Integer> confirm(Work work, List<Key> keys) {
        return keys.isEmpty() ? Uni.createFrom().item(0) : work.update(CONFIRM, types(keys), values(keys));
    }

    private Uni<Void> save(Work work, Recognition recognition, Instant now) {
        var profiles = List.copyOf(recognition.profiles().values());
        if (profiles.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = profiles.stream().map(Profile::id).toArray(UUID[]::new);
        return confirm(work, recognition.confirmed())
                .chain(() -> work.update(
                        SAVE,
                        ids,
                        profiles.stream().map(Profile::name).toArray(String[]::new),
                        profiles.stream().map(Profile::language).toArray(String[]::new),
                        Rows.parameter(now)))
                .chain(() -> work.query(PROFILES, (Object) ids))
                .chain(rows -> outbox.add(
                        work,
                        rows.stream()
                                .map(row -> published(row, require(recognition.profiles(), row.getUUID("id")), now))
                                .toList()));
    }

    private static Outgoing published(Row row, Profile profile, Instant now) {
        var identities = row.getJsonArray("identities").stream()
                .map(JsonObject.class::cast)
                .map(identity -> new CustomerProfile.Identity(
                        identity.getString("type"), identity.getString("value"), identity.getBoolean("verified")))
                .toList();
        var data = new CustomerProfile(
                profile.id(),
                row.getString("name"),
                identities,
                row.getString("language"),
                row.getString("time_zone"),
                row.getUUID("organisation"));
        return Outgoing.to(
                Topic.CUSTOMERS,
                profile.cause().envelope(Changes.SOURCE, profile.id().toString(), row.getLong("version"), now, data));
    }

    private static String[] types(List<Key> keys) {
        return keys.stream().map(Key::type).toArray(String[]::new);
    }

    private static String[] values(List<Key> keys) {
        return keys.stream().map(Key::value).toArray(String[]::new);
    }

    private static <K, V> V require(Map<K, V> map, K key) {
        return Objects.requireNonNull(map.get(key));
    }
}
