package dev.casestream.ticket.view;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.view.SavedView.Scope;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The table of kept lists. */
@ApplicationScoped
class SavedViews {

    private static final int MAX_PERSONAL = 200;

    private static final String SELECT =
            "SELECT id, version, name, scope, owner, team, filter, sort, created_at, updated_at FROM saved_view v";

    private static final String SAVE = """
            INSERT INTO saved_view (id, version, name, scope, owner, team, filter, sort, created_at, updated_at)
            VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10)
            ON CONFLICT (id) DO UPDATE SET version = excluded.version, name = excluded.name, scope = excluded.scope,
                team = excluded.team, filter = excluded.filter, sort = excluded.sort, updated_at = excluded.updated_at""";

    /** Those that a caller sees, from after one on. */
    Uni<List<SavedView>> list(Work work, Caller caller, @Nullable UUID after, int limit) {
        var conditions = visible(caller);
        if (after != null) {
            conditions.and("v.id > ?", after);
        }
        return work.query(SELECT + conditions.where() + " ORDER BY v.id LIMIT " + limit, conditions.parameters())
                .map(rows -> rows.stream().map(SavedView::of).toList());
    }

    Uni<SavedView> find(Work work, Caller caller, UUID id) {
        return one(work, caller, id, "");
    }

    /** Holds it until the end of the transaction. */
    Uni<SavedView> lock(Work work, Caller caller, UUID id) {
        return one(work, caller, id, " FOR UPDATE");
    }

    private static Uni<SavedView> one(Work work, Caller caller, UUID id, String suffix) {
        var conditions = visible(caller).and("v.id = ?", id);
        return work.query(SELECT + conditions.where() + suffix, conditions.parameters())
                .map(rows ->
                        rows.stream().findFirst().map(SavedView::of).orElseThrow(() -> Problems.notFound("view", id)));
    }

    private static Conditions visible(Caller caller) {
        return caller.seesAll()
                ? new Conditions().and("v.scope <> 'PERSONAL' OR v.owner = ?", caller.id())
                : new Conditions()
                        .and(
                                "v.scope = 'GLOBAL' OR (v.scope = 'PERSONAL' AND v.owner = ?)"
                                        + " OR (v.scope = 'TEAM' AND v.team = ANY(?))",
                                caller.id(),
                                caller.teams().toArray(String[]::new));
    }

    Uni<Void> save(Work work, SavedView view) {
        return work.update(
                        SAVE,
                        view.id(),
                        view.version(),
                        view.name(),
                        view.scope().name(),
                        view.owner(),
                        view.team(),
                        new JsonObject(Map.copyOf(view.filter())),
                        view.sort(),
                        Rows.parameter(view.createdAt()),
                        Rows.parameter(view.updatedAt()))
                .replaceWithVoid();
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 409 when somebody has very many already */
    Uni<Void> requireRoom(Work work, Caller caller, Scope scope) {
        return scope != Scope.PERSONAL
                ? Uni.createFrom().voidItem()
                : work.query(
                                "SELECT count(*) AS kept FROM saved_view WHERE owner = $1 AND scope = 'PERSONAL'",
                                caller.id())
                        .map(rows -> rows.getFirst().getLong("kept"))
                        .invoke(kept -> {
                            if (kept >= MAX_PERSONAL) {
                                throw Problems.refused(
                                        "too-many-views",
                                        "Nobody keeps more than " + MAX_PERSONAL + " personal views",
                                        Map.of("views", kept));
                            }
                        })
                        .replaceWithVoid();
    }

    Uni<Void> delete(Work work, UUID id) {
        return work.update("DELETE FROM saved_view WHERE id = $1", id).replaceWithVoid();
    }
}
