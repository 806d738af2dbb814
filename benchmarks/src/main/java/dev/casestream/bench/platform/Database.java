package dev.casestream.bench.platform;

import dev.casestream.local.postgres.PostgresServer;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;

/** A service's database, looked at from outside. */
public record Database(String url, String password) {

    public Connection open() throws SQLException {
        return DriverManager.getConnection(url, PostgresServer.USER, password);
    }

    public void run(String... statements) throws SQLException {
        try (var connection = open();
                var statement = connection.createStatement()) {
            for (var sql : statements) {
                statement.execute(sql);
            }
        }
    }

    /** The one number that a query gives. */
    public double number(String sql) throws SQLException {
        try (var connection = open();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            rows.next();
            return rows.getDouble(1);
        }
    }

    public long count(String sql) throws SQLException {
        return (long) number(sql);
    }
}
