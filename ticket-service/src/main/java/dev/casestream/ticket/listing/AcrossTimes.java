package dev.casestream.ticket.listing;

import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.listing.TicketOrder.Place;
import java.util.List;
import java.util.Optional;

/**
 * How tickets of a span of one time are read in the order of another: by an index that is walked from an end of the order
 * inwards (V209). Orders by priority are by time of creation within a priority, each of which is walked by itself.
 */
enum AcrossTimes {
    UPDATED("updated_at", false, false),
    UPDATED_DESCENDING("updated_at", true, false),
    CREATED("created_at", false, false),
    CREATED_DESCENDING("created_at", true, false),
    PRIORITY("created_at", false, true),
    PRIORITY_DESCENDING("created_at", true, true);

    /** Before and after all times; near enough for distances from them to tell microseconds apart. */
    private static final String BEGINNING = "timestamptz '1970-01-01T00:00:00Z'";

    private static final String END = "timestamptz '2100-01-01T00:00:00Z'";

    private final String time;
    private final boolean descending;
    private final boolean byPriority;

    AcrossTimes(String time, boolean descending, boolean byPriority) {
        this.time = time;
        this.descending = descending;
        this.byPriority = byPriority;
    }

    /** Empty where a filter of no other time is given: a B-tree serves that. */
    static Optional<AcrossTimes> of(TicketFilter filter, TicketOrder order) {
        var created = filter.createdFrom != null || filter.createdTo != null;
        var updated = filter.updatedFrom != null;
        return switch (order) {
            case UPDATED -> Optional.of(UPDATED).filter(way -> created);
            case UPDATED_DESCENDING -> Optional.of(UPDATED_DESCENDING).filter(way -> created);
            case CREATED -> Optional.of(CREATED).filter(way -> updated);
            case CREATED_DESCENDING -> Optional.of(CREATED_DESCENDING).filter(way -> updated);
            case PRIORITY -> Optional.of(PRIORITY).filter(way -> created || updated);
            case PRIORITY_DESCENDING -> Optional.of(PRIORITY_DESCENDING).filter(way -> created || updated);
            case RELEVANCE -> Optional.empty();
        };
    }

    /** The first tickets after a place; the order of what is selected is {@link #orderBy}. */
    String tickets(Conditions conditions, Optional<List<String>> place, int limit) {
        place.ifPresent(key -> after(key, conditions));
        if (byPriority) {
            conditions.and("t.urgency = u.urgency");
        }
        var nearest = "SELECT t.* FROM ticket t" + conditions.where() + " ORDER BY t." + time + " <-> "
                + (descending ? END : BEGINNING) + ", t.id" + direction() + " LIMIT " + limit;
        return byPriority
                ? "SELECT t.* FROM unnest('{0,1,2,3}'::smallint[]) AS u(urgency) CROSS JOIN LATERAL (" + nearest + ") t"
                        + orderBy() + " LIMIT " + limit
                : nearest;
    }

    String orderBy() {
        return " ORDER BY " + (byPriority ? "t.urgency" + direction() + ", " : "") + "t." + time + direction()
                + ", t.id" + direction();
    }

    /** What lies before the place is left out by the index as well, but for the moment of the place itself. */
    private void after(List<String> key, Conditions conditions) {
        var place = Place.of(key);
        if (byPriority) {
            conditions
                    .and("u.urgency " + (descending ? "<= ?" : ">= ?"), place.urgency())
                    .and(
                            "t." + time + bound() + "CASE u.urgency WHEN ? THEN ?::timestamptz ELSE "
                                    + (descending ? END : BEGINNING) + " END",
                            place.urgency(),
                            place.at())
                    .and(
                            "(t.urgency, t." + time + ", t.id)" + beyond() + "(?, ?, ?)",
                            place.urgency(),
                            place.at(),
                            place.id());
        } else {
            conditions
                    .and("t." + time + bound() + "?", place.at())
                    .and("(t." + time + ", t.id)" + beyond() + "(?, ?)", place.at(), place.id());
        }
    }

    private String direction() {
        return descending ? " DESC" : "";
    }

    private String bound() {
        return descending ? " <= " : " >= ";
    }

    private String beyond() {
        return descending ? " < " : " > ";
    }
}
