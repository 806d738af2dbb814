package dev.casestream.analytics.metrics;

import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.stream.Stream;

/**
 * What a metric means.
 *
 * @param version rises when the meaning changes; a rebuild then measures the past anew
 * @param unit {@code seconds}, {@code tickets}, {@code share}, ...
 * @param dimensions what it can be broken down by
 */
public record Definition(
        String name,
        int version,
        String unit,
        Aggregation aggregation,
        String definition,
        SortedSet<String> dimensions) {

    private static final Set<String> OF_EVERY_TICKET =
            Set.of("agent", "category", "channel", "hour", "language", "level", "priority", "team");

    /** @param more dimensions besides those of every ticket */
    static Definition of(
            String name, int version, String unit, Aggregation aggregation, String definition, String... more) {
        var dimensions = new TreeSet<>(OF_EVERY_TICKET);
        Stream.of(more).forEach(dimensions::add);
        return new Definition(name, version, unit, aggregation, definition, dimensions);
    }
}
