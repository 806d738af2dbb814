package dev.casestream.chassis.events;

import dev.casestream.chassis.events.SimulatedBroker.Published;
import dev.casestream.contracts.Topic.Kind;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;

/**
 * Writers, relays, a broker and a consumer group in one thread, whose every step, death and pause comes from a seed; no
 * sockets, no clock. What the chassis decides purely, it decides here: {@link Sequence} and {@link Acknowledged}.
 */
final class Simulation {

    private static final int STEPS = 3_000;
    private static final int STEPS_TO_QUIESCE = 20_000;

    private final Chance chance;
    private final SimulatedStore store;
    private final SimulatedBroker broker;
    private final SimulatedGroup group;
    private final SimulatedGate gate;
    private final List<SimulatedRelay> relays;
    private final List<Runnable> actors = new ArrayList<>();
    private int steps;

    Simulation(long seed, Set<Mistake> mistakes) {
        chance = new Chance(seed, mistakes);
        store = new SimulatedStore(chance);
        broker = new SimulatedBroker(chance);
        group = new SimulatedGroup(2, chance);
        gate = new SimulatedGate(chance);
        IntStream.range(0, 3).mapToObj(i -> new SimulatedWriter(store, chance)).forEach(one -> actors.add(one::step));
        relays = IntStream.range(0, 3)
                .mapToObj(i -> new SimulatedRelay(store, broker, chance))
                .toList();
        relays.forEach(one -> actors.add(one::step));
        IntStream.range(0, 2)
                .mapToObj(i -> new SimulatedConsumer(i, broker, group, gate, chance))
                .forEach(one -> actors.add(one::step));
        actors.add(broker::step);
        actors.add(group::step);
        actors.add(() -> gate.step(new Published(chance.of(SimulatedStore.KEYS), 1 + chance.below(40))));
    }

    /** @return what is wrong in the end, once all faults are healed and everything has come to rest */
    List<String> run() {
        while (steps < STEPS) {
            step();
        }
        chance.heal();
        while (!isQuiet() && steps < STEPS + STEPS_TO_QUIESCE) {
            step();
        }
        return isQuiet() ? violations() : List.of("it does not come to rest: " + group);
    }

    int steps() {
        return steps;
    }

    Map<Sometimes, Integer> seen() {
        return chance.seen();
    }

    private void step() {
        steps++;
        actors.get(chance.below(actors.size())).run();
    }

    private boolean isQuiet() {
        return store.isOutboxEmpty()
                && relays.stream().allMatch(SimulatedRelay::isAwake)
                && group.isAtEnd(broker)
                && !gate.isAnythingParked();
    }

    private List<String> violations() {
        var published = broker.records()
                .collect(Collectors.groupingBy(
                        Published::key, Collectors.mapping(Published::version, Collectors.toList())));
        var violations = new ArrayList<String>();
        store.versions().forEach((key, last) -> {
            var all = LongStream.rangeClosed(1, last).boxed().toList();
            var onTopic = published.getOrDefault(key, List.of());
            var applied = gate.applied().getOrDefault(key, List.of());
            if (!onTopic.stream().distinct().sorted().toList().equals(all)) {
                violations.add(key + ": committed up to " + last + ", on the topic " + onTopic);
            }
            if (SimulatedStore.kind(key) == Kind.LOG) {
                if (!applied.equals(all)) {
                    violations.add(key + ": committed up to " + last + ", applied " + applied);
                }
            } else if (!onTopic.getLast().equals(last)) {
                violations.add(key + ": the table stays at " + onTopic.getLast() + " instead of " + last);
            } else if (!rises(applied) || !applied.getLast().equals(last)) {
                violations.add(key + ": the state is " + last + ", applied " + applied);
            }
        });
        published.keySet().stream()
                .filter(key -> !store.versions().containsKey(key))
                .forEach(key -> violations.add(key + ": nobody committed it"));
        return violations;
    }

    private static boolean rises(List<Long> versions) {
        return !versions.isEmpty()
                && IntStream.range(1, versions.size()).allMatch(at -> versions.get(at - 1) < versions.get(at));
    }
}
