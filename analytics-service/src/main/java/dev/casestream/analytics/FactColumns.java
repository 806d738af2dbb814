package dev.casestream.analytics;

import dev.casestream.contracts.TicketFact;
import java.lang.reflect.Array;
import java.lang.reflect.RecordComponent;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** The columns of a ticket's row, the same in the table, on the topic and in exports. */
final class FactColumns {

    private static final List<RecordComponent> COLUMNS = List.of(TicketFact.class.getRecordComponents());

    static final List<String> NAMES = COLUMNS.stream()
            .map(RecordComponent::getName)
            .map(name -> name.replaceAll("([A-Z])", "_$1").toLowerCase(Locale.ROOT))
            .toList();

    private FactColumns() {}

    /** Placeholders for an array of each column. */
    static String parameters(int first) {
        return IntStream.range(0, COLUMNS.size())
                .mapToObj(i -> "$" + (first + i) + "::" + type(COLUMNS.get(i)) + "[]")
                .collect(Collectors.joining(", "));
    }

    /** A value, and behind it an array of each column. */
    static Object[] arrays(Object before, List<TicketFact> facts) {
        var arrays = new Object[COLUMNS.size() + 1];
        Arrays.setAll(arrays, i -> i == 0 ? before : array(COLUMNS.get(i - 1), facts));
        return arrays;
    }

    private static Object array(RecordComponent column, List<TicketFact> facts) {
        var array = Array.newInstance(element(column), facts.size());
        for (int i = 0; i < facts.size(); i++) {
            Array.set(array, i, value(column, facts.get(i)));
        }
        return array;
    }

    private static @Nullable Object value(RecordComponent column, TicketFact fact) {
        try {
            return switch (column.getAccessor().invoke(fact)) {
                case Instant instant -> instant.atOffset(ZoneOffset.UTC);
                case Enum<?> constant -> constant.name();
                case null -> null;
                case Object value -> value;
            };
        } catch (ReflectiveOperationException e) {
            throw new IllegalStateException(column + " cannot be read", e);
        }
    }

    private static Class<?> element(RecordComponent column) {
        return switch (type(column)) {
            case "uuid" -> UUID.class;
            case "bigint" -> Long.class;
            case "integer" -> Integer.class;
            case "boolean" -> Boolean.class;
            case "timestamptz" -> OffsetDateTime.class;
            default -> String.class;
        };
    }

    private static String type(RecordComponent column) {
        var type = column.getType();
        if (type == UUID.class) {
            return "uuid";
        }
        if (type == long.class || type == Long.class) {
            return "bigint";
        }
        if (type == int.class) {
            return "integer";
        }
        if (type == boolean.class) {
            return "boolean";
        }
        return type == Instant.class ? "timestamptz" : "text";
    }
}
