package dev.casestream.ticket.listing;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Given;
import dev.casestream.ticket.MentionRow;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.search.SearchQuery;
import dev.casestream.ticket.visibility.Visibility;
import java.lang.reflect.Field;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The filters of the ticket list; one that is given several times takes any of its values. */
public class TicketFilter {

    private static final int MAX_VALUES = 50;
    private static final Set<String> TALLIED = Set.of("status", "priority", "team", "agent");

    @RestQuery
    @Parameter(description = "NEW, OPEN, PENDING, ON_HOLD, SOLVED, CLOSED")
    public List<String> status = List.of();

    @RestQuery
    @Parameter(description = "LOW, MEDIUM, HIGH, CRITICAL")
    public List<String> priority = List.of();

    @RestQuery
    public List<String> team = List.of();

    @RestQuery
    @Parameter(description = "An agent's id; none for tickets that nobody has, me for one's own")
    public List<String> agent = List.of();

    @RestQuery
    @Parameter(description = "An agent's id; me for oneself and one's teams: tickets with a note that addresses them")
    public List<String> mentioned = List.of();

    @RestQuery
    @Parameter(description = "A customer's id")
    public List<String> requester = List.of();

    @RestQuery
    @Parameter(description = "The id of the organisation that the requester belongs to")
    public List<String> organisation = List.of();

    @RestQuery
    @Parameter(description = "Tickets that have all of the tags")
    public List<String> tag = List.of();

    @RestQuery
    public List<String> category = List.of();

    @RestQuery
    public List<String> channel = List.of();

    @RestQuery
    @Parameter(description = "Opened at or after, RFC 3339")
    public @Nullable String createdFrom;

    @RestQuery
    @Parameter(description = "Opened before, RFC 3339")
    public @Nullable String createdTo;

    @RestQuery
    @Parameter(description = "Changed at or after, RFC 3339")
    public @Nullable String updatedFrom;

    @RestQuery
    @Parameter(
            description =
                    "Words of subject, number, messages, customers and fields, or how they begin; \"a phrase\", or, -without")
    public @Nullable String q;

    /** Adds what is asked for besides words, which need a plan. */
    Conditions restrict(Conditions conditions, Visibility viewer, Me me) {
        if (viewer.isCustomer() && !(team.isEmpty() && agent.isEmpty() && mentioned.isEmpty() && tag.isEmpty())) {
            throw Problems.forbidden("staff-filter", "Customers cannot filter by team, agent, mention or tag");
        }
        if (!status.isEmpty()) {
            any("t.status", Given.names("status", TicketStatus.class, status), conditions);
        }
        if (!priority.isEmpty()) {
            any("t.urgency", urgencies(), conditions);
        }
        if (!requester.isEmpty()) {
            conditions.and(
                    "t.customer_id = ANY(ARRAY(SELECT unnest(customer_family(given)) FROM unnest(?::uuid[]) AS given))",
                    (Object) Given.ids("requester", requester));
        }
        if (!organisation.isEmpty()) {
            conditions.and("t.customer_id IN (SELECT k.id FROM customer k WHERE k.organisation = ANY(?))", (Object)
                    Given.ids("organisation", organisation));
        }
        if (agent.equals(List.of("none"))) {
            conditions.and("t.agent IS NULL");
        } else {
            any(
                    "agent",
                    agent.stream().map(one -> one.equals("me") ? me.id() : one).toList(),
                    conditions);
        }
        if (!mentioned.isEmpty()) {
            conditions.and("t.id IN (SELECT k.ticket_id FROM mention k WHERE k.name = ANY(?))", (Object) mentions(me));
        }
        any("team", team, conditions);
        any("category", category, conditions);
        any("channel", channel, conditions);
        if (!tag.isEmpty()) {
            conditions.and("t.tags @> ?", (Object) bounded("tag", tag));
        }
        from("createdFrom", createdFrom, "t.created_at >= ?", conditions);
        from("createdTo", createdTo, "t.created_at < ?", conditions);
        from("updatedFrom", updatedFrom, "t.updated_at >= ?", conditions);
        return conditions;
    }

    /** The words that are looked for, or none. */
    Optional<SearchQuery> words() {
        return Optional.ofNullable(q).filter(words -> !words.isBlank()).map(SearchQuery::parse);
    }

    /** Whether the tally can say how many there are. */
    boolean isTallied() {
        return parameters().keySet().stream().allMatch(TALLIED::contains);
    }

    /** What was given, by name: a filter as it is kept, and as it is told from others. */
    public SortedMap<String, List<String>> parameters() {
        var given = new TreeMap<String, List<String>>();
        for (var field : TicketFilter.class.getFields()) {
            var values = values(field);
            if (!values.isEmpty()) {
                given.put(field.getName(), values);
            }
        }
        return given;
    }

    private List<String> values(Field field) {
        try {
            return switch (field.get(this)) {
                case null -> List.of();
                case List<?> several ->
                    several.stream().map(Object::toString).sorted().toList();
                case Object one -> List.of(one.toString());
            };
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(e);
        }
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 for a filter that the list does not have */
    public static TicketFilter of(Map<String, List<String>> parameters) {
        var filter = new TicketFilter();
        parameters.forEach((name, values) -> {
            try {
                var field = TicketFilter.class.getField(name);
                field.set(filter, field.getType() == List.class ? List.copyOf(values) : only(name, values));
            } catch (NoSuchFieldException e) {
                throw Problems.invalid("filter." + Words.line(name, 64), "is not a filter of the ticket list");
            } catch (IllegalAccessException e) {
                throw new IllegalStateException(e);
            }
        });
        return filter;
    }

    private static String only(String name, List<String> values) {
        if (values.size() != 1) {
            throw Problems.invalid("filter." + name, "has one value");
        }
        return values.getFirst();
    }

    private static void any(String name, List<String> values, Conditions conditions) {
        if (!values.isEmpty()) {
            any("t." + name, bounded(name, values), conditions);
        }
    }

    private String[] mentions(Me me) {
        return Arrays.stream(bounded("mentioned", mentioned))
                .flatMap(one -> one.equals("me") ? me.mentions() : Stream.of(MentionRow.ofAgent(one)))
                .toArray(String[]::new);
    }

    /** Priorities as they are ordered: so one index serves the filter and the order. */
    private Short[] urgencies() {
        return Arrays.stream(Given.names("priority", Priority.class, priority))
                .map(name -> (short) Priority.valueOf(name).ordinal())
                .toArray(Short[]::new);
    }

    /** One value reads its index in order; several are collected from it. */
    private static void any(String column, Object[] values, Conditions conditions) {
        if (values.length == 1) {
            conditions.and(column + " = ?", values[0]);
        } else {
            conditions.and(column + " = ANY(?)", (Object) values);
        }
    }

    private static void from(String name, @Nullable String value, String clause, Conditions conditions) {
        var instant = Given.instant(name, value);
        if (instant != null) {
            conditions.and(clause, Rows.parameter(instant));
        }
    }

    private static String[] bounded(String name, List<String> values) {
        if (values.size() > MAX_VALUES) {
            throw Problems.invalid(name, "may be given " + MAX_VALUES + " times at most");
        }
        return values.stream().map(Words::clean).toArray(String[]::new);
    }
}
