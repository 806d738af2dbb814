package dev.casestream.ticket.domain;

import dev.casestream.contracts.TicketStatus;
import java.math.BigDecimal;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * A custom field of tickets.
 *
 * @param options of a choice, or the nodes of a tree, as {@code hardware/printer}
 * @param categories in which it is asked for; none for all
 * @param requiredFor into which status a ticket cannot go without it
 */
public record Field(
        String code, Type type, List<String> options, List<String> categories, List<TicketStatus> requiredFor) {

    public static final int MAX_TEXT = 2_000;

    /** What its values are. */
    public enum Type {
        TEXT,
        NUMBER,
        BOOL,
        DATE,
        CHOICE,
        TREE,
        /** An agent's id. */
        USER
    }

    /** Why something is not a value of this field; empty when it is. */
    public Optional<String> refusal(Object value) {
        return switch (type) {
            case TEXT ->
                unless(
                        value instanceof String text && text.length() <= MAX_TEXT,
                        "must be a text of at most " + MAX_TEXT + " characters");
            case NUMBER -> unless(value instanceof Number number && isFinite(number), "must be a number");
            case BOOL -> unless(value instanceof Boolean, "must be true or false");
            case DATE -> unless(value instanceof String text && isDate(text), "must be a date as 2026-12-24");
            case CHOICE, TREE ->
                unless(
                        value instanceof String text && options.contains(text),
                        "must be one of " + String.join(", ", options));
            case USER -> unless(value instanceof String, "must be an agent's id");
        };
    }

    /** Whether a ticket of a category cannot go into a status without a value. */
    boolean isMissing(@Nullable String category, TicketStatus to, Map<String, Object> values) {
        var asked = categories.isEmpty() || (category != null && categories.contains(category));
        return asked && requiredFor.contains(to) && Objects.equals(values.getOrDefault(code, ""), "");
    }

    private static Optional<String> unless(boolean right, String refusal) {
        return right ? Optional.empty() : Optional.of(refusal);
    }

    private static boolean isFinite(Number number) {
        return new BigDecimal(number.toString()).abs().compareTo(BigDecimal.valueOf(Long.MAX_VALUE)) <= 0;
    }

    private static boolean isDate(String text) {
        try {
            return LocalDate.parse(text).toString().equals(text);
        } catch (DateTimeException e) {
            return false;
        }
    }
}
