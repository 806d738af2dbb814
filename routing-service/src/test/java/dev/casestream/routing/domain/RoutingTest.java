package dev.casestream.routing.domain;

import static dev.casestream.routing.domain.Samples.DECISION;
import static dev.casestream.routing.domain.Samples.NOW;
import static dev.casestream.routing.domain.Samples.TICKET;
import static dev.casestream.routing.domain.Samples.after;
import static dev.casestream.routing.domain.Samples.agent;
import static dev.casestream.routing.domain.Samples.waiting;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;

import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent.AssignmentDeferred;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.routing.domain.Routing.Routed;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class RoutingTest {

    @Test
    void the_least_loaded_agent_online_is_proposed_and_everyone_is_named() {
        var outsider = new Agent("erin", Set.of("billing"), Availability.ONLINE, 10, 0, null);
        var said = Routing.decide(
                waiting(),
                List.of(
                        outsider,
                        agent("dan", Availability.OFFLINE, 0, 10),
                        agent("carol", Availability.AWAY, 0, 10),
                        agent("bob", 5),
                        agent("alice", 2),
                        agent("frank", Availability.ONLINE, 3, 3)),
                DECISION,
                NOW);
        assertThat(said)
                .isEqualTo(new AssignmentProposed(
                        TICKET,
                        NOW,
                        DECISION,
                        1,
                        "support",
                        "alice",
                        "least-loaded.v1",
                        List.of(
                                new Candidate("alice", 0.2, null),
                                new Candidate("bob", 0.5, null),
                                new Candidate("carol", null, "away"),
                                new Candidate("dan", null, "offline"),
                                new Candidate("erin", null, "not-in-team"),
                                new Candidate("frank", null, "at-capacity"))));
    }

    @Test
    void load_is_relative_to_capacity() {
        var said = Routing.decide(
                waiting(),
                List.of(agent("small", Availability.ONLINE, 2, 4), agent("large", Availability.ONLINE, 4, 20)),
                DECISION,
                NOW);
        assertThat(said).asInstanceOf(type(AssignmentProposed.class)).returns("large", AssignmentProposed::agent);
    }

    @Test
    void among_equals_whoever_got_the_last_ticket_longest_ago_is_next_then_the_first_by_id() {
        assertThat(chosen(lastAssigned("alice", NOW), lastAssigned("bob", NOW.minusSeconds(1))))
                .isEqualTo("bob");
        assertThat(chosen(lastAssigned("alice", NOW.minusSeconds(9)), agent("bob", 0)))
                .as("never had one")
                .isEqualTo("bob");
        assertThat(chosen(lastAssigned("bob", NOW), lastAssigned("alice", NOW))).isEqualTo("alice");
    }

    @Test
    void nobody_eligible_defers() {
        var said = Routing.decide(waiting(), List.of(agent("dan", Availability.OFFLINE, 0, 10)), DECISION, NOW);
        assertThat(said)
                .isEqualTo(new AssignmentDeferred(
                        TICKET,
                        NOW,
                        DECISION,
                        1,
                        "support",
                        "least-loaded.v1",
                        List.of(new Candidate("dan", null, "offline"))));
    }

    @Test
    void deferring_is_said_once_until_the_outcome_changes() {
        var first = route(List.of(waiting()), List.of());
        assertThat(first)
                .singleElement()
                .satisfies(one -> assertThat(one.said()).isInstanceOf(AssignmentDeferred.class));
        var again = route(List.of(first.getFirst().assignment()), List.of());
        assertThat(again).isEmpty();
        var routed = route(List.of(first.getFirst().assignment()), List.of(agent("alice", 0)));
        assertThat(routed).singleElement().satisfies(one -> {
            assertThat(one.said()).isInstanceOf(AssignmentProposed.class);
            assertThat(one.assignment().search().version()).isEqualTo(2);
            assertThat(one.assignment().search().deferred()).isFalse();
        });
    }

    @Test
    void waiting_tickets_are_served_by_priority_then_age() {
        var late = Samples.opened(new UUID(0, 1), Priority.MEDIUM, NOW, Origin.LIVE);
        var early = Samples.opened(new UUID(0, 2), Priority.MEDIUM, NOW.minusSeconds(60), Origin.LIVE);
        var urgent = Samples.opened(new UUID(0, 3), Priority.CRITICAL, NOW, Origin.LIVE);
        var routed = route(List.of(late, early, urgent), List.of(agent("alice", Availability.ONLINE, 0, 2)));
        assertThat(routed)
                .extracting(one -> one.said().ticketId(), one -> one.said() instanceof AssignmentProposed)
                .containsExactly(
                        org.assertj.core.groups.Tuple.tuple(urgent.ticket().id(), true),
                        org.assertj.core.groups.Tuple.tuple(early.ticket().id(), true),
                        org.assertj.core.groups.Tuple.tuple(late.ticket().id(), false));
    }

    @Test
    void a_ticket_whose_agent_has_left_goes_to_another_and_the_one_who_left_is_named() {
        var owned = after(waiting(), new TicketAssigned(TICKET, NOW, TicketStatus.OPEN, "support", "alice", null));
        var said = route(
                        List.of(owned), List.of(agent("alice", Availability.AWAY_AND_REASSIGN, 1, 10), agent("bob", 5)))
                .getFirst()
                .said();
        assertThat(said).asInstanceOf(type(AssignmentProposed.class)).satisfies(proposed -> {
            assertThat(proposed.agent()).isEqualTo("bob");
            assertThat(proposed.rule()).isEqualTo("away-and-reassign.v1");
            assertThat(proposed.candidates()).contains(new Candidate("alice", null, "away"));
        });
        var fromElsewhere =
                route(List.of(owned), List.of(agent("bob", 5))).getFirst().said();
        assertThat(fromElsewhere)
                .asInstanceOf(type(AssignmentProposed.class))
                .satisfies(proposed ->
                        assertThat(proposed.candidates()).contains(new Candidate("alice", null, "not-in-team")));
    }

    @Test
    void pulling_proposes_to_the_one_who_asks() {
        var said = Routing.pull(waiting(), agent("bob", 5), DECISION, NOW).said();
        assertThat(said).asInstanceOf(type(AssignmentProposed.class)).satisfies(proposed -> {
            assertThat(proposed.agent()).isEqualTo("bob");
            assertThat(proposed.rule()).isEqualTo("pulled.v1");
        });
    }

    @Test
    void the_time_of_decisions_on_a_ticket_never_falls() {
        var first = route(List.of(waiting()), List.of()).getFirst();
        var said = Routing.decide(first.assignment(), List.of(agent("alice", 0)), DECISION, NOW.minusSeconds(5));
        assertThat(said.at()).isEqualTo(NOW);
    }

    private static List<Routed> route(List<Assignment> open, List<Agent> agents) {
        return Routing.route(open, agents, () -> DECISION, NOW);
    }

    private static String chosen(Agent... agents) {
        return ((AssignmentProposed) Routing.decide(waiting(), List.of(agents), DECISION, NOW)).agent();
    }

    private static Agent lastAssigned(String id, Instant at) {
        return new Agent(id, Set.of("support"), Availability.ONLINE, 10, 0, at);
    }
}
