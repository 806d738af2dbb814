package dev.casestream.ticket.conversation;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.NotificationEvent;
import dev.casestream.contracts.NotificationEvent.DeliveryBounced;
import dev.casestream.contracts.NotificationEvent.DeliveryConfirmed;
import dev.casestream.contracts.NotificationEvent.DeliveryFailed;
import dev.casestream.contracts.NotificationEvent.DeliveryQueued;
import dev.casestream.contracts.NotificationEvent.DeliverySent;
import dev.casestream.contracts.NotificationEvent.DeliverySuppressed;
import dev.casestream.ticket.Rows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.OffsetDateTime;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Shows on a public reply what became of its delivery. */
@ApplicationScoped
class ShowDelivery {

    private static final String SHOW = """
            UPDATE message m SET delivery_state = u.state, delivery_reason = u.reason, delivery_at = u.at
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[]) AS u(id, state, reason, at)
            WHERE m.id = u.id AND m.kind = 'REPLY'""";

    private final Gate gate;

    ShowDelivery(Gate gate) {
        this.gate = gate;
    }

    @Incoming("notifications")
    Uni<Void> on(Batch<NotificationEvent> batch) {
        return gate.apply(batch, this::apply);
    }

    private record Shown(String state, @Nullable String reason, OffsetDateTime at) {}

    private Uni<Void> apply(Work work, List<Envelope<NotificationEvent>> events) {
        var latest = new LinkedHashMap<UUID, Shown>();
        for (var event : events) {
            var message = event.require().delivery().messageId();
            var shown = shown(event.require());
            if (message != null && shown != null) {
                latest.put(message, shown);
            }
        }
        return latest.isEmpty() ? Uni.createFrom().voidItem() : show(work, latest);
    }

    private static @Nullable Shown shown(NotificationEvent event) {
        var at = Rows.parameter(event.at());
        return switch (event) {
            case DeliveryQueued e -> new Shown("queued", null, at);
            case DeliverySent e -> new Shown("sent", null, at);
            case DeliveryFailed e -> new Shown(e.finished() ? "failed" : "queued", e.reason(), at);
            case DeliveryConfirmed e -> new Shown("delivered", null, at);
            case DeliveryBounced e -> new Shown("bounced", e.reason(), at);
            case DeliverySuppressed e -> new Shown("suppressed", e.reason(), at);
            default -> null;
        };
    }

    private static Uni<Void> show(Work work, Map<UUID, Shown> latest) {
        return work.update(
                        SHOW,
                        latest.keySet().toArray(UUID[]::new),
                        latest.values().stream().map(Shown::state).toArray(String[]::new),
                        latest.values().stream().map(Shown::reason).toArray(String[]::new),
                        latest.values().stream().map(Shown::at).toArray(OffsetDateTime[]::new))
                .replaceWithVoid();
    }
}
