package dev.casestream.contracts;

import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.UUID;
import java.util.stream.Collectors;

/** A Kafka header, from a component of {@link Envelope}; the data is the record's value. */
record Header(String name, String component, Class<?> type, boolean required) {

    static List<Header> all() {
        return Arrays.stream(Envelope.class.getRecordComponents())
                .filter(component -> !component.getName().equals("data"))
                .map(Header::of)
                .toList();
    }

    Optional<String> format() {
        return type == UUID.class
                ? Optional.of("uuid")
                : type == Instant.class ? Optional.of("date-time") : Optional.empty();
    }

    Optional<String> pattern() {
        if (type.isEnum()) {
            return Optional.of(Arrays.stream(type.getEnumConstants())
                    .map(Object::toString)
                    .collect(Collectors.joining("|", "^(", ")$")));
        }
        return type.isPrimitive() ? Optional.of("^\\d+$") : Optional.empty();
    }

    private static Header of(RecordComponent component) {
        var name = component.getName();
        var attribute = name.equals("version") ? "aggregateversion" : name.toLowerCase(Locale.ROOT);
        return new Header("ce_" + attribute, name, component.getType(), !Components.isNullable(component));
    }
}
