package dev.casestream.ticket.customer;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.Topic;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.customer.CustomerEditResource.Known;
import dev.casestream.ticket.customer.CustomerResource.CustomerView;
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
import java.util.function.Function;
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
            INSERT INTO customer AS c (id, version, name, language, organisation, created_at, updated_at)
            SELECT id, 1, name, language,
                   (SELECT d.organisation_id FROM customer_identity i
                    JOIN organisation_domain d ON d.domain = split_part(i.value, '@', 2)
                    WHERE i.customer_id = u.id AND i.type = 'email' ORDER BY i.verified DESC, i.value LIMIT 1),
                   $4, $4
            FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(id, name, language) ORDER BY id
            ON CONFLICT (id) DO UPDATE SET version = c.version + 1, updated_at = greatest(c.updated_at, excluded.updated_at),
                name = coalesce(c.name, excluded.name), language = coalesce(c.language, excluded.language),
                organisation = coalesce(c.organisation, excluded.organisation)""";

    private static final String TOUCH = """
            UPDATE customer SET version = version + 1, updated_at = greatest(updated_at, $2)
            WHERE id IN (SELECT id FROM customer WHERE id = ANY($1) ORDER BY id FOR UPDATE)""";

    private static final String WRITE = """
            UPDATE customer SET name = $2, language = $3, time_zone = $4, organisation = $5, vip = $6, blocked = $7,
                                preferences = $8
            WHERE id = $1 AND ($5::uuid IS NULL OR EXISTS (SELECT FROM organisation o WHERE o.id = $5))""";

    private static final String REFER = """
            INSERT INTO customer_reference (customer_id, system, value)
            SELECT $1, * FROM unnest($2::text[], $3::text[]) ON CONFLICT DO NOTHING""";

    private static final String PROFILES = """
            SELECT c.id, c.version, c.name, c.language, c.time_zone, c.organisation,
                   (SELECT coalesce(jsonb_agg(jsonb_build_object('type', i.type, 'value', i.value, 'verified', i.verified)
                                              ORDER BY i.type, i.value), '[]'::jsonb)
                    FROM customer_identity i WHERE i.customer_id = c.id) AS identities,
                   CASE WHEN c.merged_into IS NULL AND NOT EXISTS (SELECT FROM customer m WHERE m.merged_into = c.id)
                        THEN c.blocked
                        ELSE EXISTS (SELECT FROM customer f WHERE f.id = ANY(customer_family(c.id)) AND f.blocked)
                   END AS blocked
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
                .chain(() ->
                        say(work, ids, id -> require(recognition.profiles(), id).cause(), now));
    }

    private Uni<Void> say(Work work, UUID[] ids, Function<UUID, Cause> cause, Instant now) {
        return work.query(PROFILES, (Object) ids)
                .chain(rows -> outbox.add(
                        work,
                        rows.stream()
                                .map(row -> published(row, cause.apply(row.getUUID("id")), now))
                                .toList()));
    }

    /** Tells all who keep copies what is known of these people now. */
    public Uni<Void> publish(Work work, List<UUID> people, Cause cause, Instant now) {
        var ids = people.toArray(UUID[]::new);
        return work.update(TOUCH, ids, Rows.parameter(now)).chain(() -> say(work, ids, id -> cause, now));
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 422 for an organisation or a reference that cannot be theirs */
    Uni<Void> write(Work work, UUID id, Known to) {
        return work.update(
                        WRITE,
                        id,
                        to.name(),
                        to.language(),
                        to.timeZone(),
                        to.organisation(),
                        to.vip(),
                        to.blocked(),
                        Codec.write(to.preferences()))
                .invoke(written -> {
                    if (written == 0) {
                        throw Problems.unprocessable(
                                "unknown-organisation", "There is no organisation " + to.organisation());
                    }
                })
                .chain(() -> work.update("DELETE FROM customer_reference WHERE customer_id = $1", id))
                .chain(() -> work.update(
                        REFER,
                        id,
                        to.references().keySet().toArray(String[]::new),
                        to.references().values().toArray(String[]::new)))
                .invoke(referred -> {
                    if (referred < to.references().size()) {
                        throw Problems.unprocessable("reference-taken", "Somebody else has one of the references");
                    }
                })
                .replaceWithVoid();
    }

    Uni<CustomerView> view(Work work, UUID id) {
        return views(work, List.of(id)).map(List::getFirst);
    }

    /** As they are in the database now, whatever this session has seen before. */
    Uni<List<CustomerView>> views(Work work, List<UUID> ids) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        work.session().clear();
        return work.session()
                .createSelectionQuery(
                        "from CustomerRow c left join fetch c.identities left join fetch c.references"
                                + " where c.id in :ids order by c.id",
                        CustomerRow.class)
                .setParameter("ids", ids)
                .getResultList()
                .map(rows -> rows.stream().map(CustomerView::of).toList());
    }

    private static Outgoing published(Row row, Cause cause, Instant now) {
        var identities = row.getJsonArray("identities").stream()
                .map(JsonObject.class::cast)
                .map(identity -> new CustomerProfile.Identity(
                        identity.getString("type"), identity.getString("value"), identity.getBoolean("verified")))
                .toList();
        var data = new CustomerProfile(
                row.getUUID("id"),
                row.getString("name"),
                identities,
                row.getString("language"),
                row.getString("time_zone"),
                row.getUUID("organisation"),
                row.getBoolean("blocked"));
        return Outgoing.to(
                Topic.CUSTOMERS,
                cause.envelope(Changes.SOURCE, data.customerId().toString(), row.getLong("version"), now, data));
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
