package dev.casestream.chassis.events;

import dev.casestream.contracts.Envelope;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A record as it came from a topic.
 *
 * @param place {@code <topic>/<partition>/<offset>}, what identifies a record that has no other identity
 * @param key the record's key; empty when it has none
 * @param event null when the record could not be read
 * @param known false for a type that this version of the contracts does not have: without effect, but its version counts
 * @param unreadable why it could not be read, free of content
 */
record Delivered<E>(
        String place,
        String key,
        Map<String, String> headers,
        byte @Nullable [] payload,
        @Nullable Envelope<E> event,
        boolean known,
        @Nullable String unreadable) {

    /** Position among the records of its key; only of those that could be read. */
    long version() {
        return Objects.requireNonNull(event, place).version();
    }
}
