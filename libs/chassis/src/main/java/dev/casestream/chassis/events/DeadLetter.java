package dev.casestream.chassis.events;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What is kept of a record that could not be read: its place, the reason, and the record as it came, but for what no
 * topic would take. That stays at its place on the source topic.
 */
record DeadLetter(Map<String, String> headers, byte @Nullable [] payload) {

    /** Together below the 3 MiB that {@code deploy/kafka/topics.yaml} gives every topic. */
    static final int LARGEST_PAYLOAD = 2 << 20;

    static final int LARGEST_HEADERS = 128 << 10;

    static DeadLetter of(Delivered<?> record) {
        var headers = new LinkedHashMap<String, String>();
        var leftOut = new ArrayList<String>();
        if (length(record.headers()) <= LARGEST_HEADERS) {
            headers.putAll(record.headers());
        } else {
            leftOut.add(record.headers().size() + " headers");
        }
        var payload = record.payload();
        if (payload != null && payload.length > LARGEST_PAYLOAD) {
            leftOut.add("a value of " + payload.length + " bytes");
            payload = null;
        }
        headers.put("casestream-dead-letter-place", record.place());
        headers.put("casestream-dead-letter-reason", String.valueOf(record.unreadable()));
        if (!leftOut.isEmpty()) {
            headers.put("casestream-dead-letter-left-out", String.join(", ", leftOut));
        }
        return new DeadLetter(headers, payload);
    }

    private static int length(Map<String, String> headers) {
        return headers.entrySet().stream()
                .mapToInt(header ->
                        4 * (header.getKey().length() + header.getValue().length()))
                .sum();
    }
}
