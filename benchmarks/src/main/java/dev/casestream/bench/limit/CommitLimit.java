package dev.casestream.bench.limit;

import dev.casestream.bench.load.Clients;
import dev.casestream.bench.platform.Database;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** What PostgreSQL commits of a ticket, a message, a key and an outbox row, about 1 KiB together. */
public final class CommitLimit {
    /** Rows of each table in one transaction of {@link Shape#FIFTY}. */
    private static final int MANY = 50;

    private static final String TEXT = "My order has not arrived, though the page says that it has. ".repeat(5);

    private static final String[] SCHEMA = {
        "DROP TABLE IF EXISTS key, ticket, message, outbox",
        "CREATE TABLE key (key text PRIMARY KEY, hash text NOT NULL)",
        "CREATE TABLE ticket (id uuid PRIMARY KEY, number bigint GENERATED ALWAYS AS IDENTITY, status text NOT NULL,"
                + " subject text NOT NULL, updated_at timestamptz NOT NULL DEFAULT clock_timestamp())",
        "CREATE INDEX ticket_updated ON ticket (updated_at, id)",
        "CREATE TABLE message (id uuid PRIMARY KEY, ticket_id uuid NOT NULL, body text NOT NULL)",
        "CREATE TABLE outbox (id bigint GENERATED ALWAYS AS IDENTITY PRIMARY KEY, topic text NOT NULL, key text NOT NULL,"
                + " headers text NOT NULL, payload bytea NOT NULL)"
    };

    private static final List<String> INSERTS = List.of(
            "INSERT INTO key (key, hash) SELECT id::text, md5(id::text) FROM unnest(?::uuid[]) id",
            "INSERT INTO ticket (id, status, subject) SELECT id, 'NEW', left(?, 60) FROM unnest(?::uuid[]) id",
            "INSERT INTO message (id, ticket_id, body) SELECT id, id, ? FROM unnest(?::uuid[]) id",
            "INSERT INTO outbox (topic, key, headers, payload) SELECT 'tickets', id::text, left(?, 150), ?::bytea"
                    + " FROM unnest(?::uuid[]) id");

    /** How the rows are brought in. */
    public enum Shape {
        /** A transaction of four statements a request. */
        FOUR("a request per transaction, four statements"),
        /** All of it in one statement. */
        ONE("a request per transaction, one statement"),
        /** Fifty requests in a transaction of four statements. */
        FIFTY("50 requests per transaction");

        private final String text;

        Shape(String text) {
            this.text = text;
        }

        public String text() {
            return text;
        }

        int rows() {
            return this == FIFTY ? MANY : 1;
        }

        private List<String> statements() {
            return this == ONE
                    ? List.of("WITH k AS (" + INSERTS.get(0) + "), t AS (" + INSERTS.get(1) + "), m AS ("
                            + INSERTS.get(2) + ") " + INSERTS.get(3))
                    : INSERTS;
        }
    }

    private CommitLimit() {}

    public static void prepare(Database database) throws SQLException {
        database.run(SCHEMA);
    }

    /** A client with a connection of its own; one piece of work is one transaction. */
    public static Clients.Client client(Database database, Shape shape) throws SQLException {
        var connection = database.open();
        connection.setAutoCommit(shape == Shape.ONE);
        var statements = new ArrayList<PreparedStatement>();
        for (var sql : shape.statements()) {
            statements.add(connection.prepareStatement(sql));
        }
        return new Client(connection, statements, shape.rows());
    }

    private record Client(Connection connection, List<PreparedStatement> statements, int rows)
            implements Clients.Client {
        @Override
        public int work() throws SQLException {
            var ids = connection.createArrayOf(
                    "uuid", Stream.generate(UUID::randomUUID).limit(rows).toArray());
            for (var statement : statements) {
                var parameters = statement.getParameterMetaData().getParameterCount();
                bind(statement, parameters, ids);
                statement.executeUpdate();
            }
            if (!connection.getAutoCommit()) {
                connection.commit();
            }
            return rows;
        }

        private static void bind(PreparedStatement statement, int parameters, java.sql.Array ids) throws SQLException {
            var types = statement.getParameterMetaData();
            for (int i = 1; i <= parameters; i++) {
                switch (types.getParameterTypeName(i)) {
                    case "_uuid" -> statement.setArray(i, ids);
                    case "bytea" -> statement.setBytes(i, TEXT.getBytes(java.nio.charset.StandardCharsets.UTF_8));
                    default -> statement.setString(i, TEXT);
                }
            }
        }

        @Override
        public void close() throws SQLException {
            connection.close();
        }
    }
}
