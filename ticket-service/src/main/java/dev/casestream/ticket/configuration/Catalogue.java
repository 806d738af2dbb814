package dev.casestream.ticket.configuration;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** What administrators configure, one row a thing. */
@ApplicationScoped
public class Catalogue {

    private final Tx tx;
    private final Idempotency idempotency;
    private final Caller caller;

    Catalogue(Tx tx, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    private record Entry<T>(T thing, String code, long version) {

        static <T> Entry<T> of(Row row, Kind<T> kind) {
            return new Entry<>(
                    Codec.read(row.getString("data"), kind.type()), row.getString("code"), row.getLong("version"));
        }
    }

    /** Whether anything of a kind is configured, and one by its code. */
    public record Found<T>(boolean any, @Nullable T thing) {}

    public <T> Uni<Found<T>> find(Work work, Kind<T> kind, String code) {
        return work.query("""
                        SELECT EXISTS (SELECT 1 FROM configuration WHERE kind = $1) AS known,
                               (SELECT data::text FROM configuration WHERE kind = $1 AND code = $2) AS data""", kind.name(), code)
                .map(List::getFirst)
                .map(row -> new Found<>(
                        row.getBoolean("known"),
                        row.getString("data") == null ? null : Codec.read(row.getString("data"), kind.type())));
    }

    public <T> Uni<List<T>> all(Work work, Kind<T> kind) {
        return work.query("SELECT data::text AS data FROM configuration WHERE kind = $1 ORDER BY code", kind.name())
                .map(rows -> rows.stream()
                        .map(row -> Codec.read(row.getString("data"), kind.type()))
                        .toList());
    }

    <T> Uni<Page<T>> page(Kind<T> kind, @Nullable String cursor, int limit) {
        var after = Cursor.decode(cursor, 1).map(List::getFirst).orElse("");
        return tx.run(work -> work.query("""
                        SELECT code, version, data::text AS data FROM configuration
                        WHERE kind = $1 AND code > $2 ORDER BY code LIMIT $3""", kind.name(), after, limit + 1)
                .map(rows -> rows.stream().map(row -> Entry.of(row, kind)).toList())
                .map(entries -> Page.of(entries, limit, Entry::thing, entry -> List.of(entry.code()))));
    }

    <T> Uni<Response> get(Kind<T> kind, String code) {
        return tx.run(work -> locked(work, kind, code, ""))
                .map(entry -> answer(200, entry.thing(), entry.version()).toResponse());
    }

    <T> Uni<Response> add(Kind<T> kind, String path, @Nullable String key, T thing) {
        var code = kind.code().apply(thing);
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                path,
                thing,
                () -> work.update("""
                                INSERT INTO configuration (kind, code, version, data) VALUES ($1, $2, 1, $3::text::jsonb)
                                ON CONFLICT DO NOTHING""", kind.name(), code, Codec.write(thing)).map(added -> {
                    if (added == 0) {
                        throw Problems.refused("code-taken", "There is such a " + kind.name(), Map.of("code", code));
                    }
                    return answer(201, thing, 1).with("Location", path + "/" + code);
                })));
    }

    <T> Uni<Response> replace(Kind<T> kind, String code, @Nullable String ifMatch, T thing) {
        if (!kind.code().apply(thing).equals(code)) {
            throw Problems.invalid("code", "cannot be changed: it is " + code);
        }
        return tx.run(work -> locked(work, kind, code, " FOR UPDATE").flatMap(entry -> {
            ETags.requireMatch(ifMatch, entry.version());
            return work.update("""
                            UPDATE configuration SET version = version + 1, data = $3::text::jsonb
                            WHERE kind = $1 AND code = $2""", kind.name(), code, Codec.write(thing))
                    .map(done -> answer(200, thing, entry.version() + 1).toResponse());
        }));
    }

    /** @param inUse whether tickets have it; then it stays */
    <T> Uni<Response> remove(Kind<T> kind, String code, Function<Work, Uni<Boolean>> inUse) {
        return tx.run(work -> locked(work, kind, code, " FOR UPDATE")
                .flatMap(entry -> inUse.apply(work))
                .flatMap(used -> {
                    if (used) {
                        throw Problems.refused("in-use", "Tickets have this " + kind.name(), Map.of("code", code));
                    }
                    return work.update("DELETE FROM configuration WHERE kind = $1 AND code = $2", kind.name(), code);
                })
                .map(done -> Response.noContent().build()));
    }

    private static <T> Uni<Entry<T>> locked(Work work, Kind<T> kind, String code, String suffix) {
        return work.query(
                        "SELECT code, version, data::text AS data FROM configuration WHERE kind = $1 AND code = $2"
                                + suffix,
                        kind.name(),
                        code)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> Entry.of(row, kind))
                        .orElseThrow(() ->
                                Problems.notFound(kind.name(), code.length() > 64 ? code.substring(0, 64) : code)));
    }

    private static <T> Answer answer(int status, T thing, long version) {
        return Answer.of(status, thing).with("ETag", ETags.of(version));
    }
}
