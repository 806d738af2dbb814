package dev.casestream.chassis.events;

import dev.casestream.contracts.Topic;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/**
 * What of one key's events may be applied now: the version gate, as a pure function.
 *
 * @param apply in the order of versions, none applied before
 * @param park what has to wait for a missing version or for an operator
 * @param head the version that the key has afterwards
 * @param duplicates how many were dropped
 */
record Sequence<E>(List<Delivered<E>> apply, List<Delivered<E>> park, long head, int duplicates) {

    /**
     * @param head the last version applied; 0 if the key was never seen, and then the first one is its baseline
     * @param poisoned the key waits for an operator: nothing is applied
     * @param waiting events parked earlier
     */
    static <E> Sequence<E> of(
            Topic.Kind kind, long head, boolean poisoned, List<Delivered<E>> waiting, List<Delivered<E>> incoming) {
        var fresh = new TreeMap<Long, Delivered<E>>();
        waiting.forEach(event -> putFresh(fresh, head, event));
        var parkedBefore = fresh.size();
        incoming.forEach(event -> putFresh(fresh, head, event));
        var duplicates = incoming.size() - (fresh.size() - parkedBefore);
        if (poisoned) {
            return new Sequence<>(List.of(), List.copyOf(fresh.values()), head, duplicates);
        }
        if (kind == Topic.Kind.TABLE) {
            return fresh.isEmpty()
                    ? new Sequence<>(List.of(), List.of(), head, duplicates)
                    : new Sequence<>(List.of(fresh.lastEntry().getValue()), List.of(), fresh.lastKey(), duplicates);
        }
        var apply = new ArrayList<Delivered<E>>();
        var reached = head;
        while (!fresh.isEmpty() && (reached == 0 || fresh.firstKey() == reached + 1)) {
            reached = fresh.firstKey();
            apply.add(fresh.pollFirstEntry().getValue());
        }
        return new Sequence<>(List.copyOf(apply), List.copyOf(fresh.values()), reached, duplicates);
    }

    private static <E> void putFresh(TreeMap<Long, Delivered<E>> fresh, long head, Delivered<E> event) {
        var version = event.version();
        if (version > head) {
            fresh.putIfAbsent(version, event);
        }
    }
}
