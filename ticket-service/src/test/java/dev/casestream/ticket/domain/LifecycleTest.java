package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.NEW;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.PENDING;
import static dev.casestream.contracts.TicketStatus.SOLVED;
import static dev.casestream.ticket.domain.Cases.LIFECYCLE;
import static dev.casestream.ticket.domain.Cases.T0;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.*;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Decision.Refused;
import dev.casestream.ticket.domain.TicketCommand.*;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LifecycleTest {

    private static final List<String> COMMANDS = List.of(
            "customer message",
            "automatic message",
            "alarm",
            "alarm over",
            "assign agent",
            "assign team",
            "apply proposal",
            "apply move",
            "classify",
            "reply",
            "reply and stay",
            "reply and solve",
            "note",
            "solve",
            "reopen",
            "close",
            "hold",
            "escalate",
            "snooze",
            "wake",
            "custom status",
            "change fields",
            "link",
            "merge",
            "absorb",
            "undo merge",
            "undo absorption",
            "divide",
            "log time");

    @Test
    void a_customer_reopens_a_solved_ticket_until_the_window_has_passed() {
        var solved = Cases.ticket(SOLVED);
        var message = Cases.customerMessage(false);
        assertThat(events(LIFECYCLE.decide(solved, message, T0.plus(Duration.ofDays(7)))))
                .first()
                .isEqualTo(new TicketReopened(
                        solved.id(), T0.plus(Duration.ofDays(7)), OPEN, ReopenReason.CUSTOMER_MESSAGE));
        assertThat(LIFECYCLE.decide(solved, message, T0.plus(Duration.ofDays(7)).plusNanos(1000)))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.rule()).isEqualTo("reopen-window-passed"));
    }

    @Test
    void a_reopened_ticket_keeps_its_agent_and_is_no_longer_solved() {
        var reopened = after(Cases.ticket(SOLVED), Cases.customerMessage(false));
        assertThat(reopened.assignment()).isEqualTo(new Assignment("support", "alice"));
        assertThat(reopened.solvedAt()).isNull();
    }

    @Test
    void an_alarm_that_is_over_solves_its_ticket_and_one_that_fires_again_opens_it_again() {
        var over = after(Cases.ticket(NEW), Cases.command("alarm over"));
        assertThat(over.status()).isEqualTo(SOLVED);
        assertThat(after(over, Cases.command("alarm over")).status()).isEqualTo(SOLVED);

        var again = after(over, Cases.command("alarm"));
        assertThat(again.status()).as("nobody had taken it").isEqualTo(NEW);
        assertThat(again.solvedAt()).isNull();
        assertThat(LIFECYCLE.decide(over, Cases.command("alarm"), T0.plus(Duration.ofDays(8))))
                .isInstanceOfSatisfying(
                        Refused.class, refused -> assertThat(refused.rule()).isEqualTo("reopen-window-passed"));
    }

    @Test
    void a_closed_ticket_remembers_when_it_was_solved() {
        assertThat(Cases.ticket(CLOSED).solvedAt()).isEqualTo(T0);
        assertThat(Cases.ticket(CLOSED).closedAt()).isEqualTo(T0);
    }

    @Test
    void an_older_proposal_is_followed_while_nobody_has_the_ticket() {
        var noted = after(Cases.ticket(NEW), Cases.command("note"));
        assertThat(events(LIFECYCLE.decide(noted, Cases.proposal(1, "support"), T0)))
                .singleElement()
                .isInstanceOfSatisfying(TicketAssigned.class, assigned -> {
                    assertThat(assigned.agent()).isEqualTo("bob");
                    assertThat(assigned.decisionId())
                            .isEqualTo(Cases.proposal(1, "support").decisionId());
                });
    }

    @Test
    void a_proposal_whose_place_may_be_somebody_elses_by_now_is_declined() {
        var proposal = Cases.proposal(1, "support");
        var late = proposal.proposedAt().plus(RoutingEvent.PLACE_IS_KEPT.dividedBy(2));
        assertThat(events(LIFECYCLE.decide(Cases.ticket(NEW), proposal, late)).getFirst())
                .isInstanceOf(TicketAssigned.class);
        assertThat(events(LIFECYCLE.decide(Cases.ticket(NEW), proposal, late.plusMillis(1)))
                        .getFirst())
                .isInstanceOfSatisfying(
                        AssignmentDeclined.class,
                        declined -> assertThat(declined.rule()).isEqualTo("too-late"));
    }

    @Test
    void a_proposal_for_the_team_that_the_ticket_has_left_is_declined() {
        var moved = after(Cases.ticket(NEW), Cases.command("assign team"));
        assertThat(declinedBy(moved, Cases.proposal(1, "support"))).isEqualTo("ticket-changed");
        assertThat(events(LIFECYCLE.decide(moved, Cases.proposal(moved.version(), "sales"), T0)))
                .singleElement()
                .isInstanceOf(TicketAssigned.class);
    }

    @Test
    void a_proposal_is_declined_with_the_reason() {
        assertThat(declinedBy(Cases.ticket(OPEN), Cases.proposal(1, "support"))).isEqualTo("already-assigned");
        assertThat(declinedBy(Cases.ticket(CLOSED), Cases.proposal(1, "support")))
                .isEqualTo("ticket-closed");
        var queued = after(Cases.ticket(SOLVED), new Assign(new Assignment("support", null)));
        assertThat(declinedBy(queued, Cases.proposal(queued.version(), "support")))
                .isEqualTo("ticket-changed");
    }

    @Test
    void the_ticket_of_an_agent_who_has_gone_moves_to_another() {
        assertThat(events(LIFECYCLE.decide(Cases.ticket(PENDING), Cases.move(3, "support", Cases.ALICE_AWAY), T0)))
                .singleElement()
                .isEqualTo(new TicketAssigned(
                        Cases.ID,
                        T0,
                        PENDING,
                        "support",
                        "bob",
                        Cases.move(3, "support").decisionId()));
    }

    @Test
    void nobody_loses_a_ticket_who_has_not_gone() {
        var alices = Cases.ticket(OPEN);
        assertThat(declinedBy(alices, Cases.proposal(2, "support", "least-loaded.v1", Cases.ALICE_AWAY)))
                .isEqualTo("already-assigned");
        assertThat(declinedBy(alices, Cases.move(2, "support", new Candidate("alice", 1.0, null))))
                .isEqualTo("already-assigned");
        var carols = after(alices, Cases.command("assign agent"));
        assertThat(declinedBy(carols, Cases.move(2, "support", Cases.ALICE_AWAY)))
                .isEqualTo("already-assigned");
    }

    @Test
    void a_ticket_moves_only_within_the_team_that_it_is_in() {
        var moved = after(Cases.ticket(OPEN), new Assign(new Assignment("billing", "alice")));
        assertThat(declinedBy(moved, Cases.move(2, "support", Cases.ALICE_AWAY)))
                .isEqualTo("ticket-changed");
    }

    @Test
    void escalating_raises_level_and_priority_until_both_are_at_the_top() {
        var ticket = Cases.ticket(OPEN);
        ticket = after(ticket, new Escalate("needs-expert"));
        assertThat(ticket.triage()).isEqualTo(new Triage(Priority.HIGH, null, 2, List.of()));
        ticket = after(
                after(ticket, new Escalate("needs-expert")),
                new Classify(new Triage(Priority.HIGH, null, 3, List.of())));
        ticket = after(ticket, new Escalate("needs-expert"));
        assertThat(ticket.triage()).isEqualTo(new Triage(Priority.CRITICAL, null, 3, List.of()));
        assertThat(LIFECYCLE.decide(ticket, new Escalate("needs-expert"), T0)).isInstanceOf(Refused.class);
    }

    @Test
    void what_changes_nothing_says_nothing() {
        var ticket = Cases.ticket(OPEN);
        assertThat(events(LIFECYCLE.decide(ticket, new Classify(ticket.triage()), T0)))
                .isEmpty();
        assertThat(events(LIFECYCLE.decide(ticket, new Assign(ticket.assignment()), T0)))
                .isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15, 16, 17, 18, 19, 20})
    void any_history_folds_to_its_state_counts_versions_and_never_goes_back_in_time(int seed) {
        var chance = new Random(seed);
        var clock = T0;
        var log = new ArrayList<TicketEvent>(events(LIFECYCLE.decide(null, Cases.open(), clock)));
        var ticket = Ticket.fold(log);
        for (int i = 0; i < 200; i++) {
            clock = clock.plusSeconds(chance.nextInt(-3600, 86_400));
            var command = Cases.command(COMMANDS.get(chance.nextInt(COMMANDS.size())));
            if (LIFECYCLE.decide(ticket, command, clock) instanceof Accepted accepted) {
                for (var event : accepted.events()) {
                    log.add(event);
                    ticket = ticket.evolve(event);
                }
            }
        }
        assertThat(Ticket.fold(log)).isEqualTo(ticket);
        assertThat(ticket.version()).isEqualTo(log.size());
        assertThat(log.stream().map(TicketEvent::at)).isSorted();
        assertThat(ticket.status()).isEqualTo(log.getLast().status());
        assertThat(ticket.solvedAt() == null || ticket.is(SOLVED) || ticket.is(CLOSED))
                .isTrue();
        assertThat(ticket.solvedAt() != null || !ticket.is(SOLVED)).isTrue();
        assertThat(ticket.closedAt() != null).isEqualTo(ticket.is(CLOSED));
    }

    private static Ticket after(Ticket ticket, TicketCommand command) {
        var next = ticket;
        for (var event : events(LIFECYCLE.decide(ticket, command, T0))) {
            next = next.evolve(event);
        }
        return next;
    }

    @Test
    void who_answers_what_nobody_has_takes_it_and_a_late_proposal_is_declined() {
        var answered = after(Cases.ticket(NEW), Cases.command("reply"));
        assertThat(answered.assignment()).isEqualTo(new Assignment("support", "alice"));
        assertThat(answered.status()).isEqualTo(PENDING);
        assertThat(declinedBy(answered, Cases.proposal(1, "support"))).isEqualTo("already-assigned");
    }

    @Test
    void who_answers_the_ticket_of_another_does_not_take_it() {
        var bobs = after(Cases.ticket(NEW), Cases.proposal(1, "support"));
        assertThat(after(bobs, Cases.command("reply")).assignment().agent()).isEqualTo("bob");
    }

    @Test
    void a_bot_takes_no_ticket() {
        var answered = after(Cases.ticket(NEW), Cases.command("bot reply"));
        assertThat(answered.assignment().agent()).isNull();
        assertThat(events(LIFECYCLE.decide(answered, Cases.proposal(1, "support"), T0)))
                .singleElement()
                .isInstanceOf(TicketAssigned.class);
    }

    @Test
    void a_snoozed_ticket_waits_until_its_time_or_until_something_happens() {
        var snoozed = after(Cases.ticket(OPEN), Cases.command("snooze"));
        assertThat(snoozed.status()).isEqualTo(PENDING);
        assertThat(snoozed.wakeAt()).isEqualTo(T0.plus(Duration.ofDays(1)));
        assertThat(after(snoozed, Cases.command("note")).wakeAt()).isEqualTo(snoozed.wakeAt());
        for (var command : List.of("wake", "customer message", "solve")) {
            assertThat(after(snoozed, Cases.command(command)).wakeAt())
                    .as(command)
                    .isNull();
        }
    }

    @Test
    void nothing_is_snoozed_into_the_past_or_for_ever() {
        assertThat(refusal(Cases.ticket(OPEN), new Snooze(T0))).isEqualTo("snooze-into-the-past");
        assertThat(refusal(Cases.ticket(OPEN), new Snooze(T0.plus(Duration.ofDays(367)))))
                .isEqualTo("snooze-too-long");
    }

    @Test
    void a_custom_status_ends_with_the_status_that_it_lies_in() {
        var labelled = after(Cases.ticket(PENDING), Cases.command("custom status"));
        assertThat(labelled.customStatus()).isEqualTo("waiting-for-documents");
        assertThat(after(labelled, Cases.command("note")).customStatus()).isEqualTo("waiting-for-documents");
        assertThat(after(labelled, Cases.command("customer message")).customStatus())
                .isNull();
        assertThat(after(labelled, new Label(null, PENDING)).customStatus()).isNull();
    }

    @Test
    void a_merge_is_undone_to_what_was_before_or_to_work_when_the_customer_wrote_meanwhile() {
        var merged = after(Cases.ticket(SOLVED), Cases.command("merge"));
        assertThat(merged.mergedInto()).isEqualTo(Cases.OTHER);
        assertThat(refusal(merged, Cases.command("merge"))).isEqualTo("already-merged");
        var quiet = after(merged, new UndoMerge(SOLVED, List.of()));
        assertThat(quiet.mergedInto()).isNull();
        assertThat(quiet.status()).isEqualTo(SOLVED);
        assertThat(quiet.solvedAt()).isEqualTo(T0);
        assertThat(after(merged, new UndoMerge(SOLVED, List.of(Cases.MESSAGE))).status())
                .isEqualTo(OPEN);
        assertThat(after(after(Cases.ticket(NEW), Cases.command("merge")), new UndoMerge(NEW, List.of(Cases.MESSAGE)))
                        .status())
                .isEqualTo(NEW);
    }

    @Test
    void a_ticket_goes_on_neither_in_itself_nor_under_what_depends_on_it() {
        var ticket = Cases.ticket(OPEN);
        assertThat(refusal(ticket, new Merge(ticket.id()))).isEqualTo("merge-into-itself");
        assertThat(refusal(ticket, new Link(LinkType.RELATED_TO, ticket.id(), Set.of(), Set.of())))
                .isEqualTo("link-to-itself");
        assertThat(refusal(ticket, new Link(LinkType.CHILD_OF, Cases.OTHER, Set.of(), Set.of(ticket.id()))))
                .isEqualTo("link-cycle");
    }

    @Test
    void what_is_absorbed_without_anything_owed_changes_no_status() {
        assertThat(after(Cases.ticket(PENDING), new Absorb(Cases.OTHER, Cases.CUSTOMER, null))
                        .status())
                .isEqualTo(PENDING);
    }

    private static String refusal(Ticket ticket, TicketCommand command) {
        return LIFECYCLE.decide(ticket, command, T0) instanceof Refused refused ? refused.rule() : "";
    }

    private static String declinedBy(Ticket ticket, ApplyProposal proposal) {
        return events(LIFECYCLE.decide(ticket, proposal, T0)).getFirst() instanceof AssignmentDeclined declined
                ? declined.rule()
                : "";
    }

    private static List<TicketEvent> events(Decision decision) {
        assertThat(decision).isInstanceOf(Accepted.class);
        return ((Accepted) decision).events();
    }
}
