package dev.casestream.ticket;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WHERE clause in the making: each {@code ?} becomes the next positional parameter. */
final class Conditions {

    private final List<String> clauses = new ArrayList<>();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    Conditions and(String clause, Object... values) {
        var numbered = clause;
        for (var value : values) {
            parameters.add(value);
            numbered = numbered.replaceFirst("\\?", "\\$" + parameters.size());
        }
        clauses.add("(" + numbered + ")");
        return this;
    }

    String where() {
        return clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", clauses);
    }

    @Nullable
    Object[] parameters() {
        return parameters.toArray();
    }
}
