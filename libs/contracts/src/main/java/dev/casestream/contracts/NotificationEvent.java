package dev.casestream.contracts;

import java.time.Instant;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What notification-service says: what became of what we send. Topic {@code casestream.notifications}, key and order by
 * recipient thread ({@code <ticket id>/<customer id>}).
 */
public sealed interface NotificationEvent {

    UUID ticketId();

    Instant at();

    Delivery delivery();

    /**
     * One message to one recipient through one channel.
     *
     * @param messageId the message on the ticket that it carries; null for those that are not on the ticket
     * @param kind open vocabulary: {@code acknowledgement}, {@code reply}, {@code survey}, ...
     * @param recipient the customer's id
     */
    record Delivery(UUID id, String thread, @Nullable UUID messageId, String kind, String channel, UUID recipient) {}

    record DeliveryQueued(UUID ticketId, Instant at, Delivery delivery) implements NotificationEvent {}

    /** The channel's server has taken it over. */
    record DeliverySent(UUID ticketId, Instant at, Delivery delivery, int attempts) implements NotificationEvent {}

    /**
     * It was not taken over, or the provider that had taken it could not deliver it.
     *
     * @param reason a code, never text of a server, as {@code smtp-550}, {@code no-address}
     * @param finished no further attempt is made
     */
    record DeliveryFailed(UUID ticketId, Instant at, Delivery delivery, int attempts, String reason, boolean finished)
            implements NotificationEvent {}

    /** The recipient has it, as the channel's provider tells. */
    record DeliveryConfirmed(UUID ticketId, Instant at, Delivery delivery) implements NotificationEvent {}

    /**
     * It was taken over, and has come back.
     *
     * @param reason a code, never text of a server, as {@code dsn-5.1.1}
     */
    record DeliveryBounced(UUID ticketId, Instant at, Delivery delivery, String reason) implements NotificationEvent {}

    /** @param reason why it is not sent, as {@code automatic-mail}, {@code loop-budget} */
    record DeliverySuppressed(UUID ticketId, Instant at, Delivery delivery, String reason)
            implements NotificationEvent {}
}
