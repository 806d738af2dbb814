package dev.casestream.sla.domain;

import static dev.casestream.contracts.AuthorRole.AGENT;
import static dev.casestream.contracts.AuthorRole.BOT;
import static dev.casestream.contracts.ClockType.FIRST_ASSIGN;
import static dev.casestream.contracts.ClockType.FIRST_RESPONSE;
import static dev.casestream.contracts.ClockType.NEXT_RESPONSE;
import static dev.casestream.contracts.ClockType.RESOLUTION;
import static dev.casestream.contracts.Priority.CRITICAL;
import static dev.casestream.contracts.Priority.HIGH;
import static dev.casestream.contracts.Priority.LOW;
import static dev.casestream.contracts.Priority.MEDIUM;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.PENDING;
import static dev.casestream.contracts.TicketStatus.SOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent.MergeReverted;
import dev.casestream.contracts.TicketEvent.TicketAbsorbed;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.sla.domain.SlaClock.Breached;
import dev.casestream.sla.domain.SlaClock.Cancelled;
import dev.casestream.sla.domain.SlaClock.Fulfilled;
import dev.casestream.sla.domain.SlaClock.Paused;
import dev.casestream.sla.domain.SlaClock.Running;
import dev.casestream.sla.domain.SlaPolicy.Conditions;
import java.time.Duration;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class TicketClocksTest {

    private static final CalendarRef ALWAYS = new CalendarRef("always", 1);
    private static final Map<ClockType, Set<TicketStatus>> PAUSES =
            Map.of(RESOLUTION, Set.of(PENDING, TicketStatus.ON_HOLD));

    private static final Rulebook RULES = rules(
            policy("critical", CRITICAL, Map.of(FIRST_RESPONSE, hours(1), RESOLUTION, hours(4))),
            policy("high", HIGH, Map.of(FIRST_RESPONSE, hours(2), RESOLUTION, hours(8))),
            policy(
                    "medium",
                    MEDIUM,
                    Map.of(
                            FIRST_ASSIGN,
                            hours(1),
                            FIRST_RESPONSE,
                            hours(4),
                            NEXT_RESPONSE,
                            hours(2),
                            RESOLUTION,
                            hours(20))));

    private final Story story = new Story(RULES);

    @Test
    void a_new_ticket_starts_a_clock_for_each_target() {
        story.opened(HIGH);
        assertThat(story.said(FIRST_RESPONSE)).containsExactly("Activated 0:00 due 2:00");
        assertThat(story.said(RESOLUTION)).containsExactly("Activated 0:00 due 8:00");
        assertThat(story.said).hasSize(2);
    }

    @Test
    void no_policy_no_clock() {
        story.opened(LOW);
        assertThat(story.said).isEmpty();
    }

    @Test
    void an_agents_reply_fulfils_the_first_response() {
        story.opened(HIGH).replied("0:40", AGENT, OPEN).replied("1:00", AGENT, OPEN);
        assertThat(story.said(FIRST_RESPONSE)).containsExactly("Activated 0:00 due 2:00", "Met 0:40 with 0:40");
        assertThat(story.clock(RESOLUTION)).isInstanceOf(Running.class);
    }

    @Test
    void a_bots_reply_is_no_response() {
        story.opened(HIGH).replied("0:10", BOT, OPEN);
        assertThat(story.clock(FIRST_RESPONSE)).isInstanceOf(Running.class);
    }

    @Test
    void warnings_and_breach_are_said_once_with_the_time_at_which_they_hold() {
        story.opened(HIGH).lookedAt("1:01").lookedAt("1:02").lookedAt("3:00").lookedAt("3:01");
        assertThat(story.said(FIRST_RESPONSE))
                .containsExactly("Activated 0:00 due 2:00", "Warned 1:00 of 50", "Warned 1:36 of 80", "Breached 2:00");
        assertThat(story.clock(FIRST_RESPONSE)).isInstanceOf(Breached.class);
    }

    @Test
    void what_was_due_is_said_even_if_nobody_looked_in_time() {
        story.opened(HIGH).replied("3:00", AGENT, OPEN);
        assertThat(story.said(FIRST_RESPONSE))
                .containsExactly(
                        "Activated 0:00 due 2:00",
                        "Warned 1:00 of 50",
                        "Warned 1:36 of 80",
                        "Breached 2:00",
                        "Missed 3:00 with 3:00");
    }

    @Test
    void news_that_comes_late_corrects_a_breach() {
        story.opened(HIGH).lookedAt("2:01").replied("1:59", AGENT, OPEN);
        assertThat(story.said(FIRST_RESPONSE)).endsWith("Breached 2:00", "Met 1:59 with 1:59");

        var paused = new Story(RULES).opened(HIGH).lookedAt("8:01").held("7:00").written("20:00", false);
        assertThat(paused.said(RESOLUTION))
                .endsWith("Breached 8:00", "Paused 7:00 with 7:00", "Resumed 20:00 with 7:00 due 21:00");
    }

    @Test
    void waiting_for_others_stops_the_resolution_but_not_the_first_response() {
        story.opened(HIGH).held("1:00").written("10:00", false);
        assertThat(story.said(RESOLUTION))
                .containsExactly(
                        "Activated 0:00 due 8:00", "Paused 1:00 with 1:00", "Resumed 10:00 with 1:00 due 17:00");
        assertThat(story.said(FIRST_RESPONSE)).endsWith("Breached 2:00");
    }

    @Test
    void a_breached_clock_goes_on_until_it_is_fulfilled() {
        story.opened(CRITICAL).held("5:00").lookedAt("50:00");
        assertThat(story.clock(RESOLUTION)).isInstanceOf(Breached.class);
        story.written("50:00", false).solved("51:00");
        assertThat(story.said(RESOLUTION))
                .endsWith(
                        "Breached 4:00",
                        "Paused 5:00 with 5:00",
                        "Resumed 50:00 with 5:00 due 4:00",
                        "Missed 51:00 with 6:00");
    }

    @Test
    void solving_fulfils_the_resolution_and_cancels_what_was_not_answered() {
        story.opened(HIGH).solved("1:30");
        assertThat(story.clock(FIRST_RESPONSE)).isInstanceOf(Cancelled.class);
        assertThat(story.said(RESOLUTION)).endsWith("Met 1:30 with 1:30");
    }

    @Test
    void solving_out_of_a_pause_does_not_count_the_pause() {
        story.opened(HIGH).replied("1:00", AGENT, PENDING).solved("40:00");
        assertThat(story.said(RESOLUTION)).endsWith("Paused 1:00 with 1:00", "Met 40:00 with 1:00");
    }

    @Test
    void a_reply_that_solves_is_a_response_and_a_resolution() {
        story.opened(HIGH).replied("1:00", AGENT, SOLVED);
        assertThat(story.said(FIRST_RESPONSE)).endsWith("Met 1:00 with 1:00");
        assertThat(story.said(RESOLUTION)).endsWith("Met 1:00 with 1:00");
    }

    @Test
    void reopening_resumes_the_resolution_where_it_stopped() {
        story.opened(HIGH).solved("5:00").reopened("30:00").solved("32:00");
        assertThat(story.said(RESOLUTION))
                .endsWith(
                        "Met 5:00 with 5:00",
                        "Resumed 30:00 with 5:00 due 33:00",
                        "Warned 31:24 of 80",
                        "Met 32:00 with 7:00");
        assertThat(story.clock(RESOLUTION).run().instance()).isEqualTo(1);
    }

    @Test
    void reopening_after_a_breach_is_no_second_breach() {
        story.opened(CRITICAL).solved("5:00").reopened("30:00").lookedAt("90:00");
        assertThat(story.said(RESOLUTION).stream().filter(said -> said.startsWith("Breached")))
                .hasSize(1);
    }

    @Test
    void a_closed_ticket_has_no_clock_left() {
        story.opened(HIGH).held("1:00").closed("2:00").lookedAt("100:00");
        assertThat(story.said(FIRST_RESPONSE)).endsWith("Cancelled 2:00");
        assertThat(story.said(RESOLUTION)).endsWith("Paused 1:00 with 1:00", "Cancelled 2:00");
    }

    @Test
    void an_undone_merge_begins_what_the_merge_cancelled_anew() {
        story.opened(HIGH)
                .closed("1:00")
                .on(new MergeReverted(new UUID(0, 1), Story.at("2:00"), OPEN, new UUID(0, 8), List.of()));
        assertThat(story.said(RESOLUTION)).endsWith("Cancelled 1:00", "Activated 2:00 due 10:00");
        assertThat(story.said(FIRST_RESPONSE)).endsWith("Cancelled 1:00", "Activated 2:00 due 4:00");
    }

    @Test
    void an_unanswered_turn_of_a_merged_ticket_counts_from_its_original_time() {
        var absorbed = new TicketAbsorbed(
                new UUID(0, 1), Story.at("3:00"), OPEN, new UUID(0, 8), new UUID(0, 2), Story.at("2:00"));
        story.opened(MEDIUM).replied("1:00", AGENT, OPEN).on(absorbed);
        assertThat(story.clock(NEXT_RESPONSE).run().startedAt()).isEqualTo(Story.at("2:00"));
    }

    @Test
    void closing_what_is_solved_changes_nothing() {
        story.opened(HIGH).solved("1:00").closed("200:00");
        assertThat(story.clock(RESOLUTION)).isInstanceOf(Fulfilled.class);
    }

    @Test
    void another_priority_changes_the_target_and_keeps_what_has_elapsed() {
        story.opened(HIGH).held("1:00").written("3:00", false).triaged("4:00", OPEN, CRITICAL);
        assertThat(story.said(RESOLUTION))
                .endsWith("Resumed 3:00 with 1:00 due 10:00", "Retargeted 4:00 due 6:00", "Warned 4:00 of 50");
    }

    @Test
    void a_target_that_has_already_passed_is_breached_when_it_is_set() {
        story.opened(HIGH).triaged("5:00", OPEN, CRITICAL).lookedAt("9:00");
        assertThat(story.said(RESOLUTION))
                .containsExactly(
                        "Activated 0:00 due 8:00", "Warned 4:00 of 50", "Retargeted 5:00 due 5:00", "Breached 5:00");
    }

    @Test
    void a_paused_clock_is_retargeted_as_it_stands() {
        story.opened(HIGH).held("3:00").triaged("50:00", TicketStatus.ON_HOLD, CRITICAL);
        assertThat(story.said(RESOLUTION)).endsWith("Paused 3:00 with 3:00", "Retargeted 50:00 due 51:00");
        assertThat(story.clock(RESOLUTION)).isInstanceOf(Paused.class);
    }

    @Test
    void a_longer_target_takes_a_breach_back() {
        story.opened(CRITICAL).triaged("5:00", OPEN, HIGH).lookedAt("9:00");
        assertThat(story.said(RESOLUTION))
                .endsWith("Breached 4:00", "Retargeted 5:00 due 8:00", "Warned 6:24 of 80", "Breached 8:00");
    }

    @Test
    void a_priority_without_a_policy_cancels() {
        story.opened(HIGH).triaged("1:00", OPEN, LOW);
        assertThat(story.said(RESOLUTION)).endsWith("Cancelled 1:00");
    }

    @Test
    void a_promise_made_later_counts_from_then() {
        story.opened(LOW).triaged("3:00", OPEN, HIGH);
        assertThat(story.said(FIRST_RESPONSE)).containsExactly("Activated 3:00 due 5:00");
    }

    @Test
    void a_new_version_of_the_policy_holds_from_the_tickets_next_event() {
        story.opened(HIGH);
        story.rules(rules(new SlaPolicy(
                        "high",
                        2,
                        new Conditions(Set.of(HIGH), Set.of(), Set.of(), Set.of()),
                        Map.of(FIRST_RESPONSE, hours(2), RESOLUTION, hours(6)),
                        List.of(50, 80),
                        ALWAYS,
                        PAUSES)))
                .assigned("1:00", "alice");
        assertThat(story.said(RESOLUTION)).endsWith("Retargeted 1:00 due 6:00");
        assertThat(story.clock(RESOLUTION).run().clock().policyVersion()).isEqualTo(2);
    }

    @Test
    void an_agent_is_the_first_assignment_a_queue_is_not() {
        story.opened(MEDIUM).assigned("0:10", null).assigned("0:20", "alice").assigned("0:50", "bob");
        assertThat(story.said(FIRST_ASSIGN)).containsExactly("Activated 0:00 due 1:00", "Met 0:20 with 0:20");
    }

    @Test
    void a_next_response_is_owed_for_each_unanswered_turn_after_the_first_response() {
        story.opened(MEDIUM).written("0:10", false);
        assertThat(story.said(NEXT_RESPONSE)).isEmpty();
        story.replied("1:00", AGENT, OPEN)
                .written("2:00", false)
                .written("2:30", false)
                .replied("3:00", AGENT, PENDING)
                .written("9:00", true)
                .written("10:00", false)
                .solved("11:00");
        assertThat(story.said(NEXT_RESPONSE))
                .containsExactly(
                        "Activated 2:00 due 4:00",
                        "Met 3:00 with 1:00",
                        "Activated 10:00 due 12:00",
                        "Cancelled 11:00");
        assertThat(story.clock(NEXT_RESPONSE).run().instance()).isEqualTo(2);
    }

    private static Rulebook rules(SlaPolicy... policies) {
        return new Rulebook(List.of(policies), Map.of(ALWAYS, BusinessCalendar.always(ZoneOffset.UTC)));
    }

    private static SlaPolicy policy(String id, Priority priority, Map<ClockType, Duration> targets) {
        return new SlaPolicy(
                id,
                1,
                new Conditions(Set.of(priority), Set.of(), Set.of(), Set.of()),
                targets,
                List.of(50, 80),
                ALWAYS,
                PAUSES);
    }

    private static Duration hours(int hours) {
        return Duration.ofHours(hours);
    }
}
