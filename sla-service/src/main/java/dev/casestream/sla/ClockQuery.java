package dev.casestream.sla;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.RequestScoped;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Clocks of the tickets that the caller may see: all, those of own teams, or those that are assigned to them. */
@RequestScoped
class ClockQuery {

    private final Caller caller;

    ClockQuery(Caller caller) {
        this.caller = caller;
    }

    Uni<List<Row>> get(Work work, UUID clock) {
        return new Conditions().and("c.id = ?", clock).find(work, 1);
    }

    Uni<List<Row>> find(
            Work work,
            @Nullable String ticket,
            @Nullable String state,
            @Nullable String dueBefore,
            @Nullable UUID after,
            int limit) {
        var conditions = new Conditions();
        if (ticket != null) {
            if (ticket.startsWith("CS-")) {
                conditions.and("t.number = ?", ticket);
            } else {
                conditions.and("t.ticket_id = ?", id("ticket", ticket));
            }
        }
        if (state != null) {
            conditions.and("c.state = ?", state(state));
        }
        if (dueBefore != null) {
            conditions.and("c.state IN ('running', 'breached') AND c.due_at < ?", instant(dueBefore));
        }
        if (after != null) {
            conditions.and("c.id > ?", after);
        }
        return conditions.find(work, limit);
    }

    static UUID id(String field, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(field, "must be an id or a number, as CS-1042");
        }
    }

    private static String state(String text) {
        var states = Arrays.stream(ClockState.values()).map(ClockState::shown).toList();
        if (!states.contains(text)) {
            throw Problems.invalid("state", "must be one of " + String.join(", ", states));
        }
        return text;
    }

    private static OffsetDateTime instant(String text) {
        return Instants.parse("dueBefore", text).atOffset(ZoneOffset.UTC);
    }

    /** What has to hold, the caller's sight first. */
    private final class Conditions {

        private final StringBuilder sql = new StringBuilder("SELECT c.state, c.data, t.number FROM clock c"
                + " JOIN ticket_clocks t ON t.ticket_id = c.ticket_id WHERE true");
        private final List<Object> parameters = new ArrayList<>();

        Conditions() {
            if (caller.seesAll()) {
                return;
            }
            if (caller.isAny(Roles.AGENT, Roles.LEAD)) {
                and("t.team = ANY(?)", caller.teams().toArray(String[]::new));
            } else {
                and("t.agent = ?", caller.id());
            }
        }

        Conditions and(String condition, Object value) {
            parameters.add(value);
            sql.append(" AND ").append(condition.replace("?", "$" + parameters.size()));
            return this;
        }

        Uni<List<Row>> find(Work work, int limit) {
            parameters.add(limit);
            return work.query(sql + " ORDER BY c.id LIMIT $" + parameters.size(), parameters.toArray());
        }
    }
}
