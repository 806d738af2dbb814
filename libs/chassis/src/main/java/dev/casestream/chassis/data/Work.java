package dev.casestream.chassis.data;

import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import io.vertx.sqlclient.RowSet;
import io.vertx.sqlclient.Tuple;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.reactive.mutiny.Mutiny;
import org.hibernate.reactive.mutiny.impl.MutinySessionImpl;
import org.hibernate.reactive.pool.impl.SqlClientConnection;
import org.jspecify.annotations.Nullable;

/**
 * One transaction in progress: entities through {@link #session()}, multi-row statements through {@link #query} on the
 * same connection. Entity changes reach the database at commit; {@code session().flush()} first where SQL must see
 * them.
 */
public final class Work {

    private final Mutiny.Session session;
    private final SpanContext trace;
    private boolean published;

    Work(Mutiny.Session session, SpanContext trace) {
        this.session = session;
        this.trace = trace;
    }

    public Mutiny.Session session() {
        return session;
    }

    /**
     * Runs one prepared statement with positional parameters ({@code $1}, arrays included).
     *
     * @return its rows; empty for statements without {@code RETURNING}
     */
    public Uni<List<Row>> query(String sql, @Nullable Object... parameters) {
        return execute(sql, parameters).map(rows -> {
            var list = new ArrayList<Row>(rows.size());
            rows.forEach(list::add);
            return list;
        });
    }

    /** Runs one prepared statement and tells how many rows it touched. */
    public Uni<Integer> update(String sql, @Nullable Object... parameters) {
        return execute(sql, parameters).map(RowSet::rowCount);
    }

    private Uni<RowSet<Row>> execute(String sql, @Nullable Object... parameters) {
        var connection = (SqlClientConnection) ((MutinySessionImpl) session).getReactiveConnection();
        return Uni.createFrom().completionStage(() -> connection.preparedQuery(sql, Tuple.wrap(parameters)));
    }

    /** The database's clock, the only one that decisions are made by (a stepped JVM clock changes nothing). */
    public Uni<Instant> now() {
        return query("SELECT clock_timestamp() AS now")
                .map(rows -> rows.getFirst().get(OffsetDateTime.class, "now").toInstant());
    }

    /** The span that this is done in, for events to carry on; invalid where nothing is traced. */
    public SpanContext trace() {
        return trace;
    }

    /** Says that this transaction wrote to the outbox, so that the relay is woken after its commit. */
    public void markPublished() {
        published = true;
    }

    boolean published() {
        return published;
    }
}
