package dev.casestream.sla;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** The versions of one kind of rule: an edit adds one, and the last is live until the rule is retired. */
final class Versions {

    static final Versions POLICIES = new Versions("policy");
    static final Versions CALENDARS = new Versions("calendar");

    private final String table;

    private Versions(String table) {
        this.table = table;
    }

    /** @param data the document as JSON */
    record Version(String id, int version, String data) {}

    /** The id that somebody gives to a new rule; it is part of addresses and of events. */
    static String newId(@Nullable String id) {
        if (id == null || !id.matches("[a-z0-9][a-z0-9-]{0,59}")) {
            throw Problems.invalid("id", "must be 1 to 60 small letters, digits and hyphens");
        }
        return id;
    }

    Uni<List<Version>> live(Work work) {
        return work.query("SELECT id, version, data FROM " + table + " WHERE live ORDER BY id")
                .map(rows -> rows.stream().map(Versions::version).toList());
    }

    Uni<Version> get(Work work, String id) {
        return one(work, id, "");
    }

    Uni<Version> create(Work work, String id, String data) {
        return work.query(insert() + " ON CONFLICT DO NOTHING RETURNING id, version, data", id, data)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw Problems.refused("id-taken", "There is a " + table + " " + id, Map.of("id", id));
                    }
                    return version(rows.getFirst());
                });
    }

    Uni<Version> replace(Work work, String id, @Nullable String ifMatch, String data) {
        return retire(work, id, ifMatch)
                .chain(() -> work.query(insert() + " RETURNING id, version, data", id, data))
                .map(rows -> version(rows.getFirst()));
    }

    /** Its versions stay, for the clocks that run by them. */
    Uni<Void> retire(Work work, String id, @Nullable String ifMatch) {
        return one(work, id, "FOR UPDATE")
                .invoke(version -> ETags.requireMatch(ifMatch, version.version()))
                .chain(() -> work.update("UPDATE " + table + " SET live = false WHERE id = $1 AND live", id))
                .replaceWithVoid();
    }

    private String insert() {
        return "INSERT INTO " + table + " (id, version, data) SELECT $1, coalesce(max(version), 0) + 1, $2 FROM "
                + table + " WHERE id = $1";
    }

    private Uni<Version> one(Work work, String id, String lock) {
        return work.query("SELECT id, version, data FROM " + table + " WHERE id = $1 AND live " + lock, id)
                .map(rows -> {
                    if (rows.isEmpty()) {
                        throw Problems.notFound(table, id);
                    }
                    return version(rows.getFirst());
                });
    }

    private static Version version(Row row) {
        return new Version(row.getString("id"), row.getInteger("version"), row.getString("data"));
    }
}
