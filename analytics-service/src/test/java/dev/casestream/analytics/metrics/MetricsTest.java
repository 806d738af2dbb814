package dev.casestream.analytics.metrics;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import dev.casestream.analytics.Story;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import java.time.Duration;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class MetricsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private final Story story = Story.at("2026-03-02T08:00:00.360Z").opened("email", "support");

    @Test
    void a_ticket_counts_once_under_what_it_is_classified_as_now() {
        story.triaged(Priority.HIGH, "billing").noted("alice").assigned("billing", "alice");
        assertThat(of("ticket_volume")).hasSize(1);
        var volume = one("ticket_volume", "opening");
        assertThat(volume.at()).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(volume.by())
                .contains(entry("channel", "email"), entry("category", "billing"), entry("priority", "HIGH"))
                .contains(entry("team", "billing"), entry("agent", "alice"), entry("language", "da"));
    }

    @Test
    void the_backlog_follows_a_ticket_from_team_to_team_until_it_is_solved() {
        story.assigned("billing", null);
        assertThat(backlog()).containsExactlyInAnyOrderEntriesOf(Map.of("support", 0.0, "billing", 1.0));
        story.solved("alice");
        assertThat(backlog()).containsExactlyInAnyOrderEntriesOf(Map.of("support", 0.0, "billing", 0.0));
        story.reopened();
        assertThat(backlog()).containsEntry("billing", 1.0);
    }

    @Test
    void closing_what_is_solved_does_not_lower_the_backlog_again() {
        story.solved("alice").closed();
        assertThat(backlog()).containsEntry("support", 0.0);
    }

    @Test
    void first_response_is_measured_once_from_the_customers_message_to_the_humans_reply() {
        story.after(HOUR)
                .replied(AuthorRole.BOT, "bot")
                .after(HOUR)
                .replied(AuthorRole.AGENT, "alice")
                .after(HOUR)
                .replied(AuthorRole.AGENT, "alice");
        assertThat(of("first_response_time")).hasSize(1);
        assertThat(one("first_response_time", "first-reply").value()).isEqualTo(7200.36);
    }

    @Test
    void every_solving_has_its_resolution_time() {
        story.after(HOUR).solved("alice").after(HOUR).reopened().after(HOUR).solved("alice");
        assertThat(one("resolution_time", "solving-1").value()).isEqualTo(3600.36);
        assertThat(one("resolution_time", "solving-1").by()).contains(entry("solving", "first"));
        assertThat(one("resolution_time", "solving-2").value()).isEqualTo(3 * 3600 + 0.36);
        assertThat(one("resolution_time", "solving-2").by()).contains(entry("solving", "again"));
    }

    @Test
    void a_reopening_corrects_the_solving_that_did_not_hold() {
        story.assigned("support", "alice").after(HOUR).solved("alice");
        var solvedAt = story.now();
        assertThat(one("reopen_rate", "solving-1").value()).isZero();
        story.after(HOUR).assigned("billing", "bob").reopened().solved("bob");
        var first = one("reopen_rate", "solving-1");
        assertThat(first.value()).isEqualTo(1);
        assertThat(first.at()).isEqualTo(solvedAt);
        assertThat(first.by()).contains(entry("agent", "alice"));
        assertThat(one("reopen_rate", "solving-2").value()).isZero();
    }

    @Test
    void replies_are_counted_once_a_ticket_at_its_last_solving() {
        story.replied(AuthorRole.AGENT, "alice").solved("alice").reopened();
        story.replied(AuthorRole.AGENT, "alice").solved("alice");
        assertThat(of("replies_per_ticket")).hasSize(1);
        assertThat(one("replies_per_ticket", "solved").value()).isEqualTo(2);
    }

    @Test
    void handoffs_are_counted_once_a_ticket_at_its_last_solving() {
        story.assigned("support", "alice")
                .assigned("support", "bob")
                .assigned("support", "bob")
                .solved("bob");
        assertThat(one("handoffs", "solved").value()).isEqualTo(1);
        story.reopened().assigned("billing", "carol").solved("carol");
        assertThat(of("handoffs")).hasSize(1);
        assertThat(one("handoffs", "solved").value()).isEqualTo(2);
    }

    @Test
    void one_touch_is_one_answer_that_holds() {
        story.replied(AuthorRole.AGENT, "alice").after(HOUR).solved("alice");
        var solvedAt = story.now();
        assertThat(one("one_touch_share", "solved").value()).isEqualTo(1);
        story.after(HOUR).reopened();
        assertThat(one("one_touch_share", "solved").value()).isZero();
        assertThat(one("one_touch_share", "solved").at()).isEqualTo(solvedAt);
        story.solved("alice");
        assertThat(of("one_touch_share")).hasSize(1);
        assertThat(one("one_touch_share", "solved").value()).isZero();
        assertThat(one("one_touch_share", "solved").at()).isEqualTo(story.now());
    }

    @Test
    void a_correction_is_counted_apart_from_other_reopenings() {
        story.solved("alice").reopened(ReopenReason.CUSTOMER_MESSAGE).solved("alice");
        assertThat(of("correction_rate").values())
                .extracting(Measurement::value)
                .containsOnly(0.0);
        story.reopened(ReopenReason.CORRECTION).solved("alice");
        assertThat(one("correction_rate", "solving-1").value()).isZero();
        assertThat(one("correction_rate", "solving-2").value()).isEqualTo(1);
        assertThat(one("correction_rate", "solving-3").value()).isZero();
    }

    @Test
    void a_merged_ticket_counts_as_such_until_that_is_undone() {
        assertThat(one("merge_rate", "opening").value()).isZero();
        story.after(HOUR).assigned("billing", "bob").merged();
        assertThat(one("merge_rate", "opening").value()).isEqualTo(1);
        assertThat(one("merge_rate", "opening").at()).isEqualTo("2026-03-02T08:00:00Z");
        assertThat(one("merge_rate", "opening").by()).contains(entry("team", "support"));
        assertThat(backlog()).containsEntry("billing", 0.0);
        story.after(HOUR).unmerged();
        assertThat(one("merge_rate", "opening").value()).isZero();
        assertThat(backlog()).containsEntry("billing", 1.0);
    }

    @Test
    void time_counts_for_who_worked_until_it_is_taken_back() {
        var call = UUID.randomUUID();
        var research = UUID.randomUUID();
        story.assigned("support", "alice").logged(call, "bob", 15).logged(research, "bob", 30);
        assertThat(of("time_logged").values().stream()
                        .mapToDouble(Measurement::value)
                        .sum())
                .isEqualTo(45);
        assertThat(one("time_logged", call.toString()).by())
                .contains(entry("agent", "bob"), entry("activity", "research"), entry("team", "support"));
        story.after(HOUR).tookBack(call, 15);
        assertThat(of("time_logged").values().stream()
                        .mapToDouble(Measurement::value)
                        .sum())
                .isEqualTo(30);
    }

    @Test
    void the_first_assignment_counts_and_no_other() {
        story.after(HOUR).assigned("billing", null).after(HOUR).assigned("billing", "bob");
        story.after(HOUR).assigned("billing", "carol");
        assertThat(of("first_assign_time")).hasSize(1);
        assertThat(one("first_assign_time", "first-assignment").value()).isEqualTo(7200.36);
        assertThat(one("first_assign_time", "first-assignment").by()).contains(entry("agent", "bob"));
    }

    @Test
    void a_missed_promise_counts_when_it_breaches_not_when_it_is_fulfilled_too_late() {
        story.after(HOUR).breached(ClockType.FIRST_RESPONSE, HOUR);
        var due = story.now();
        story.after(HOUR).fulfilled(ClockType.FIRST_RESPONSE, false);
        assertThat(of("sla_attainment").values()).singleElement().satisfies(missed -> {
            assertThat(missed.value()).isZero();
            assertThat(missed.at()).isEqualTo(due);
            assertThat(missed.by()).contains(entry("clock", "FIRST_RESPONSE"), entry("policy", "default"));
        });
    }

    @Test
    void a_breach_is_corrected_when_the_promise_was_kept_after_all() {
        story.after(HOUR).breached(ClockType.FIRST_RESPONSE, HOUR).fulfilled(ClockType.FIRST_RESPONSE, true);
        assertThat(of("sla_attainment").values())
                .singleElement()
                .satisfies(met -> assertThat(met.value()).isEqualTo(1));
    }

    @Test
    void a_verdict_counts_for_the_team_that_had_the_ticket_then() {
        story.after(HOUR).breached(ClockType.FIRST_RESPONSE, HOUR).after(HOUR).assigned("billing", "bob");
        assertThat(of("sla_attainment").values())
                .singleElement()
                .satisfies(missed -> assertThat(missed.by()).contains(entry("team", "support")));
    }

    private Map<String, Double> backlog() {
        return of("backlog").values().stream()
                .collect(toMap(measured -> measured.by().getOrDefault("team", ""), Measurement::value, Double::sum));
    }

    private Measurement one(String metric, String instance) {
        return Objects.requireNonNull(of(metric).get(instance));
    }

    private Map<String, Measurement> of(String metric) {
        return Fold.ofAll(story).taken().stream()
                .filter(taken -> taken.of().name().equals(metric))
                .map(Taken::measurement)
                .collect(toMap(Measurement::instance, measurement -> measurement, (earlier, later) -> later));
    }
}
