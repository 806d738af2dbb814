package dev.casestream.ticket;

import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.rest.Problems;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What clients gave as query parameters, as what it should be; anything else is a 400 that names it. */
public final class Given {

    private Given() {}

    public static @Nullable Instant instant(String parameter, @Nullable String value) {
        if (value == null) {
            return null;
        }
        return Instants.parse(parameter, value);
    }

    public static UUID[] ids(String parameter, List<String> values) {
        try {
            return values.stream().map(UUID::fromString).toArray(UUID[]::new);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(parameter, "must be an id (UUID)");
        }
    }

    /** Names of constants, checked. */
    public static <E extends Enum<E>> String[] names(String parameter, Class<E> type, List<String> values) {
        var known = Arrays.stream(type.getEnumConstants()).map(Enum::name).toList();
        if (!known.containsAll(values)) {
            throw Problems.invalid(parameter, "must be one of " + String.join(", ", known));
        }
        return values.toArray(String[]::new);
    }
}
