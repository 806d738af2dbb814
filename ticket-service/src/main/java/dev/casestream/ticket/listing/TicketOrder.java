package dev.casestream.ticket.listing;

import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.TicketRow;
import java.time.OffsetDateTime;
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
    PRIORITY_DESCENDING("-priority", "t.urgency", true),
    /** How well it fits what is looked for; only where that is known for every ticket. */
    RELEVANCE("relevance", "t.score", true);

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
                .orElseThrow(() -> Problems.invalid("sort", "must be one of " + names()));
    }

    static String names() {
        return Arrays.stream(values()).map(order -> order.sort).collect(Collectors.joining(", "));
    }

    String sort() {
        return sort;
    }

    String orderBy() {
        var direction = descending ? " DESC" : "";
        return " ORDER BY " + column + direction + ", t.id" + direction;
    }

    /**
     * What a page that ends with this ticket is continued after.
     *
     * @param score its relevance, where that is the order
     */
    List<String> key(TicketRow last, @Nullable Long score) {
        return List.of(
                sort,
                switch (this) {
                    case UPDATED, UPDATED_DESCENDING -> last.priority().ordinal() + " " + last.updatedAt();
                    case CREATED, CREATED_DESCENDING, PRIORITY, PRIORITY_DESCENDING ->
                        last.priority().ordinal() + " " + last.createdAt();
                    case RELEVANCE -> String.valueOf(score);
                },
                last.id().toString());
    }

    /** @param key of this order, as the cursor's seal has proven */
    Conditions after(List<String> key, Conditions conditions) {
        var beyond = "(" + column + ", t.id) " + (descending ? "<" : ">") + " (?, ?)";
        if (this == RELEVANCE) {
            return conditions.and(beyond, Long.valueOf(key.get(1)), UUID.fromString(key.get(2)));
        }
        var place = Place.of(key);
        return switch (this) {
            case PRIORITY, PRIORITY_DESCENDING -> conditions.and(beyond, place.urgency(), place.id());
            default -> conditions.and(beyond, place.at(), place.id());
        };
    }

    /** Where a list that is not ordered by relevance goes on. */
    record Place(Short urgency, OffsetDateTime at, UUID id) {

        static Place of(List<String> key) {
            var parts = key.get(1).split(" ", 2);
            if (parts.length < 2) {
                throw Problems.invalid("cursor", "has expired; begin with the first page");
            }
            return new Place(
                    Short.valueOf(parts[0]),
                    Rows.parameter(Instants.parse("cursor", parts[1])),
                    UUID.fromString(key.get(2)));
        }
    }
}
