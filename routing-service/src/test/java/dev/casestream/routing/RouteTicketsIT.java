package dev.casestream.routing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.InstanceOfAssertFactories.type;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.RoutingEvent.AssignmentDeferred;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.AssignmentDeclined;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** What happens on the routing topic when something happens to tickets or agents. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RouteTicketsIT {

    @Inject
    Tx tx;

    @Inject
    RouteTickets routeTickets;

    @Inject
    Dispatch dispatch;

    private final Scene scene = new Scene();

    @AfterEach
    void tearDown() {
        scene.close();
    }

    @Test
    void an_opened_ticket_is_proposed_to_the_least_loaded_agent_with_everyone_looked_at() {
        scene.withTeam();
        var alice = scene.agent("alice", 4, "online");
        var bob = scene.agent("bob", 4, "offline");
        var ticket = scene.open(Priority.HIGH);
        await().untilAsserted(() -> assertThat(scene.envelopes(ticket))
                .singleElement()
                .satisfies(said -> {
                    assertThat(said.version()).isEqualTo(1);
                    assertThat(said.source()).isEqualTo("/routing-service");
                    assertThat(said.causationDepth()).isEqualTo(1);
                    assertThat(said.causationId()).isNotNull();
                    assertThat(said.require())
                            .asInstanceOf(type(AssignmentProposed.class))
                            .satisfies(proposed -> {
                                assertThat(proposed.agent()).isEqualTo(alice);
                                assertThat(proposed.team()).isEqualTo(scene.team);
                                assertThat(proposed.ticketVersion()).isEqualTo(1);
                                assertThat(proposed.rule()).isEqualTo("least-loaded.v1");
                                assertThat(proposed.candidates())
                                        .containsExactly(
                                                new Candidate(alice, 0.0, null), new Candidate(bob, null, "offline"));
                            });
                }));
        scene.follow(scene.proposal(ticket));
        await().untilAsserted(() -> assertThat(Scene.seen(ticket)).isEqualTo(2));
        assertThat(Scene.load(alice)).isEqualTo(1);
    }

    @Test
    void nobody_online_is_said_once_and_the_first_who_comes_gets_the_most_urgent() {
        scene.withTeam();
        var alice = scene.agent("alice", 1, "away");
        var early = scene.open(Priority.MEDIUM);
        var urgent = scene.open(Priority.CRITICAL);
        await().untilAsserted(() -> assertThat(List.of(scene.said(early), scene.said(urgent)))
                .allSatisfy(said -> assertThat(said).singleElement().isInstanceOf(AssignmentDeferred.class)));
        scene.say(early, new TicketTriaged(early, Instant.now(), TicketStatus.NEW, Priority.HIGH, null, 1, List.of()));
        await().untilAsserted(() -> assertThat(Scene.seen(early)).isEqualTo(2));

        scene.availability(alice, "online");
        await().untilAsserted(() -> assertThat(scene.said(urgent)).hasSize(2));
        assertThat(scene.proposal(urgent).agent()).isEqualTo(alice);
        assertThat(scene.envelopes(urgent)).extracting(Envelope::version).containsExactly(1L, 2L);
        assertThat(scene.said(early)).hasSize(1);
    }

    @Test
    void capacity_holds_when_two_batches_and_the_sweep_fight_for_the_places() {
        scene.withTeam();
        var agents = IntStream.range(0, 3)
                .mapToObj(i -> scene.agent("agent" + i, 4, "online"))
                .toList();
        List<Envelope<TicketEvent>> openings = IntStream.range(0, 30)
                .mapToObj(i -> Scene.envelope(1, Origin.LIVE, Scene.opened(Ids.next(), Priority.MEDIUM, scene.team)))
                .toList();
        var batches = IntStream.range(0, 6)
                .mapToObj(i -> openings.subList(i * 5, i * 5 + 5))
                .map(batch -> tx.run(work -> routeTickets.apply(work, batch)))
                .collect(Collectors.toCollection(ArrayList::new));
        IntStream.range(0, 6).forEach(i -> batches.add(tx.run(work -> dispatch.round(work, List.of(scene.team)))));
        Multi.createFrom()
                .iterable(batches)
                .onItem()
                .transformToUni(batch -> batch)
                .merge(6)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(30));

        var tickets = openings.stream().map(Envelope::subject).collect(Collectors.toSet());
        await().untilAsserted(() -> assertThat(proposals(tickets)).hasSize(12));
        assertThat(agents).allSatisfy(agent -> {
            assertThat(Scene.load(agent)).isEqualTo(4);
            assertThat(proposals(tickets).stream()
                            .filter(proposal -> proposal.agent().equals(agent)))
                    .hasSize(4);
        });
        assertThat(Scene.number(
                        "SELECT count(*) FROM assignment WHERE waiting AND deferred AND team = '" + scene.team + "'"))
                .isEqualTo(18);
    }

    @Test
    void capacity_holds_and_nothing_is_stuck_while_agents_come_and_go() throws Exception {
        scene.withTeam();
        var agents = IntStream.range(0, 3)
                .mapToObj(i -> scene.agent("agent" + i, 4, "online"))
                .toList();
        try (var threads = Executors.newFixedThreadPool(3)) {
            var flapping = agents.stream()
                    .<Callable<Void>>map(agent -> () -> {
                        for (int i = 0; i < 8; i++) {
                            scene.availability(agent, i % 3 == 0 ? "away-and-reassign" : "away");
                            scene.availability(agent, "online");
                        }
                        return null;
                    })
                    .map(threads::submit)
                    .toList();
            IntStream.range(0, 30).forEach(i -> scene.open(Priority.MEDIUM));
            for (var flaps : flapping) {
                flaps.get();
            }
        }
        await().untilAsserted(() -> {
            assertThat(agents).extracting(Scene::load).containsOnly(4L);
            assertThat(Scene.number("SELECT count(*) FROM assignment WHERE waiting AND team = '" + scene.team + "'"))
                    .isEqualTo(18);
        });
    }

    @Test
    void thirty_openings_at_once_fill_the_places_and_solving_makes_room_for_the_next() {
        scene.withTeam();
        var alice = scene.agent("alice", 7, "online");
        var bob = scene.agent("bob", 5, "online");
        var tickets = IntStream.range(0, 30)
                .mapToObj(i -> scene.open(Priority.MEDIUM))
                .toList();
        var keys = tickets.stream().map(UUID::toString).collect(Collectors.toSet());
        await().untilAsserted(() -> assertThat(scene.allSaid().stream().filter(said -> keys.contains(said.subject())))
                .hasSize(30));
        var first = proposals(keys);
        assertThat(first).hasSize(12);
        assertThat(List.of(Scene.load(alice), Scene.load(bob))).containsExactly(7L, 5L);

        first.forEach(scene::follow);
        first.stream()
                .limit(5)
                .forEach(proposal -> scene.say(
                        proposal.ticketId(),
                        new TicketSolved(proposal.ticketId(), Instant.now(), TicketStatus.SOLVED, proposal.agent())));
        await().untilAsserted(() -> assertThat(proposals(keys)).hasSize(17));
        assertThat(List.of(Scene.load(alice), Scene.load(bob))).containsExactly(7L, 5L);
        assertThat(proposals(keys)).extracting(AssignmentProposed::ticketId).doesNotHaveDuplicates();
    }

    @Test
    void duplicates_have_no_effect() {
        scene.withTeam();
        var alice = scene.agent("alice", 4, "online");
        var ticket = Ids.next();
        var opened = scene.say(ticket, Scene.opened(ticket, Priority.LOW, scene.team));
        scene.again(opened);
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(1));
        scene.follow(scene.proposal(ticket));
        scene.again(opened);
        scene.say(
                ticket, new TicketTriaged(ticket, Instant.now(), TicketStatus.OPEN, Priority.HIGH, null, 1, List.of()));
        await().untilAsserted(() -> assertThat(Scene.seen(ticket)).isEqualTo(3));
        assertThat(scene.said(ticket)).hasSize(1);
        assertThat(Scene.load(alice)).isEqualTo(1);
    }

    @Test
    void a_declined_proposal_frees_its_place_for_the_next_ticket() {
        scene.withTeam();
        var alice = scene.agent("alice", 1, "online");
        var first = scene.open(Priority.HIGH);
        await().untilAsserted(() -> assertThat(scene.said(first)).hasSize(1));
        var second = scene.open(Priority.LOW);
        await().untilAsserted(
                        () -> assertThat(scene.said(second)).singleElement().isInstanceOf(AssignmentDeferred.class));
        scene.say(first, declined(scene.proposal(first), TicketStatus.CLOSED));
        await().untilAsserted(() -> assertThat(scene.said(second)).hasSize(2));
        assertThat(scene.proposal(second).agent()).isEqualTo(alice);
        assertThat(Scene.load(alice)).isEqualTo(1);
    }

    @Test
    void a_ticket_that_still_waits_after_a_decline_is_proposed_anew_with_the_version_seen() {
        scene.withTeam();
        scene.agent("alice", 1, "online");
        var ticket = scene.open(Priority.HIGH);
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(1));
        scene.say(ticket, declined(scene.proposal(ticket), TicketStatus.NEW));
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(2));
        assertThat(scene.proposal(ticket).ticketVersion()).isEqualTo(2);
    }

    @Test
    void going_away_and_reassign_moves_open_tickets_at_once() {
        scene.withTeam();
        var alice = scene.agent("alice", 4, "online");
        var bob = scene.agent("bob", 4, "away");
        var ticket = scene.open(Priority.MEDIUM);
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(1));
        scene.follow(scene.proposal(ticket));
        await().untilAsserted(() -> assertThat(Scene.seen(ticket)).isEqualTo(2));

        scene.availability(bob, "online");
        scene.availability(alice, "away-and-reassign");
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(2));
        assertThat(scene.proposal(ticket)).satisfies(proposal -> {
            assertThat(proposal.agent()).isEqualTo(bob);
            assertThat(proposal.rule()).isEqualTo("away-and-reassign.v1");
            assertThat(proposal.candidates()).contains(new Candidate(alice, null, "away"));
            assertThat(proposal.ticketVersion()).isEqualTo(2);
        });
        scene.follow(scene.proposal(ticket));
        await().untilAsserted(() ->
                assertThat(List.of(Scene.load(alice), Scene.load(bob))).containsExactly(0L, 1L));
    }

    @Test
    void an_agent_who_is_removed_leaves_no_ticket_behind() {
        scene.withTeam();
        var alice = scene.agent("alice", 4, "online");
        var ticket = scene.open(Priority.MEDIUM);
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(1));
        scene.follow(scene.proposal(ticket));
        await().untilAsserted(() -> assertThat(Scene.seen(ticket)).isEqualTo(2));
        var bob = scene.agent("bob", 4, "online");
        Scene.asAdmin()
                .header("If-Match", "*")
                .delete("/v1/agents/{id}", alice)
                .then()
                .statusCode(204);
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(2));
        assertThat(scene.proposal(ticket).agent()).isEqualTo(bob);
    }

    @Test
    void a_proposal_without_an_answer_gives_its_place_back() {
        scene.withTeam();
        scene.agent("alice", 1, "online");
        var first = scene.open(Priority.LOW);
        await().untilAsserted(() -> assertThat(scene.said(first)).hasSize(1));
        var second = scene.open(Priority.HIGH);
        await().untilAsserted(() -> assertThat(scene.said(second)).hasSize(1));
        Scene.number("UPDATE assignment SET reserved_at = reserved_at - interval '61 seconds' WHERE ticket_id = '"
                + first + "' RETURNING 1");
        await().untilAsserted(() -> assertThat(scene.said(second)).hasSize(2));
        assertThat(scene.said(second).getLast()).isInstanceOf(AssignmentProposed.class);
        await().untilAsserted(() -> assertThat(scene.said(first).getLast()).isInstanceOf(AssignmentDeferred.class));
    }

    @Test
    void an_imported_ticket_moves_no_agent_until_something_happens_to_it() {
        scene.withTeam();
        var alice = scene.agent("alice", 4, "online");
        var imported = Ids.next();
        scene.say(imported, Origin.IMPORT, Scene.opened(imported, Priority.CRITICAL, scene.team));
        await().untilAsserted(() -> assertThat(Scene.seen(imported)).isEqualTo(1));
        var live = scene.open(Priority.LOW);
        await().untilAsserted(() -> assertThat(scene.said(live)).hasSize(1));
        assertThat(scene.said(imported)).isEmpty();
        scene.say(
                imported,
                new TicketTriaged(imported, Instant.now(), TicketStatus.NEW, Priority.LOW, null, 1, List.of()));
        await().untilAsserted(() -> assertThat(scene.said(imported)).hasSize(1));
        assertThat(scene.proposal(imported).agent()).isEqualTo(alice);
    }

    @Test
    void a_person_decides_otherwise_and_the_place_is_free() {
        scene.withTeam();
        var alice = scene.agent("alice", 1, "online");
        var bob = scene.agent("bob", 1, "away");
        var ticket = scene.open(Priority.LOW);
        await().untilAsserted(() -> assertThat(scene.said(ticket)).hasSize(1));
        scene.say(ticket, new TicketAssigned(ticket, Instant.now(), TicketStatus.OPEN, scene.team, bob, null));
        await().untilAsserted(() ->
                assertThat(List.of(Scene.load(alice), Scene.load(bob))).containsExactly(0L, 1L));
    }

    private static AssignmentDeclined declined(AssignmentProposed proposal, TicketStatus status) {
        return new AssignmentDeclined(
                proposal.ticketId(),
                Instant.now(),
                status,
                proposal.decisionId(),
                proposal.agent(),
                status == TicketStatus.CLOSED ? "ticket-closed" : "ticket-changed");
    }

    private List<AssignmentProposed> proposals(Set<String> tickets) {
        return scene.allSaid().stream()
                .filter(said -> tickets.contains(said.subject()))
                .map(Envelope<RoutingEvent>::require)
                .filter(AssignmentProposed.class::isInstance)
                .map(AssignmentProposed.class::cast)
                .toList();
    }
}
