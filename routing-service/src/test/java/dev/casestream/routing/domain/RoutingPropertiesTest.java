package dev.casestream.routing.domain;

import static dev.casestream.routing.domain.Samples.NOW;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent.AssignmentDeferred;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.routing.domain.Routing.Routed;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What holds for any desk and any queue. */
class RoutingPropertiesTest {

    static LongStream seeds() {
        return LongStream.range(0, 300);
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void no_agent_gets_more_than_the_capacity_and_nobody_waits_while_there_is_a_place(long seed) {
        var world = World.of(new Random(seed));
        var routed = world.route();
        var load = new HashMap<String, Integer>();
        world.agents.forEach(agent -> load.put(agent.id(), agent.load()));
        for (var one : routed) {
            if (one.said() instanceof AssignmentProposed proposed) {
                load.merge(proposed.agent(), 1, Integer::sum);
            }
        }
        for (var agent : world.agents) {
            var taken = Objects.requireNonNull(load.get(agent.id()));
            assertThat(taken).as("load of %s", agent).isLessThanOrEqualTo(Math.max(agent.load(), agent.capacity()));
            if (agent.availability() != Availability.ONLINE) {
                assertThat(taken).as("load of %s", agent).isEqualTo(agent.load());
            }
        }
        for (var one : routed) {
            if (one.said() instanceof AssignmentDeferred deferred) {
                assertThat(world.agents)
                        .as("for %s", deferred)
                        .noneMatch(agent -> agent.teams().contains(deferred.team())
                                && agent.availability() == Availability.ONLINE
                                && Objects.requireNonNull(load.get(agent.id())) < agent.capacity());
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void the_same_input_in_any_order_gives_the_same_decisions(long seed) {
        var world = World.of(new Random(seed));
        var shuffled = World.of(new Random(seed));
        Collections.shuffle(shuffled.agents, new Random(seed + 1));
        Collections.shuffle(shuffled.open, new Random(seed + 2));
        assertThat(shuffled.route()).isEqualTo(world.route());
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void every_decision_names_the_whole_team_and_chooses_its_lowest_score(long seed) {
        var world = World.of(new Random(seed));
        for (var one : world.route()) {
            var team = one.assignment().ticket().team();
            var candidates = switch (one.said()) {
                case AssignmentProposed e -> e.candidates();
                case AssignmentDeferred e -> e.candidates();
            };
            assertThat(candidates)
                    .extracting(Candidate::agent)
                    .containsExactlyInAnyOrderElementsOf(world.agents.stream()
                            .filter(agent -> agent.teams().contains(team))
                            .map(Agent::id)
                            .toList());
            assertThat(candidates).allMatch(one2 -> (one2.score() == null) != (one2.excluded() == null));
            if (one.said() instanceof AssignmentProposed proposed) {
                var best = candidates.stream()
                        .filter(candidate -> candidate.score() != null)
                        .mapToDouble(candidate -> Objects.requireNonNull(candidate.score()))
                        .min()
                        .orElseThrow();
                assertThat(candidates.getFirst().agent()).isEqualTo(proposed.agent());
                assertThat(candidates.getFirst().score()).isEqualTo(best);
            }
        }
    }

    @ParameterizedTest
    @MethodSource("seeds")
    void nothing_less_urgent_is_served_while_something_more_urgent_of_the_team_waits(long seed) {
        var world = World.of(new Random(seed));
        var deferredTeams = new java.util.HashSet<String>();
        for (var one : world.route()) {
            var team = one.assignment().ticket().team();
            if (one.said() instanceof AssignmentDeferred) {
                deferredTeams.add(team);
            } else {
                assertThat(deferredTeams).doesNotContain(team);
            }
        }
    }

    private record World(List<Agent> agents, List<Assignment> open) {

        private static final List<Set<String>> MEMBERSHIPS =
                List.of(Set.of("support"), Set.of("billing"), Set.of("support", "billing"));

        static World of(Random random) {
            var agents = IntStream.range(0, random.nextInt(8))
                    .mapToObj(i -> new Agent(
                            "agent-" + i,
                            MEMBERSHIPS.get(random.nextInt(MEMBERSHIPS.size())),
                            random.nextInt(3) > 0
                                    ? Availability.ONLINE
                                    : Availability.values()[random.nextInt(Availability.values().length)],
                            random.nextInt(5),
                            random.nextInt(5),
                            random.nextBoolean() ? null : NOW.minusSeconds(random.nextInt(3))))
                    .collect(Collectors.toCollection(ArrayList::new));
            var open = IntStream.range(0, random.nextInt(20))
                    .mapToObj(i -> ticket(random, i))
                    .collect(Collectors.toCollection(ArrayList::new));
            return new World(agents, open);
        }

        private static Assignment ticket(Random random, int i) {
            var priority = Priority.values()[random.nextInt(Priority.values().length)];
            var team = random.nextBoolean() ? "support" : "billing";
            var opened = Samples.openedEvent(new UUID(0, i), priority, NOW.minusSeconds(random.nextInt(5)), team);
            return Assignment.on(null, Samples.event(1, Origin.LIVE, opened), "support", NOW)
                    .orElseThrow();
        }

        List<Routed> route() {
            var count = new int[1];
            Supplier<UUID> ids = () -> new UUID(1, count[0]++);
            return Routing.route(open, agents, ids, NOW);
        }
    }
}
