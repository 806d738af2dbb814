package dev.casestream.notification;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.NotificationEvent.Delivery;
import dev.casestream.contracts.Origin;
import dev.casestream.notification.domain.DeliveryState;
import dev.casestream.notification.domain.Dispatch;
import dev.casestream.notification.domain.Errand;
import dev.casestream.notification.domain.Purpose;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** A delivery as it lies in its table. */
@Entity(name = "Delivery")
@Table(name = "delivery")
@NullUnmarked
class DeliveryRow {

    @Id
    UUID id;

    String thread;
    UUID ticketId;
    UUID messageId;

    @Enumerated(EnumType.STRING)
    Purpose kind;

    String channel;
    UUID recipient;

    @Enumerated(EnumType.STRING)
    DeliveryState state;

    @Nullable
    String reason;

    int attempts;

    @Column(updatable = false)
    String rfcMessageId;

    /** By which the provider of its channel tells of it. */
    @Nullable
    String providerId;

    UUID correlationId;

    @Nullable
    UUID causationId;

    int causationDepth;
    Instant queuedAt;
    Instant nextAttemptAt;
    Instant createdAt;
    Instant updatedAt;

    static DeliveryRow of(Errand errand, Dispatch.Step step, String rfcMessageId, Cause cause, Instant now) {
        var row = new DeliveryRow();
        row.id = errand.delivery().id();
        row.thread = errand.thread();
        row.ticketId = errand.ticketId();
        row.messageId = errand.messageId();
        row.kind = errand.purpose();
        row.channel = errand.channel();
        row.recipient = errand.recipient();
        row.rfcMessageId = rfcMessageId;
        row.correlationId = cause.correlationId();
        row.causationId = cause.causationId();
        row.causationDepth = cause.causationDepth();
        row.queuedAt = now;
        row.nextAttemptAt = now;
        row.createdAt = now;
        row.take(step, now);
        return row;
    }

    Dispatch dispatch() {
        return new Dispatch(
                ticketId,
                new Delivery(id, thread, messageId, kind.wire(), channel, recipient),
                state,
                attempts,
                queuedAt);
    }

    /** Why it is sent, for what is said about it. */
    Cause cause(String actor) {
        return new Cause(correlationId, causationId, causationDepth, actor, Origin.LIVE);
    }

    void take(Dispatch.Step step, Instant now) {
        state = step.state();
        reason = step.reason();
        if (step.nextAttemptAt() != null) {
            nextAttemptAt = step.nextAttemptAt();
        }
        updatedAt = now;
    }

    /** As on its first day. */
    void takeAnew(Dispatch.Step step, Instant now) {
        attempts = 0;
        queuedAt = now;
        take(step, now);
    }
}
