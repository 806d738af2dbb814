package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.Envelope;
import dev.casestream.intake.erasure.Erasures;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps at hand who is blocked and erases who is erased, of all the people of whom ticket-service tells. */
@ApplicationScoped
class FollowCustomers {

    private final Gate gate;
    private final BlockedSenders blocked;
    private final Erasures erasures;

    FollowCustomers(Gate gate, BlockedSenders blocked, Erasures erasures) {
        this.gate = gate;
        this.blocked = blocked;
        this.erasures = erasures;
    }

    @Incoming("customers")
    Uni<Void> on(Batch<CustomerProfile> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<CustomerProfile>> events) {
        var latest = new LinkedHashMap<UUID, Optional<CustomerProfile>>();
        var erased = new LinkedHashMap<UUID, Instant>();
        for (var event : events) {
            var customer = UUID.fromString(event.subject());
            latest.put(customer, Optional.ofNullable(event.data()));
            if (event.data() == null) {
                erased.put(customer, event.time());
            }
        }
        // What they are known by is needed to find what they sent.
        return (erased.isEmpty() ? Uni.createFrom().voidItem() : erasures.erase(work, erased))
                .chain(() -> blocked.replace(
                        work,
                        latest.keySet(),
                        latest.values().stream()
                                .flatMap(Optional::stream)
                                .filter(profile -> Boolean.TRUE.equals(profile.blocked()))
                                .toList()));
    }
}
