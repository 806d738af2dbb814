package dev.casestream.chassis.events;

import dev.casestream.chassis.events.SimulatedBroker.Published;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** A consumer as the {@link Gate} works, a step at a time: poll, lock, decide, commit, acknowledge. */
final class SimulatedConsumer {

    private static final int BATCH = 5;

    /** A polled batch on its way. */
    private static final class Batch {

        private final int partition;
        private final int end;
        private final Map<String, List<Published>> events;
        private @Nullable Map<String, Sequence<Object>> sequences;
        private boolean locked;
        private boolean committed;

        private Batch(int partition, int end, List<Published> events) {
            this.partition = partition;
            this.end = end;
            this.events = events.stream()
                    .collect(Collectors.groupingBy(Published::key, LinkedHashMap::new, Collectors.toList()));
        }
    }

    private final int id;
    private final SimulatedBroker broker;
    private final SimulatedGroup group;
    private final SimulatedGate gate;
    private final Chance chance;
    private final int[] positions = new int[SimulatedBroker.PARTITIONS];
    private int generation;
    private @Nullable Batch batch;

    SimulatedConsumer(int id, SimulatedBroker broker, SimulatedGroup group, SimulatedGate gate, Chance chance) {
        this.id = id;
        this.broker = broker;
        this.group = group;
        this.gate = gate;
        this.chance = chance;
    }

    void step() {
        var current = batch;
        if (current == null) {
            poll();
        } else if (chance.strikes(60)) {
            die(current);
        } else if (current.committed) {
            acknowledge(current);
        } else if (!current.locked) {
            current.locked = gate.lock(current.events.keySet());
        } else if (current.sequences == null) {
            decide(current);
        } else {
            commit(current, current.sequences);
        }
    }

    private void poll() {
        if (generation != group.generation()) {
            IntStream.range(0, positions.length).forEach(at -> positions[at] = group.committed(at));
            generation = group.generation();
        }
        var partition = chance.below(SimulatedBroker.PARTITIONS);
        var records = broker.records(partition);
        var from = positions[partition];
        if (broker.isAway() || !group.has(id, partition) || from >= records.size()) {
            return;
        }
        var end = Math.min(records.size(), from + 1 + chance.below(BATCH));
        positions[partition] = end;
        batch = new Batch(partition, end, List.copyOf(records.subList(from, end)));
        if (chance.isMade(Mistake.THE_CONSUMER_ACKNOWLEDGES_BEFORE_ITS_COMMIT)) {
            group.acknowledge(id, partition, end);
        }
    }

    /** Later and not at once, as offsets are. */
    private void acknowledge(Batch current) {
        if (chance.below(3) == 0) {
            group.acknowledge(id, current.partition, current.end);
            batch = null;
        }
    }

    private void die(Batch current) {
        chance.saw(
                current.committed
                        ? Sometimes.A_CONSUMER_DIED_BEFORE_ITS_ACKNOWLEDGEMENT
                        : Sometimes.A_CONSUMER_DIED_BEFORE_ITS_COMMIT);
        unlock(current);
        batch = null;
        generation = -1;
    }

    private void decide(Batch current) {
        var sequences = gate.decide(current.events);
        current.sequences = sequences;
        sequences.entrySet().removeIf(entry -> {
            var poisonous = gate.isPoisonous(entry.getValue());
            if (poisonous && !chance.isMade(Mistake.POISON_IS_SKIPPED)) {
                gate.poison(entry.getKey(), current.events.getOrDefault(entry.getKey(), List.of()));
            }
            return poisonous;
        });
        if (chance.isMade(Mistake.THE_GATE_ADVANCES_OUTSIDE_THE_TRANSACTION)) {
            gate.advance(sequences);
        }
    }

    private void commit(Batch current, Map<String, Sequence<Object>> sequences) {
        if (!group.has(id, current.partition)) {
            chance.saw(Sometimes.A_PARTITION_MOVED_WHILE_IT_WAS_APPLIED);
        }
        gate.apply(sequences);
        if (!chance.isMade(Mistake.THE_GATE_ADVANCES_OUTSIDE_THE_TRANSACTION)) {
            gate.advance(sequences);
        }
        current.committed = true;
        unlock(current);
    }

    private void unlock(Batch current) {
        if (current.locked) {
            gate.unlock(current.events.keySet());
            current.locked = false;
        }
    }
}
