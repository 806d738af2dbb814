package dev.casestream.notification;

import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.regex.Pattern;

/** The conditions of a query on deliveries {@code d} or their tickets {@code t}, with what they compare to. */
final class Conditions {

    private static final Pattern UUID_TEXT = Pattern.compile("\\p{XDigit}{8}(-\\p{XDigit}{4}){3}-\\p{XDigit}{12}");

    private final List<String> conditions = new ArrayList<>();
    private final List<Object> parameters = new ArrayList<>();

    static Conditions none() {
        return new Conditions();
    }

    /** Only what the caller may see: all, their teams', or their own. */
    static Conditions visibleTo(Caller caller) {
        var visible = none();
        if (caller.seesAll()) {
            return visible;
        }
        return caller.isAny(Roles.AGENT, Roles.LEAD)
                ? visible.and("t.team = ANY(?)", (Object) caller.teams().toArray(String[]::new))
                : visible.and("t.agent = ?", caller.id());
    }

    /** @param condition with a question mark for each value */
    Conditions and(String condition, Object... values) {
        var numbered = new StringBuilder();
        var next = parameters.size();
        for (var part : condition.split("\\?", -1)) {
            numbered.append(numbered.isEmpty() ? "" : "$" + ++next).append(part);
        }
        conditions.add(numbered.toString());
        parameters.addAll(List.of(values));
        return this;
    }

    Conditions ofTicket(String idOrNumber) {
        return UUID_TEXT.matcher(idOrNumber).matches()
                ? and("t.id = ?", UUID.fromString(idOrNumber))
                : and("t.number = ?", idOrNumber.toUpperCase(Locale.ROOT));
    }

    String where() {
        return conditions.isEmpty() ? "" : " WHERE " + String.join(" AND ", conditions);
    }

    Object[] parameters() {
        return parameters.toArray();
    }
}
