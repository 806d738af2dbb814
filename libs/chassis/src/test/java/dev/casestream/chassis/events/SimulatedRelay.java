package dev.casestream.chassis.events;

import dev.casestream.chassis.events.SimulatedStore.Row;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;

/** A relay as {@link RelayPass} works, a step at a time, with deaths and pauses between any two. */
final class SimulatedRelay {

    /** Steps that a paused owner keeps its buckets, until the database ends its transaction. */
    private static final int IDLE_TIMEOUT = 8;

    private static final int BATCH = 6;

    private final SimulatedStore store;
    private final SimulatedBroker broker;
    private final Chance chance;
    private final Map<Integer, Integer> epochs = new HashMap<>();
    private final Set<Integer> buckets = new TreeSet<>();
    private final List<Row> rows = new ArrayList<>();
    private final List<Boolean> arrived = new ArrayList<>();
    private long cursor;
    private int pausedFor;
    private boolean read;
    private boolean stopped;

    SimulatedRelay(SimulatedStore store, SimulatedBroker broker, Chance chance) {
        this.store = store;
        this.broker = broker;
        this.chance = chance;
    }

    void step() {
        if (pausedFor > 0) {
            pause();
        } else if (chance.strikes(80)) {
            die();
        } else if (chance.strikes(60)) {
            pausedFor = 1;
        } else if (buckets.isEmpty()) {
            own();
        } else if (!read) {
            read();
        } else if (arrived.size() < rows.size()) {
            send(rows.get(arrived.size()));
        } else {
            finish();
        }
    }

    boolean isAwake() {
        return pausedFor == 0 && rows.isEmpty();
    }

    private void pause() {
        pausedFor++;
        if (pausedFor == IDLE_TIMEOUT && !buckets.isEmpty()) {
            chance.saw(Sometimes.AN_OWNER_WAS_CUT_OFF);
            store.release(this);
        }
        if (pausedFor > IDLE_TIMEOUT / 2 && chance.below(chance.isHealed() ? 100 : 12) == 0) {
            pausedFor = 0;
        }
    }

    private void die() {
        if (!rows.isEmpty()) {
            chance.saw(
                    arrived.isEmpty()
                            ? Sometimes.A_RELAY_DIED_BETWEEN_COMMIT_AND_SEND
                            : Sometimes.A_RELAY_DIED_BETWEEN_SEND_AND_DELETE);
        }
        epochs.clear();
        cursor = 0;
        startOver();
    }

    private void startOver() {
        store.release(this);
        buckets.clear();
        rows.clear();
        arrived.clear();
        read = false;
        stopped = false;
    }

    private void own() {
        IntStream.range(0, SimulatedStore.BUCKETS)
                .filter(bucket -> chance.isMade(Mistake.RELAYS_SHARE_BUCKETS) || store.own(this, bucket))
                .forEach(buckets::add);
    }

    /** A connection that was cut off fails here, before anybody is locked out for nothing. */
    private void read() {
        if (!stillOwns()) {
            startOver();
            return;
        }
        var unsent = store.unsent(buckets, chance.isMade(Mistake.THE_RELAY_READS_BEHIND_A_CURSOR) ? cursor : 0, BATCH);
        if (!chance.isMade(Mistake.FENCING_COMES_AFTER_READING)) {
            var fresh = new HashSet<Integer>();
            unsent.stream().filter(Row::fenced).map(Row::bucket).forEach(fresh::add);
            fresh.removeAll(epochs.keySet());
            if (!fresh.isEmpty()) {
                fresh.forEach(bucket -> epochs.put(bucket, broker.initialise(bucket)));
                return;
            }
        }
        rows.addAll(unsent);
        read = true;
    }

    private void send(Row row) {
        if (stopped && !chance.isMade(Mistake.THE_RELAY_GOES_ON_AFTER_A_FAILURE)) {
            arrived.add(false);
            return;
        }
        if (row.version() > 1 && !row.fenced() && chance.strikes(60)) {
            chance.saw(Sometimes.A_RECORD_WAS_TOO_LARGE_FOR_A_WHILE);
            arrived.add(false);
            return;
        }
        var acknowledged = row.fenced() ? inTransaction(row) : broker.append(row);
        if (!store.isOwner(this, row.bucket()) && acknowledged) {
            chance.saw(Sometimes.A_ZOMBIE_RELAY_WROTE_LATE);
        }
        cursor = Math.max(cursor, row.id());
        stopped |= !acknowledged;
        arrived.add(acknowledged || chance.isMade(Mistake.THE_RELAY_DELETES_BEFORE_ACKNOWLEDGEMENT));
    }

    private boolean inTransaction(Row row) {
        var epoch = chance.isMade(Mistake.FENCING_COMES_AFTER_READING)
                ? epochs.computeIfAbsent(row.bucket(), broker::initialise)
                : epochs.getOrDefault(row.bucket(), 0);
        if (!broker.isCurrent(row.bucket(), epoch) && !chance.isMade(Mistake.TABLES_ARE_NOT_FENCED)) {
            chance.saw(Sometimes.A_ZOMBIE_RELAY_WAS_FENCED);
            epochs.remove(row.bucket());
            return false;
        }
        return broker.append(row);
    }

    private void finish() {
        if (stillOwns() || chance.isMade(Mistake.RELAYS_SHARE_BUCKETS)) {
            var places = IntStream.range(0, rows.size()).boxed().toList();
            store.delete(Acknowledged.of(places, at -> rows.get(at).key(), arrived::get).stream()
                    .map(rows::get)
                    .toList());
        }
        startOver();
    }

    private boolean stillOwns() {
        return chance.isMade(Mistake.RELAYS_SHARE_BUCKETS)
                || buckets.stream().allMatch(bucket -> store.isOwner(this, bucket));
    }
}
