package dev.casestream.chassis.events;

import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;

/** Who of a consumer group has which partition, and how far each was acknowledged. */
final class SimulatedGroup {

    private final int members;
    private final Map<Integer, Integer> owners = new HashMap<>();
    private final int[] committed = new int[SimulatedBroker.PARTITIONS];
    private final Chance chance;
    private int generation;

    SimulatedGroup(int members, Chance chance) {
        this.members = members;
        this.chance = chance;
        for (int partition = 0; partition < SimulatedBroker.PARTITIONS; partition++) {
            owners.put(partition, partition % members);
        }
    }

    void step() {
        if (chance.strikes(100)) {
            owners.put(chance.below(SimulatedBroker.PARTITIONS), chance.below(members));
            generation++;
        }
    }

    /** Changes whenever members have to look again what is theirs, and since when. */
    int generation() {
        return generation;
    }

    boolean has(int member, int partition) {
        return owners.getOrDefault(partition, -1) == member;
    }

    int committed(int partition) {
        return committed[partition];
    }

    /** Heard only from the present owner. */
    void acknowledge(int member, int partition, int offset) {
        if (has(member, partition)) {
            committed[partition] = Math.max(committed[partition], offset);
        }
    }

    boolean isAtEnd(SimulatedBroker broker) {
        for (int partition = 0; partition < committed.length; partition++) {
            if (committed[partition] < broker.records(partition).size()) {
                return false;
            }
        }
        return true;
    }

    @Override
    public String toString() {
        return owners + " at " + Arrays.toString(committed);
    }
}
