package dev.casestream.contracts;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/** Names of event types on the wire: {@code casestream.<Record>.v<N>}. */
public final class EventType {

    private EventType() {}

    /**
     * The wire name of a record. A breaking change is a new record whose name ends with its version:
     * {@code TicketOpenedV2} is {@code casestream.TicketOpened.v2}; without an ending it is version 1.
     */
    public static String of(Class<?> record) {
        var name = record.getSimpleName();
        var at = name.lastIndexOf('V');
        var versioned = at > 0
                && at < name.length() - 1
                && name.substring(at + 1).chars().allMatch(Character::isDigit);
        return versioned
                ? "casestream." + name.substring(0, at) + "."
                        + name.substring(at).toLowerCase(Locale.ROOT)
                : "casestream." + name + ".v1";
    }

    /** The records that a topic's values may be: the type itself, or those that a sealed interface permits. */
    public static List<Class<?>> recordsOf(Class<?> type) {
        return type.isRecord()
                ? List.of(type)
                : Arrays.stream(type.getPermittedSubclasses())
                        .flatMap(permitted -> recordsOf(permitted).stream())
                        .toList();
    }

    /** Every record that travels on some topic. */
    public static Stream<Class<?>> all() {
        return Arrays.stream(Topic.values()).flatMap(topic -> recordsOf(topic.type()).stream());
    }
}
