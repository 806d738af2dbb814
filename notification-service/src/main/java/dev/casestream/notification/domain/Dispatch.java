package dev.casestream.notification.domain;

import dev.casestream.contracts.NotificationEvent;
import dev.casestream.contracts.NotificationEvent.Delivery;
import dev.casestream.contracts.NotificationEvent.DeliveryBounced;
import dev.casestream.contracts.NotificationEvent.DeliveryConfirmed;
import dev.casestream.contracts.NotificationEvent.DeliveryFailed;
import dev.casestream.contracts.NotificationEvent.DeliveryQueued;
import dev.casestream.contracts.NotificationEvent.DeliverySent;
import dev.casestream.contracts.NotificationEvent.DeliverySuppressed;
import dev.casestream.notification.domain.Verdict.Refused;
import dev.casestream.notification.domain.Verdict.Taken;
import dev.casestream.notification.domain.Verdict.Withheld;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * One delivery on its way, and what may become of it.
 *
 * @param attempts how many were begun since it was queued
 * @param queuedAt when it was queued, first or again
 */
public record Dispatch(UUID ticketId, Delivery delivery, DeliveryState state, int attempts, Instant queuedAt) {

    /**
     * What changes.
     *
     * @param nextAttemptAt null when none is made
     */
    public record Step(
            DeliveryState state,
            @Nullable String reason,
            @Nullable Instant nextAttemptAt,
            NotificationEvent event) {}

    /** A new one out of an errand. */
    public static Step begin(Errand errand, Instant now) {
        var delivery = errand.delivery();
        return errand.withheld() == null
                ? new Step(DeliveryState.QUEUED, null, now, new DeliveryQueued(errand.ticketId(), now, delivery))
                : suppressed(errand.ticketId(), delivery, errand.withheld(), now);
    }

    /**
     * What an attempt's end means; empty when it no longer matters.
     *
     * @param attempt which attempt ended; only the latest may fail, but any may succeed
     */
    public Optional<Step> after(int attempt, Verdict verdict, RetryPolicy retries, double chance, Instant now) {
        if (state != DeliveryState.QUEUED) {
            return Optional.empty();
        }
        return switch (verdict) {
            case Taken _ ->
                Optional.of(
                        new Step(DeliveryState.SENT, null, null, new DeliverySent(ticketId, now, delivery, attempts)));
            case Refused _, Withheld _ when attempt != attempts -> Optional.empty();
            case Refused r -> Optional.of(refused(r, retries, chance, now));
            case Withheld w -> Optional.of(suppressed(ticketId, delivery, w.reason(), now));
        };
    }

    /** What the channel tells later; empty where that changes nothing. It may tell before we know that it took it. */
    public Optional<Step> told(Report report, Instant now) {
        return switch (report.fate()) {
            case ARRIVED ->
                in(DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.FAILED)
                        ? Optional.of(new Step(
                                DeliveryState.DELIVERED, null, null, new DeliveryConfirmed(ticketId, now, delivery)))
                        : Optional.empty();
            case CAME_BACK ->
                in(DeliveryState.QUEUED, DeliveryState.SENT, DeliveryState.DELIVERED)
                        ? Optional.of(cameBack(String.valueOf(report.code()), now))
                        : Optional.empty();
            case LOST ->
                in(DeliveryState.QUEUED, DeliveryState.SENT)
                        ? Optional.of(lost(String.valueOf(report.code()), now))
                        : Optional.empty();
        };
    }

    private Step cameBack(String reason, Instant now) {
        return new Step(DeliveryState.BOUNCED, reason, null, new DeliveryBounced(ticketId, now, delivery, reason));
    }

    private Step lost(String reason, Instant now) {
        return new Step(
                DeliveryState.FAILED,
                reason,
                null,
                new DeliveryFailed(ticketId, now, delivery, attempts, reason, true));
    }

    private boolean in(DeliveryState... states) {
        return List.of(states).contains(state);
    }

    /** Queued anew by a person; empty unless it has failed or come back. */
    public Optional<Step> resend(Instant now) {
        return switch (state) {
            case FAILED, BOUNCED ->
                Optional.of(new Step(DeliveryState.QUEUED, null, now, new DeliveryQueued(ticketId, now, delivery)));
            case QUEUED, SENT, DELIVERED, SUPPRESSED -> Optional.empty();
        };
    }

    private Step refused(Refused refused, RetryPolicy retries, double chance, Instant now) {
        var next = refused.forGood() ? Optional.<Instant>empty() : retries.next(attempts, queuedAt, chance, now);
        return new Step(
                next.isPresent() ? DeliveryState.QUEUED : DeliveryState.FAILED,
                refused.reason(),
                next.orElse(null),
                new DeliveryFailed(ticketId, now, delivery, attempts, refused.reason(), next.isEmpty()));
    }

    private static Step suppressed(UUID ticketId, Delivery delivery, String reason, Instant now) {
        return new Step(
                DeliveryState.SUPPRESSED, reason, null, new DeliverySuppressed(ticketId, now, delivery, reason));
    }
}
