package dev.casestream.routing.domain;

import static dev.casestream.routing.domain.Samples.DECISION;
import static dev.casestream.routing.domain.Samples.NOW;
import static dev.casestream.routing.domain.Samples.TICKET;
import static dev.casestream.routing.domain.Samples.after;
import static dev.casestream.routing.domain.Samples.agent;
import static dev.casestream.routing.domain.Samples.waiting;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.AssignmentDeclined;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketEscalated;
import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import dev.casestream.contracts.TicketStatus;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AssignmentTest {

    @Test
    void a_ticket_without_a_team_waits_in_the_default_team() {
        assertThat(waiting().ticket().team()).isEqualTo("support");
        var named = Assignment.on(
                        null,
                        Samples.event(1, Origin.LIVE, Samples.openedEvent(TICKET, Priority.LOW, NOW, "billing")),
                        "support",
                        NOW)
                .orElseThrow();
        assertThat(named.ticket().team()).isEqualTo("billing");
    }

    @Test
    void a_proposal_takes_a_place_and_the_answer_confirms_it() {
        var proposed = proposedTo("alice");
        assertThat(proposed.waiting()).isFalse();
        assertThat(proposed.places()).containsExactly("alice");
        var assigned = after(proposed, assigned("alice", DECISION));
        assertThat(assigned.places()).containsExactly("alice");
        assertThat(assigned.search().reservation()).isNull();
        assertThat(assigned.ticket().agent()).isEqualTo("alice");
    }

    @Test
    void somebody_decided_otherwise_and_the_place_is_free() {
        var assigned = after(proposedTo("alice"), assigned("bob", null));
        assertThat(assigned.places()).containsExactly("bob");
    }

    @Test
    void a_declined_proposal_frees_the_place_and_is_repeated_later_and_later() {
        var once = after(proposedTo("alice"), declined(DECISION));
        assertThat(once.waiting()).isTrue();
        assertThat(once.places()).isEmpty();
        assertThat(once.search().retryAt()).isEqualTo(NOW.plusSeconds(1));
        var twice = after(once.after(proposal(once, "alice")), declined(DECISION));
        assertThat(twice.search().retryAt()).isEqualTo(NOW.plusSeconds(2));
        var often = waiting();
        for (int i = 0; i < 100; i++) {
            often = often.after(proposal(often, "alice")).unanswered(NOW);
        }
        assertThat(often.search().retryAt()).isEqualTo(NOW.plus(Duration.ofSeconds(256)));
    }

    @Test
    void the_answer_to_an_older_proposal_frees_nothing() {
        var proposed = proposedTo("alice");
        assertThat(after(proposed, declined(new UUID(0, 9))).places()).containsExactly("alice");
    }

    @Test
    void only_tickets_that_we_owe_work_on_are_load() {
        var assigned = after(waiting(), assigned("alice", null));
        var replied = after(
                assigned,
                new ReplyAccepted(
                        TICKET, NOW, TicketStatus.PENDING, TICKET, AuthorRole.AGENT, "alice", TICKET, "email"));
        assertThat(replied.places()).isEmpty();
        assertThat(replied.waiting()).isFalse();
        var solved = after(replied, new TicketSolved(TICKET, NOW, TicketStatus.SOLVED, "alice"));
        assertThat(solved.places()).isEmpty();
        var reopened = after(solved, new TicketReopened(TICKET, NOW, TicketStatus.OPEN, ReopenReason.CUSTOMER_MESSAGE));
        assertThat(reopened.places()).as("the same owner").containsExactly("alice");
        assertThat(reopened.waiting()).isFalse();
    }

    @Test
    void a_ticket_put_back_into_a_queue_waits_there() {
        var back = after(
                waiting(),
                assigned("alice", null),
                new TicketAssigned(TICKET, NOW, TicketStatus.OPEN, "billing", null, null));
        assertThat(back.waiting()).isTrue();
        assertThat(back.ticket().team()).isEqualTo("billing");
    }

    @Test
    void triage_and_escalation_change_the_priority() {
        var triaged =
                after(waiting(), new TicketTriaged(TICKET, NOW, TicketStatus.NEW, Priority.HIGH, null, 1, List.of()));
        assertThat(triaged.ticket().priority()).isEqualTo(Priority.HIGH);
        var escalated =
                after(triaged, new TicketEscalated(TICKET, NOW, TicketStatus.NEW, 2, Priority.CRITICAL, "late"));
        assertThat(escalated.ticket().priority()).isEqualTo(Priority.CRITICAL);
    }

    @Test
    void an_imported_ticket_becomes_live_with_its_first_live_event() {
        var imported = Samples.opened(TICKET, Priority.LOW, NOW, Origin.IMPORT);
        assertThat(imported.ticket().live()).isFalse();
        assertThat(after(imported, declined(DECISION)).ticket().live()).isTrue();
    }

    @Test
    void a_ticket_whose_opening_was_never_seen_is_left_alone() {
        assertThat(Assignment.on(null, Samples.event(3, Origin.LIVE, assigned("alice", null)), "support", NOW))
                .isEmpty();
    }

    private static Assignment proposedTo(String agent) {
        return waiting().after(proposal(waiting(), agent));
    }

    private static dev.casestream.contracts.RoutingEvent proposal(Assignment assignment, String agent) {
        return Routing.decide(assignment, List.of(agent(agent, 0)), DECISION, NOW);
    }

    private static TicketEvent assigned(String agent, @Nullable UUID decision) {
        return new TicketAssigned(TICKET, NOW, TicketStatus.OPEN, "support", agent, decision);
    }

    private static TicketEvent declined(UUID decision) {
        return new AssignmentDeclined(TICKET, NOW, TicketStatus.NEW, decision, "alice", "ticket-changed");
    }
}
