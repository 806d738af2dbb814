package dev.casestream.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.NotificationEvent.Delivery;
import dev.casestream.contracts.NotificationEvent.DeliveryBounced;
import dev.casestream.contracts.NotificationEvent.DeliveryConfirmed;
import dev.casestream.contracts.NotificationEvent.DeliveryFailed;
import dev.casestream.contracts.NotificationEvent.DeliveryQueued;
import dev.casestream.contracts.NotificationEvent.DeliverySent;
import dev.casestream.contracts.NotificationEvent.DeliverySuppressed;
import dev.casestream.notification.domain.Report.Fate;
import dev.casestream.notification.domain.Verdict.Refused;
import dev.casestream.notification.domain.Verdict.Taken;
import dev.casestream.notification.domain.Verdict.Withheld;
import java.time.Duration;
import java.time.Instant;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class DispatchTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final RetryPolicy RETRIES =
            new RetryPolicy(Duration.ofSeconds(10), Duration.ofHours(6), Duration.ofDays(4));
    private static final UUID TICKET = new UUID(1, 1);
    private static final Delivery DELIVERY =
            new Delivery(new UUID(2, 2), "t/c", new UUID(3, 3), "reply", "email", new UUID(4, 4));

    @Test
    void delivery_that_was_taken_over_is_sent() {
        var step = queued(2).after(2, new Taken(), RETRIES, 0, NOW).orElseThrow();

        assertThat(step.state()).isEqualTo(DeliveryState.SENT);
        assertThat(step.event()).isEqualTo(new DeliverySent(TICKET, NOW, DELIVERY, 2));
    }

    @Test
    void late_success_of_an_earlier_attempt_counts() {
        assertThat(queued(2).after(1, new Taken(), RETRIES, 0, NOW)).isPresent();
    }

    @Test
    void late_failure_of_an_earlier_attempt_does_not() {
        assertThat(queued(2).after(1, new Refused("smtp-550", true), RETRIES, 0, NOW))
                .isEmpty();
        assertThat(queued(2).after(1, new Withheld("loop-budget"), RETRIES, 0, NOW))
                .isEmpty();
    }

    @Test
    void delivery_that_was_refused_for_now_is_tried_again() {
        var step = queued(1)
                .after(1, new Refused("smtp-451", false), RETRIES, 1, NOW)
                .orElseThrow();

        assertThat(step.state()).isEqualTo(DeliveryState.QUEUED);
        assertThat(step.nextAttemptAt()).isEqualTo(NOW.plusSeconds(10));
        assertThat(step.event()).isEqualTo(new DeliveryFailed(TICKET, NOW, DELIVERY, 1, "smtp-451", false));
    }

    @Test
    void delivery_that_was_refused_for_good_has_failed() {
        var step = queued(1)
                .after(1, new Refused("smtp-550", true), RETRIES, 1, NOW)
                .orElseThrow();

        assertThat(step.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(step.event()).isEqualTo(new DeliveryFailed(TICKET, NOW, DELIVERY, 1, "smtp-550", true));
    }

    @Test
    void delivery_that_was_refused_for_days_has_failed() {
        var step = new Dispatch(TICKET, DELIVERY, DeliveryState.QUEUED, 30, NOW.minus(Duration.ofDays(4)))
                .after(30, new Refused("smtp-unreachable", false), RETRIES, 0, NOW)
                .orElseThrow();

        assertThat(step.state()).isEqualTo(DeliveryState.FAILED);
        assertThat(step.reason()).isEqualTo("smtp-unreachable");
    }

    @Test
    void delivery_that_is_withheld_is_suppressed_with_its_reason() {
        var step =
                queued(1).after(1, new Withheld("loop-budget"), RETRIES, 0, NOW).orElseThrow();

        assertThat(step.state()).isEqualTo(DeliveryState.SUPPRESSED);
        assertThat(step.event()).isEqualTo(new DeliverySuppressed(TICKET, NOW, DELIVERY, "loop-budget"));
    }

    @ParameterizedTest
    @EnumSource(value = DeliveryState.class, names = "QUEUED", mode = EnumSource.Mode.EXCLUDE)
    void what_has_ended_has_ended(DeliveryState state) {
        var ended = new Dispatch(TICKET, DELIVERY, state, 1, NOW);

        assertThat(ended.after(1, new Taken(), RETRIES, 0, NOW)).isEmpty();
        assertThat(ended.after(1, new Refused("smtp-550", true), RETRIES, 0, NOW))
                .isEmpty();
    }

    @ParameterizedTest
    @EnumSource(DeliveryState.class)
    void only_what_has_failed_or_come_back_is_resent(DeliveryState state) {
        var step = new Dispatch(TICKET, DELIVERY, state, 3, NOW).resend(NOW);

        switch (state) {
            case FAILED, BOUNCED ->
                assertThat(step)
                        .get()
                        .extracting(Dispatch.Step::event)
                        .isEqualTo(new DeliveryQueued(TICKET, NOW, DELIVERY));
            default -> assertThat(step).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(DeliveryState.class)
    void what_has_arrived_is_delivered_also_where_we_had_given_it_up(DeliveryState state) {
        var step = in(state).told(new Report(Fate.ARRIVED, null), NOW);

        switch (state) {
            case QUEUED, SENT, FAILED ->
                assertThat(step)
                        .get()
                        .isEqualTo(new Dispatch.Step(
                                DeliveryState.DELIVERED, null, null, new DeliveryConfirmed(TICKET, NOW, DELIVERY)));
            case DELIVERED, BOUNCED, SUPPRESSED -> assertThat(step).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(DeliveryState.class)
    void what_comes_back_has_bounced_also_after_it_seemed_to_have_arrived(DeliveryState state) {
        var step = in(state).told(new Report(Fate.CAME_BACK, "dsn-5.1.1"), NOW);

        switch (state) {
            case QUEUED, SENT, DELIVERED ->
                assertThat(step)
                        .get()
                        .isEqualTo(new Dispatch.Step(
                                DeliveryState.BOUNCED,
                                "dsn-5.1.1",
                                null,
                                new DeliveryBounced(TICKET, NOW, DELIVERY, "dsn-5.1.1")));
            case FAILED, BOUNCED, SUPPRESSED -> assertThat(step).isEmpty();
        }
    }

    @ParameterizedTest
    @EnumSource(DeliveryState.class)
    void what_the_provider_gives_up_has_failed_unless_it_had_arrived(DeliveryState state) {
        var step = in(state).told(new Report(Fate.LOST, "whatsapp-131026"), NOW);

        switch (state) {
            case QUEUED, SENT ->
                assertThat(step)
                        .get()
                        .extracting(Dispatch.Step::event)
                        .isEqualTo(new DeliveryFailed(TICKET, NOW, DELIVERY, 1, "whatsapp-131026", true));
            case DELIVERED, FAILED, BOUNCED, SUPPRESSED -> assertThat(step).isEmpty();
        }
    }

    private static Dispatch in(DeliveryState state) {
        return new Dispatch(TICKET, DELIVERY, state, 1, NOW);
    }

    private static Dispatch queued(int attempts) {
        return new Dispatch(TICKET, DELIVERY, DeliveryState.QUEUED, attempts, NOW);
    }
}
