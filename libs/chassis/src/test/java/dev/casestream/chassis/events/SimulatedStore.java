package dev.casestream.chassis.events;

import dev.casestream.contracts.Topic.Kind;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.Set;
import java.util.TreeMap;

/** The database of a writing service: rows with locks, an outbox, and buckets that one relay owns at a time. */
final class SimulatedStore {

    static final int BUCKETS = 3;
    static final List<String> KEYS =
            List.of("log-1", "log-2", "log-3", "log-4", "log-5", "table-1", "table-2", "table-3");

    /** A row of the outbox. */
    record Row(long id, String key, long version) {

        int bucket() {
            return Math.floorMod(key.hashCode(), BUCKETS);
        }

        boolean fenced() {
            return kind(key) == Kind.TABLE;
        }
    }

    /** A transaction that has taken its version and its id. */
    record Written(String key, long version, long id) {}

    private final Map<String, Long> versions = new HashMap<>();
    private final NavigableMap<Long, Row> outbox = new TreeMap<>();
    private final Set<String> locked = new HashSet<>();
    private final Map<Integer, Object> owners = new HashMap<>();
    private final Chance chance;
    private long sequence;
    private long highestVisible;

    SimulatedStore(Chance chance) {
        this.chance = chance;
    }

    static Kind kind(String key) {
        return key.startsWith("table") ? Kind.TABLE : Kind.LOG;
    }

    boolean lock(String key) {
        return locked.add(key);
    }

    void unlock(String key) {
        locked.remove(key);
    }

    Written write(String key) {
        return new Written(key, versions.getOrDefault(key, 0L) + 1, ++sequence);
    }

    void commit(Written written) {
        if (written.id() < highestVisible) {
            chance.saw(Sometimes.IDS_BECAME_VISIBLE_OUT_OF_ORDER);
        }
        highestVisible = Math.max(highestVisible, written.id());
        versions.put(written.key(), written.version());
        outbox.put(written.id(), new Row(written.id(), written.key(), written.version()));
    }

    /** The last committed version of each key. */
    Map<String, Long> versions() {
        return versions;
    }

    boolean own(Object relay, int bucket) {
        var owner = owners.putIfAbsent(bucket, relay);
        if (owner != null) {
            chance.saw(Sometimes.A_BUCKET_WAS_OWNED_BY_ANOTHER);
        }
        return owner == null;
    }

    boolean isOwner(Object relay, int bucket) {
        return owners.get(bucket) == relay;
    }

    void release(Object relay) {
        owners.values().removeIf(owner -> owner == relay);
    }

    List<Row> unsent(Set<Integer> buckets, long after, int limit) {
        return new ArrayList<>(outbox.tailMap(after, false).values())
                .stream()
                        .filter(row -> buckets.contains(row.bucket()))
                        .limit(limit)
                        .toList();
    }

    void delete(List<Row> rows) {
        rows.forEach(row -> outbox.remove(row.id()));
    }

    boolean isOutboxEmpty() {
        return outbox.isEmpty();
    }
}
