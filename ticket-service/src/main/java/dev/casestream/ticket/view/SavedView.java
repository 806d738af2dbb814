package dev.casestream.ticket.view;

import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.ticket.Rows;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** A kept list as it lies in its table. */
record SavedView(
        UUID id,
        long version,
        String name,
        Scope scope,
        String owner,
        @Nullable String team,
        Map<String, List<String>> filter,
        @Nullable String sort,
        Instant createdAt,
        Instant updatedAt) {

    /** Whose it is. */
    @Schema(name = "ViewScope")
    enum Scope {
        PERSONAL,
        TEAM,
        GLOBAL
    }

    static SavedView of(Row row) {
        var filter = new TreeMap<String, List<String>>();
        row.getJsonObject("filter")
                .forEach(one -> filter.put(
                        one.getKey(),
                        ((JsonArray) one.getValue())
                                .stream().map(Object::toString).toList()));
        return new SavedView(
                row.getUUID("id"),
                row.getLong("version"),
                row.getString("name"),
                Scope.valueOf(row.getString("scope")),
                row.getString("owner"),
                row.getString("team"),
                filter,
                row.getString("sort"),
                Rows.requireInstant(row, "created_at"),
                Rows.requireInstant(row, "updated_at"));
    }

    /** Own ones, those of a team that one leads, and all that is not personal for administrators. */
    static boolean mayChange(Caller caller, Scope scope, String owner, @Nullable String team) {
        return switch (scope) {
            case PERSONAL -> owner.equals(caller.id());
            case TEAM ->
                caller.seesAll()
                        || (caller.is(Roles.LEAD)
                                && team != null
                                && caller.teams().contains(team));
            case GLOBAL -> caller.isAny(Roles.ADMIN, Roles.OWNER);
        };
    }
}
