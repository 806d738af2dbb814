package dev.casestream.chassis.events;

import dev.casestream.chassis.events.SimulatedBroker.Published;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** The database of a consuming service: gate rows, parked events, and what was applied; decided by {@link Sequence}. */
final class SimulatedGate {

    private record Row(long head, List<Delivered<Object>> parked, boolean poisoned) {}

    private static final Row NEVER_SEEN = new Row(0, List.of(), false);

    private final Map<String, Row> rows = new HashMap<>();
    private final Map<String, List<Long>> applied = new HashMap<>();
    private final Set<String> locked = new HashSet<>();
    private final Set<Published> poison = new HashSet<>();
    private final Chance chance;

    SimulatedGate(Chance chance) {
        this.chance = chance;
    }

    boolean lock(Collection<String> keys) {
        if (chance.isMade(Mistake.THE_GATE_ROW_IS_NOT_LOCKED)) {
            return true;
        }
        if (keys.stream().anyMatch(locked::contains)) {
            chance.saw(Sometimes.A_ROW_LOCK_WAS_WAITED_FOR);
            return false;
        }
        return locked.addAll(keys);
    }

    void unlock(Collection<String> keys) {
        locked.removeAll(keys);
    }

    /** What a transaction will do to each key, if it commits. */
    Map<String, Sequence<Object>> decide(Map<String, List<Published>> events) {
        var sequences = new LinkedHashMap<String, Sequence<Object>>();
        events.forEach((key, published) -> {
            var row = rows.getOrDefault(key, NEVER_SEEN);
            sequences.put(
                    key,
                    Sequence.of(
                            SimulatedStore.kind(key),
                            row.head(),
                            row.poisoned(),
                            row.parked(),
                            published.stream().map(SimulatedGate::delivered).toList()));
        });
        return sequences;
    }

    boolean isPoisonous(Sequence<Object> sequence) {
        return sequence.apply().stream().anyMatch(event -> poison.contains(published(event)));
    }

    void advance(Map<String, Sequence<Object>> sequences) {
        sequences.forEach((key, sequence) -> {
            if (sequence.duplicates() > 0) {
                chance.saw(Sometimes.A_DUPLICATE_WAS_DROPPED);
            }
            var poisoned = rows.getOrDefault(key, NEVER_SEEN).poisoned();
            if (!sequence.park().isEmpty() && !poisoned) {
                chance.saw(Sometimes.A_GAP_WAS_PARKED);
            }
            rows.put(key, new Row(sequence.head(), sequence.park(), poisoned));
        });
    }

    void apply(Map<String, Sequence<Object>> sequences) {
        sequences.forEach((key, sequence) -> sequence.apply()
                .forEach(event ->
                        applied.computeIfAbsent(key, k -> new ArrayList<>()).add(event.version())));
    }

    /** Parks a key and what came for it, as the gate does with poison; later events wait behind. */
    void poison(String key, List<Published> events) {
        chance.saw(Sometimes.A_KEY_WAS_POISONED);
        var row = rows.getOrDefault(key, NEVER_SEEN);
        var waiting = Sequence.of(
                SimulatedStore.kind(key),
                row.head(),
                true,
                row.parked(),
                events.stream().map(SimulatedGate::delivered).toList());
        rows.put(key, new Row(row.head(), waiting.park(), true));
    }

    /** An operator cures and releases; now and then an event becomes poisonous. */
    void step(Published some) {
        if (chance.strikes(20)) {
            poison.add(some);
        } else if (chance.isHealed() || chance.below(10) == 0) {
            poison.clear();
            Map.copyOf(rows).forEach(this::release);
        }
    }

    private void release(String key, Row row) {
        if (row.parked().isEmpty() || locked.contains(key)) {
            return;
        }
        if (row.poisoned()) {
            chance.saw(Sometimes.A_KEY_WAS_RELEASED);
        }
        rows.put(key, new Row(row.head(), row.parked(), false));
        var sequences = decide(Map.of(key, List.of()));
        apply(sequences);
        advance(sequences);
    }

    Map<String, List<Long>> applied() {
        return applied;
    }

    boolean isAnythingParked() {
        return rows.values().stream().anyMatch(row -> !row.parked().isEmpty());
    }

    private static Published published(Delivered<Object> event) {
        return new Published(event.key(), event.version());
    }

    private static Delivered<Object> delivered(Published event) {
        return new Delivered<>(
                "simulated",
                event.key(),
                Map.of(),
                null,
                Cause.request("system:test").envelope("/test", event.key(), event.version(), Instant.EPOCH, event),
                true,
                null);
    }
}
