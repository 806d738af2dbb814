package dev.casestream.chassis.events;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/** What of a round counts as sent, as a pure function: after a failure nothing later of the same key. */
final class Acknowledged {

    private Acknowledged() {}

    /**
     * @param sent in the order of sending
     * @param arrived whether the broker has acknowledged it
     */
    static <R> List<R> of(List<R> sent, Function<R, String> key, Predicate<R> arrived) {
        var counted = new ArrayList<R>(sent.size());
        var failedKeys = new HashSet<String>();
        for (var one : sent) {
            if (failedKeys.contains(key.apply(one))) {
                continue;
            }
            if (arrived.test(one)) {
                counted.add(one);
            } else {
                failedKeys.add(key.apply(one));
            }
        }
        return counted;
    }
}
