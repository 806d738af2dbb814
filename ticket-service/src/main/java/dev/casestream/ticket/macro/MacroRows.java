package dev.casestream.ticket.macro;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.macro.Macro.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of macros, as far as one may use them. */
@ApplicationScoped
class MacroRows {

    private static final String USABLE =
            "scope = 'GLOBAL' OR (scope = 'TEAM' AND owner = ANY(?)) OR (scope = 'PERSONAL' AND owner = ?)";

    private final Caller caller;

    MacroRows(Caller caller) {
        this.caller = caller;
    }

    record Kept(UUID id, long version, @Nullable String owner, Macro macro, Instant updatedAt) {

        static Kept of(Row row) {
            return new Kept(
                    row.getUUID("id"),
                    row.getLong("version"),
                    row.getString("owner"),
                    Codec.read(row.getString("json"), Macro.class),
                    Rows.requireInstant(row, "updated_at"));
        }
    }

    /** By name; admins use every team's but nobody's personal ones. */
    Uni<List<Kept>> usable(Work work, @Nullable List<String> after, int limit) {
        var conditions = usable();
        if (after != null) {
            conditions.and("(name, id) > (?, ?)", after.getFirst(), UUID.fromString(after.getLast()));
        }
        return query(work, conditions, " ORDER BY name, id LIMIT " + limit);
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 404 when there is none that the caller may use */
    Uni<Kept> find(Work work, UUID id, boolean lock) {
        return query(work, usable().and("id = ?", id), lock ? " FOR UPDATE" : "")
                .map(found -> found.stream().findFirst().orElseThrow(() -> Problems.notFound("macro", id)));
    }

    private Conditions usable() {
        return caller.seesAll()
                ? new Conditions().and("scope <> 'PERSONAL' OR owner = ?", caller.id())
                : new Conditions().and(USABLE, caller.teams().toArray(String[]::new), caller.id());
    }

    private static Uni<List<Kept>> query(Work work, Conditions conditions, String suffix) {
        return work.query(
                        "SELECT *, data::text AS json FROM macro" + conditions.where() + suffix,
                        conditions.parameters())
                .map(rows -> rows.stream().map(Kept::of).toList());
    }

    /** Whose a macro is to change: one's own, a lead's for the team, an administrator's for all. */
    void requireMayChange(Macro macro) {
        var allowed = switch (macro.scope()) {
            case PERSONAL -> true;
            case TEAM ->
                caller.isAny(Roles.ADMIN, Roles.OWNER)
                        || (caller.is(Roles.LEAD) && caller.teams().contains(macro.team()));
            case GLOBAL -> caller.isAny(Roles.ADMIN, Roles.OWNER);
        };
        if (!allowed) {
            throw Problems.forbidden(
                    "macro-scope", "Macros of a team are its lead's to change, global ones an administrator's");
        }
    }

    Uni<Integer> insert(Work work, Kept kept) {
        return work.update(
                "INSERT INTO macro VALUES ($1, $2, $3, $4, $5, $6::text::jsonb, $7)",
                kept.id(),
                kept.version(),
                kept.macro().scope().name(),
                kept.owner(),
                kept.macro().name(),
                Codec.write(kept.macro()),
                Rows.parameter(kept.updatedAt()));
    }

    Uni<Integer> update(Work work, Kept kept) {
        return work.update(
                """
                UPDATE macro SET version = $2, scope = $3, owner = $4, name = $5, data = $6::text::jsonb, updated_at = $7
                WHERE id = $1""",
                kept.id(),
                kept.version(),
                kept.macro().scope().name(),
                kept.owner(),
                kept.macro().name(),
                Codec.write(kept.macro()),
                Rows.parameter(kept.updatedAt()));
    }

    @Nullable
    String owner(Macro macro) {
        return macro.scope() == Scope.PERSONAL ? caller.id() : macro.team();
    }
}
