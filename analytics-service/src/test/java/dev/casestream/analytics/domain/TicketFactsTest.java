package dev.casestream.analytics.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.analytics.Story;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketFact;
import dev.casestream.contracts.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.Test;

class TicketFactsTest {

    private static final Duration HOUR = Duration.ofHours(1);
    private final Story story = Story.at("2026-03-02T08:00:00.360Z").opened("email", "support");

    @Test
    void an_opened_ticket_has_its_row_at_once() {
        var fact = fact();
        assertThat(fact.status()).isEqualTo(TicketStatus.NEW);
        assertThat(fact.receivedAt()).isEqualTo(Instant.parse("2026-03-02T08:00:00Z"));
        assertThat(fact.openedAt()).isEqualTo(Instant.parse("2026-03-02T08:00:00.360Z"));
        assertThat(fact.customerMessages()).isEqualTo(1);
        assertThat(fact.firstReplySeconds()).isNull();
    }

    @Test
    void only_the_first_reply_of_a_human_is_a_first_reply() {
        story.after(HOUR)
                .replied(AuthorRole.BOT, "bot")
                .after(HOUR)
                .replied(AuthorRole.AGENT, "alice")
                .after(HOUR)
                .replied(AuthorRole.AGENT, "bob");
        assertThat(fact().firstReplySeconds()).isEqualTo(2 * 3600);
        assertThat(fact().publicReplies()).isEqualTo(3);
    }

    @Test
    void a_note_is_no_reply() {
        story.noted("alice");
        assertThat(fact().internalNotes()).isEqualTo(1);
        assertThat(fact().firstReplyAt()).isNull();
    }

    @Test
    void waiting_in_a_queue_is_not_being_assigned() {
        story.after(HOUR).assigned("billing", null).after(HOUR).assigned("billing", "alice");
        assertThat(fact().firstAssignSeconds()).isEqualTo(2 * 3600);
        assertThat(fact().handoffs()).isZero();
    }

    @Test
    void going_to_another_agent_is_a_handoff_also_through_the_queue() {
        story.assigned("support", "alice")
                .assigned("billing", null)
                .assigned("billing", "alice")
                .assigned("billing", "bob");
        assertThat(fact().handoffs()).isEqualTo(1);
        assertThat(fact().agent()).isEqualTo("bob");
        assertThat(fact().team()).isEqualTo("billing");
    }

    @Test
    void a_reopened_ticket_is_unsolved_until_it_is_solved_again() {
        story.after(HOUR).solved("alice").after(HOUR).wrote().reopened();
        assertThat(fact().solvedAt()).isNull();
        assertThat(fact().resolutionSeconds()).isNull();
        story.after(HOUR).solved("alice").closed();
        assertThat(fact().resolutionSeconds()).isEqualTo(3 * 3600);
        assertThat(fact().reopens()).isEqualTo(1);
        assertThat(fact().status()).isEqualTo(TicketStatus.CLOSED);
    }

    @Test
    void triage_changes_the_classification() {
        story.triaged(Priority.CRITICAL, "billing");
        assertThat(fact().priority()).isEqualTo(Priority.CRITICAL);
        assertThat(fact().category()).isEqualTo("billing");
    }

    @Test
    void a_breach_shows_until_a_late_event_proves_that_the_promise_was_kept() {
        story.after(HOUR).breached(ClockType.FIRST_RESPONSE, HOUR);
        assertThat(fact().firstResponseBreached()).isTrue();
        assertThat(fact().resolutionBreached()).isFalse();
        story.fulfilled(ClockType.FIRST_RESPONSE, true);
        assertThat(fact().firstResponseBreached()).isFalse();
    }

    @Test
    void without_its_opening_there_is_no_row() {
        story.after(HOUR).solved("alice");
        var later = TicketState.EMPTY.withTicketEvent(story.tickets.getLast());
        assertThat(later.fact(story.ticket)).isEmpty();
        assertThat(later.ticketVersion()).isEqualTo(2);
    }

    @Test
    void clocks_that_differ_between_machines_make_no_negative_time() {
        var early = new Story(story.ticket, story.now().minusSeconds(60));
        early.after(Duration.ofMinutes(1)).opened("email", "support").after(Duration.ofMinutes(-2));
        early.assigned("support", "alice");
        var fact = fold(early).fact(story.ticket).orElseThrow();
        assertThat(fact.firstAssignSeconds()).isZero();
    }

    @Test
    void the_row_version_rises_with_each_event_of_either_stream() {
        var opened = fact().rowVersion();
        story.assigned("support", "alice");
        var assigned = fact().rowVersion();
        story.activated(ClockType.RESOLUTION, HOUR);
        assertThat(fact().rowVersion()).isGreaterThan(assigned);
        assertThat(assigned).isGreaterThan(opened);
    }

    private TicketFact fact() {
        return fold(story).fact(story.ticket).orElseThrow();
    }

    static TicketState fold(Story story) {
        var state = TicketState.EMPTY;
        for (var event : story.tickets) {
            state = state.withTicketEvent(event);
        }
        for (var event : story.sla) {
            state = state.withSlaEvent(event);
        }
        return state;
    }
}
