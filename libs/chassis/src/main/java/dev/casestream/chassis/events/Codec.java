package dev.casestream.chassis.events;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.MapperFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jdk8.Jdk8Module;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.FactRow;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Topic;
import java.io.IOException;
import java.time.Instant;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Between events and what lies on a topic: CloudEvents 1.0 in binary mode, attributes as {@code ce_} headers, data as
 * JSON. Event data is camelCase, rows for BI are snake_case.
 */
public final class Codec {

    private static final ObjectMapper EVENTS = JsonMapper.builder()
            .addModules(new JavaTimeModule(), new Jdk8Module())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS, SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(
                    DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES,
                    DeserializationFeature.ADJUST_DATES_TO_CONTEXT_TIME_ZONE)
            .disable(MapperFeature.ALLOW_COERCION_OF_SCALARS)
            .enable(DeserializationFeature.FAIL_ON_NULL_FOR_PRIMITIVES)
            .build();
    private static final ObjectMapper ROWS =
            EVENTS.copy().setPropertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE);

    private static final Map<Topic, Map<String, Class<?>>> TYPES = Arrays.stream(Topic.values())
            .collect(Collectors.toMap(
                    topic -> topic,
                    topic -> EventType.recordsOf(topic.type()).stream()
                            .collect(Collectors.toMap(EventType::of, Function.identity()))));

    private Codec() {}

    /** What is wrong with a record that cannot be read; never holds its content. */
    public static final class UnreadableException extends Exception {
        private static final long serialVersionUID = 1;

        UnreadableException(String message) {
            super(message);
        }
    }

    /**
     * What a record turned out to be.
     *
     * @param known whether its type is one of ours; data of others is null and has no effect, but its version counts
     */
    public record Decoded<E>(Envelope<E> envelope, boolean known) {}

    /** The attributes as Kafka headers. */
    public static Map<String, String> headers(Envelope<?> event) {
        var headers = new LinkedHashMap<String, String>();
        headers.put("ce_specversion", "1.0");
        headers.put("ce_id", event.id().toString());
        headers.put("ce_type", event.type());
        headers.put("ce_source", event.source());
        headers.put("ce_subject", event.subject());
        headers.put("ce_time", event.time().toString());
        headers.put("ce_aggregateversion", Long.toString(event.version()));
        headers.put("ce_correlationid", event.correlationId().toString());
        if (event.causationId() != null) {
            headers.put("ce_causationid", event.causationId().toString());
        }
        headers.put("ce_causationdepth", Integer.toString(event.causationDepth()));
        headers.put("ce_actor", event.actor());
        headers.put("ce_origin", event.origin().name());
        headers.put("content-type", "application/json");
        return headers;
    }

    /** Any record of ours as JSON. */
    public static String write(Object data) {
        try {
            return (data instanceof FactRow ? ROWS : EVENTS).writeValueAsString(data);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException(data.getClass().getSimpleName() + " cannot be written as JSON", e);
        }
    }

    /** JSON that {@link #write} wrote. */
    public static <T> T read(String json, Class<T> type) {
        try {
            return (FactRow.class.isAssignableFrom(type) ? ROWS : EVENTS).readValue(json, type);
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not a " + type.getSimpleName(), e);
        }
    }

    /** A JSON object of strings. */
    public static Map<String, String> readStrings(String json) {
        try {
            return EVENTS.readValue(json, new TypeReference<LinkedHashMap<String, String>>() {});
        } catch (JsonProcessingException e) {
            throw new IllegalArgumentException("not an object of strings", e);
        }
    }

    /**
     * A record of a topic as an event.
     *
     * @param value the bytes; null is a tombstone
     * @throws UnreadableException when attributes are missing or malformed, or the data does not fit its type
     */
    @SuppressWarnings("unchecked")
    public static <E> Decoded<E> decode(Topic topic, Map<String, String> headers, byte @Nullable [] value)
            throws UnreadableException {
        var type = required(headers, "ce_type");
        var record = TYPES.getOrDefault(topic, Map.of()).get(type);
        if (value == null && topic.kind() == Topic.Kind.LOG) {
            throw new UnreadableException("a record without value on a topic of facts");
        }
        try {
            var data = record == null || value == null ? null : (E) readData(record, value);
            var causation = headers.get("ce_causationid");
            return new Decoded<>(
                    new Envelope<>(
                            UUID.fromString(required(headers, "ce_id")),
                            type,
                            required(headers, "ce_source"),
                            required(headers, "ce_subject"),
                            Instant.parse(required(headers, "ce_time")),
                            Long.parseLong(required(headers, "ce_aggregateversion")),
                            UUID.fromString(required(headers, "ce_correlationid")),
                            causation == null ? null : UUID.fromString(causation),
                            Integer.parseInt(required(headers, "ce_causationdepth")),
                            required(headers, "ce_actor"),
                            Origin.valueOf(required(headers, "ce_origin")),
                            data),
                    record != null);
        } catch (IllegalArgumentException | java.time.format.DateTimeParseException e) {
            throw new UnreadableException("a malformed CloudEvents attribute");
        }
    }

    private static Object readData(Class<?> record, byte[] value) throws UnreadableException {
        try {
            var data = (FactRow.class.isAssignableFrom(record) ? ROWS : EVENTS).readValue(value, record);
            if (data == null) {
                throw new UnreadableException("JSON null instead of " + record.getSimpleName());
            }
            return data;
        } catch (IOException e) {
            throw new UnreadableException("data that is not a " + record.getSimpleName());
        }
    }

    private static String required(Map<String, String> headers, String name) throws UnreadableException {
        var value = headers.get(name);
        if (value == null) {
            throw new UnreadableException("no " + name + " header");
        }
        return value;
    }
}
