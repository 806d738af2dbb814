package dev.casestream.ticket.listing;

import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.TicketRow;
import java.time.format.DateTimeParseException;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The orders of the ticket list, each total by the id as last key, so that pages neither repeat nor leave out. */
enum TicketOrder {
    UPDATED("updatedAt", "t.updated_at", false),
    UPDATED_DESCENDING("-updatedAt", "t.updated_at", true),
    CREATED("createdAt", "t.created_at", false),
    CREATED_DESCENDING("-createdAt", "t.created_at", true),
    PRIORITY("priority", "t.urgency", false),
    PRIORITY_DESCENDING("-priority", "t.urgency", true);

    private final String sort;
    private final String column;
    private final boolean descending;

    TicketOrder(String sort, String column, boolean descending) {
        this.sort = sort;
        this.column = column;
        this.descending = descending;
    }

    static TicketOrder of(String sort) {
        return Arrays.stream(values())
                .filter(order -> order.sort.equals(sort))
                .findFirst()
                .orElseThrow(() -> Problems.invalid(
                        "sort",
                        "must be one of "
                                + Arrays.stream(values())
                                        .map(order -> order.sort)
                                        .collect(Collectors.joining(", "))));
    }

    String orderBy() {
        var direction = descending ? " DESC" : "";
        return " ORDER BY " + column + direction + ", t.id" + direction;
    }

    /** What a page that ends with this ticket is continued after. */
    List<String> key(TicketRow last) {
        return List.of(sort, value(last), last.id().toString());
    }

    private String value(TicketRow row) {
        return switch (this) {
            case UPDATED, UPDATED_DESCENDING -> row.updatedAt().toString();
            case CREATED, CREATED_DESCENDING -> row.createdAt().toString();
            case PRIORITY, PRIORITY_DESCENDING ->
                Integer.toString(row.priority().ordinal());
        };
    }

    Conditions after(@Nullable String cursor, Conditions conditions) {
        var key = Cursor.decode(cursor, 3);
        if (key.isEmpty()) {
            return conditions;
        }
        try {
            var parts = key.get();
            if (parts.getFirst().equals(sort)) {
                return conditions.and(
                        "(" + column + ", t.id) " + (descending ? "<" : ">") + " (?, ?)",
                        parameter(parts.get(1)),
                        UUID.fromString(parts.get(2)));
            }
        } catch (IllegalArgumentException | DateTimeParseException e) {
            // Falls through: a cursor that was tampered with.
        }
        throw Problems.invalid("cursor", "is not a nextCursor of this list in this order");
    }

    private Object parameter(String value) {
        return switch (this) {
            case PRIORITY, PRIORITY_DESCENDING -> Short.valueOf(value);
            default -> Rows.parameter(Instants.parse("cursor", value));
        };
    }
}
