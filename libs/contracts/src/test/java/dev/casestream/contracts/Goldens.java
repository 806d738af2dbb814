package dev.casestream.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.PropertyNamingStrategies;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** The golden files, and JSON as the topics have it. */
final class Goldens {

    static final Path RESOURCES = Path.of("src/main/resources");
    static final Path EVENTS = RESOURCES.resolve("events");

    private static final JsonMapper EVENT_JSON = JsonMapper.builder()
            .addModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS)
            .disable(SerializationFeature.WRITE_DURATIONS_AS_TIMESTAMPS)
            .disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
            .build();
    private static final JsonMapper FACT_JSON = EVENT_JSON
            .rebuild()
            .propertyNamingStrategy(PropertyNamingStrategies.SNAKE_CASE)
            .build();

    private Goldens() {}

    /** One golden: {@code <Name>.v<N>.json}, or {@code <Name>.v<N>.<variant>.json}. */
    record Golden(Path file, Class<?> record) {

        JsonNode json() {
            try {
                return EVENT_JSON.readTree(text(file));
            } catch (JsonProcessingException e) {
                throw new IllegalStateException(file + " is not JSON", e);
            }
        }

        @Override
        public String toString() {
            return file.getFileName().toString();
        }
    }

    /** As {@code TicketOpened.v1}: the wire name without its prefix. */
    static String nameOf(Class<?> record) {
        return EventType.of(record).substring("casestream.".length());
    }

    static List<Path> files() {
        try (var files = Files.list(EVENTS)) {
            return files.filter(file -> file.toString().endsWith(".json"))
                    .sorted()
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static List<Golden> all() {
        return files().stream()
                .flatMap(file -> EventType.all()
                        .filter(record -> nameOf(record).equals(nameOf(file)))
                        .map(record -> new Golden(file, record)))
                .toList();
    }

    static List<Golden> of(Class<?> record) {
        return all().stream().filter(golden -> golden.record() == record).toList();
    }

    static String nameOf(Path file) {
        var parts = file.getFileName().toString().split("\\.");
        return parts[0] + "." + parts[1];
    }

    static Object read(JsonNode json, Class<?> record) throws JsonProcessingException {
        return mapper(record).treeToValue(json, record);
    }

    static JsonNode write(Object event) throws JsonProcessingException {
        return EVENT_JSON.readTree(mapper(event.getClass()).writeValueAsString(event));
    }

    /** The name of a component on the topic. */
    static String property(Class<?> record, String component) {
        return FactRow.class.isAssignableFrom(record)
                ? PropertyNamingStrategies.SnakeCaseStrategy.INSTANCE.translate(component)
                : component;
    }

    static String text(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static JsonMapper mapper(Class<?> record) {
        return FactRow.class.isAssignableFrom(record) ? FACT_JSON : EVENT_JSON;
    }
}
