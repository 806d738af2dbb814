package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.Envelope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps at hand who is blocked, of all the people of whom ticket-service tells. */
@ApplicationScoped
class KeepBlockedSenders {

    private final Gate gate;
    private final BlockedSenders blocked;

    KeepBlockedSenders(Gate gate, BlockedSenders blocked) {
        this.gate = gate;
        this.blocked = blocked;
    }

    @Incoming("customers")
    Uni<Void> on(Batch<CustomerProfile> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<CustomerProfile>> events) {
        var latest = new LinkedHashMap<UUID, Optional<CustomerProfile>>();
        events.forEach(event -> latest.put(UUID.fromString(event.subject()), Optional.ofNullable(event.data())));
        return blocked.replace(
                work,
                latest.keySet(),
                latest.values().stream()
                        .flatMap(Optional::stream)
                        .filter(profile -> Boolean.TRUE.equals(profile.blocked()))
                        .toList());
    }
}
