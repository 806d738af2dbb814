package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.contracts.Envelope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;
import java.util.function.Function;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Keeps at hand how customers are reached and what they are called, as long as they are not erased. */
@ApplicationScoped
class KeepCustomers {

    private final Gate gate;
    private final SendDueDeliveries sending;

    KeepCustomers(Gate gate, SendDueDeliveries sending) {
        this.gate = gate;
        this.sending = sending;
    }

    @Incoming("customers")
    Uni<Void> on(Batch<CustomerProfile> batch) {
        return gate.apply(batch, this::apply).invoke(sending::wake);
    }

    private Uni<Void> apply(Work work, List<Envelope<CustomerProfile>> events) {
        var latest = new LinkedHashMap<UUID, Optional<CustomerProfile>>();
        events.forEach(event -> latest.put(UUID.fromString(event.subject()), Optional.ofNullable(event.data())));
        var gone = latest.keySet().stream()
                .filter(id -> Objects.requireNonNull(latest.get(id)).isEmpty())
                .toArray(UUID[]::new);
        var kept = latest.values().stream().flatMap(Optional::stream).toList();
        return work.update("DELETE FROM customer WHERE id = ANY($1)", (Object) gone)
                .chain(() -> keep(work, kept));
    }

    private static Uni<Void> keep(Work work, List<CustomerProfile> customers) {
        return customers.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                INSERT INTO customer (id, name, email, email_verified, language)
                                SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::boolean[], $5::text[])
                                ON CONFLICT (id) DO UPDATE SET
                                    name = excluded.name, email = excluded.email,
                                    email_verified = excluded.email_verified, language = excluded.language""",
                                customers.stream()
                                        .map(CustomerProfile::customerId)
                                        .toArray(UUID[]::new),
                                strings(customers, CustomerProfile::name),
                                strings(
                                        customers,
                                        customer -> email(customer)
                                                .map(Identity::value)
                                                .orElse(null)),
                                customers.stream()
                                        .map(customer -> email(customer)
                                                .map(Identity::verified)
                                                .orElse(false))
                                        .toArray(Boolean[]::new),
                                strings(customers, CustomerProfile::language))
                        .replaceWithVoid();
    }

    /** The address to write to: a verified one before a claimed one. */
    private static Optional<Identity> email(CustomerProfile customer) {
        return customer.identities().stream()
                .filter(identity -> identity.type().equals("email"))
                .min(Comparator.comparing(identity -> !identity.verified()));
    }

    private static @Nullable String[] strings(
            List<CustomerProfile> customers, Function<CustomerProfile, @Nullable String> property) {
        return customers.stream().map(property).toArray(String[]::new);
    }
}
