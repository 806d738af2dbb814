package dev.casestream.chassis.events;

import dev.casestream.chassis.events.SimulatedStore.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** A broker that goes away, loses acknowledgements, and knows who used a bucket's transactional id last. */
final class SimulatedBroker {

    static final int PARTITIONS = 3;

    /** What a consumer gets. */
    record Published(String key, long version) {}

    private final List<List<Published>> partitions = IntStream.range(0, PARTITIONS)
            .mapToObj(i -> (List<Published>) new ArrayList<Published>())
            .toList();
    private final Map<Integer, Integer> epochs = new HashMap<>();
    private final Chance chance;
    private int awayFor;

    SimulatedBroker(Chance chance) {
        this.chance = chance;
    }

    void step() {
        if (awayFor > 0) {
            awayFor--;
        } else if (chance.strikes(40)) {
            chance.saw(Sometimes.THE_BROKER_WAS_AWAY);
            awayFor = 1 + chance.below(15);
        }
    }

    boolean isAway() {
        return awayFor > 0 && !chance.isHealed();
    }

    /** @return whether the sender learns that it was written */
    boolean append(Row row) {
        if (isAway()) {
            return false;
        }
        partitions.get(partition(row.key())).add(new Published(row.key(), row.version()));
        if (chance.strikes(40)) {
            chance.saw(Sometimes.AN_ACKNOWLEDGEMENT_WAS_LOST);
            return false;
        }
        return true;
    }

    /** Locks out whoever has used the bucket before. */
    int initialise(int bucket) {
        return epochs.merge(bucket, 1, Integer::sum);
    }

    boolean isCurrent(int bucket, int epoch) {
        return epochs.getOrDefault(bucket, 0) == epoch;
    }

    List<Published> records(int partition) {
        return partitions.get(partition);
    }

    Stream<Published> records() {
        return partitions.stream().flatMap(List::stream);
    }

    static int partition(String key) {
        return Math.floorMod(key.hashCode() / 7, PARTITIONS);
    }
}
