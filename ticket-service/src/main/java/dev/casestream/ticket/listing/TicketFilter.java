package dev.casestream.ticket.listing;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Given;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.visibility.Visibility;
import java.util.List;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The filters of the ticket list; one that is given several times takes any of its values. */
public class TicketFilter {

    private static final int MAX_VALUES = 50;

    @RestQuery
    @Parameter(description = "NEW, OPEN, PENDING, ON_HOLD, SOLVED, CLOSED")
    public List<String> status = List.of();

    @RestQuery
    @Parameter(description = "LOW, MEDIUM, HIGH, CRITICAL")
    public List<String> priority = List.of();

    @RestQuery
    public List<String> team = List.of();

    @RestQuery
    @Parameter(description = "An agent's id; none for tickets that nobody has")
    public List<String> agent = List.of();

    @RestQuery
    @Parameter(description = "A customer's id")
    public List<String> requester = List.of();

    @RestQuery
    @Parameter(description = "Not possible yet: customers belong to no organisation")
    public @Nullable String organisation;

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
    @Parameter(description = "Words of the subject or the number; \"a phrase\", or, -without")
    public @Nullable String q;

    Conditions restrict(Conditions conditions, Visibility viewer) {
        if (organisation != null) {
            throw Problems.invalid("organisation", "cannot be filtered by yet: there are no organisations");
        }
        if (viewer.isCustomer() && !(team.isEmpty() && agent.isEmpty() && tag.isEmpty())) {
            throw Problems.forbidden("staff-filter", "Customers cannot filter by team, agent or tag");
        }
        if (!status.isEmpty()) {
            conditions.and("t.status = ANY(?)", (Object) Given.names("status", TicketStatus.class, status));
        }
        if (!priority.isEmpty()) {
            conditions.and("t.priority = ANY(?)", (Object) Given.names("priority", Priority.class, priority));
        }
        if (!requester.isEmpty()) {
            conditions.and("t.customer_id = ANY(?)", (Object) Given.ids("requester", requester));
        }
        if (agent.equals(List.of("none"))) {
            conditions.and("t.agent IS NULL");
        } else {
            any("agent", agent, conditions);
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
        if (q != null && !q.isBlank()) {
            conditions.and("t.document @@ websearch_to_tsquery('simple', ?)", Words.line(q, Words.MAX_SUBJECT));
        }
        return conditions;
    }

    private static void any(String name, List<String> values, Conditions conditions) {
        if (!values.isEmpty()) {
            conditions.and("t." + name + " = ANY(?)", (Object) bounded(name, values));
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
