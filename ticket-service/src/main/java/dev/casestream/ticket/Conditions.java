package dev.casestream.ticket;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A WHERE clause in the making: each {@code ?} becomes the next positional parameter. */
public final class Conditions {

    private final List<String> clauses = new ArrayList<>();
    private final List<@Nullable Object> parameters = new ArrayList<>();

    /** An empty clause for the same statement as another's, whose parameters come first. */
    public Conditions more() {
        var more = new Conditions();
        more.parameters.addAll(parameters);
        return more;
    }

    public Conditions and(String clause, Object... values) {
        var numbered = clause;
        for (var value : values) {
            parameters.add(value);
            numbered = numbered.replaceFirst("\\?", "\\$" + parameters.size());
        }
        clauses.add("(" + numbered + ")");
        return this;
    }

    public String where() {
        return clauses.isEmpty() ? "" : " WHERE " + String.join(" AND ", clauses);
    }

    /** The clause of a conjunction of one. */
    public String only() {
        return clauses.getFirst();
    }

    public @Nullable Object[] parameters() {
        return parameters.toArray();
    }
}
