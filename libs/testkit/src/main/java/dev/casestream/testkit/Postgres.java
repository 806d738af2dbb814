package dev.casestream.testkit;

import io.zonky.test.db.postgres.embedded.EmbeddedPostgres;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.UUID;

/** A real PostgreSQL server, one a JVM, with a fresh database for whoever asks. */
public final class Postgres {

    private static final int PORT = portOfThisJvm();

    private Postgres() {}

    /** @return the name of a new, empty database */
    public static String freshDatabase() {
        var name = "t_" + UUID.randomUUID().toString().replace("-", "");
        try (var connection = DriverManager.getConnection(jdbcUrl("postgres"));
                var statement = connection.createStatement()) {
            statement.execute("CREATE DATABASE " + name);
            return name;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    public static String reactiveUrl(String database) {
        return "postgresql://127.0.0.1:" + PORT + "/" + database;
    }

    public static String jdbcUrl(String database) {
        return "jdbc:postgresql://127.0.0.1:" + PORT + "/" + database + "?user=postgres";
    }

    /** A {@code @QuarkusTest} sees this class through two class loaders: both are to use one server. */
    private static int portOfThisJvm() {
        synchronized (System.getProperties()) {
            var known = Integer.getInteger("casestream.test.postgres");
            if (known != null) {
                return known;
            }
            var port = start().getPort();
            System.setProperty("casestream.test.postgres", Integer.toString(port));
            return port;
        }
    }

    private static EmbeddedPostgres start() {
        try {
            return EmbeddedPostgres.builder()
                    .setServerConfig("max_connections", "200")
                    .setServerConfig("shared_buffers", "64MB")
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
