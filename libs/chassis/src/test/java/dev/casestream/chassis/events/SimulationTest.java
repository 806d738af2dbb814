package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.EnumMap;
import java.util.EnumSet;
import java.util.Set;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Outbox, relay, broker, gate and consumers under every fault that can be thought of, from seeds. */
class SimulationTest {

    private static final int SEEDS = Integer.getInteger("casestream.simulation.seeds", 400);
    private static final int SEEDS_FOR_A_MISTAKE = 400;

    @Test
    void nothing_is_lost_doubled_or_reordered_whatever_dies_or_stalls() {
        var seen = new EnumMap<Sometimes, Integer>(Sometimes.class);
        var begun = System.nanoTime();
        long steps = 0;
        for (long seed = 0; seed < SEEDS; seed++) {
            var simulation = new Simulation(seed, Set.of());
            assertThat(simulation.run()).as("seed %d", seed).isEmpty();
            simulation.seen().forEach((what, times) -> seen.merge(what, times, Integer::sum));
            steps += simulation.steps();
        }
        var minutes = (System.nanoTime() - begun) / 60e9;
        System.out.printf(
                "simulation: %d seeds x %d steps, %.0f steps a minute; %s%n",
                SEEDS, steps / SEEDS, steps / minutes, seen);
        assertThat(seen.keySet()).as("the faults happened").isEqualTo(EnumSet.allOf(Sometimes.class));
    }

    @ParameterizedTest
    @EnumSource
    void each_mistake_is_noticed(Mistake mistake) {
        assertThat(LongStream.range(0, SEEDS_FOR_A_MISTAKE)
                        .anyMatch(seed ->
                                !new Simulation(seed, Set.of(mistake)).run().isEmpty()))
                .as("%s breaks an invariant in one of %d lives", mistake, SEEDS_FOR_A_MISTAKE)
                .isTrue();
    }

    @Test
    void a_seed_always_tells_the_same_story() {
        var one = new Simulation(7, Set.of());
        var other = new Simulation(7, Set.of());
        assertThat(one.run()).isEqualTo(other.run());
        assertThat(one.seen()).isEqualTo(other.seen());
        assertThat(one.steps()).isEqualTo(other.steps());
    }
}
