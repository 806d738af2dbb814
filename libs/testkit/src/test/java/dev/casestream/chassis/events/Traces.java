package dev.casestream.chassis.events;

import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;

/** What lies in the database, read by a way that is not under test. */
final class Traces {

    private Traces() {}

    /** The versions of a key that were applied, in the order in which they were. */
    static List<Long> applied(String topic, Object key) {
        return longs(
                "SELECT version FROM applied WHERE topic = '" + topic + "' AND key = '" + key + "' ORDER BY position");
    }

    static List<Long> parked(Object key) {
        return longs("SELECT version FROM parked_event WHERE key = '" + key + "' ORDER BY version");
    }

    static long outboxDepth() {
        return longs("SELECT count(*) FROM outbox").getFirst();
    }

    static void execute(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static List<Long> longs(String sql) {
        try (var connection = connect();
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            var values = new ArrayList<Long>();
            while (rows.next()) {
                values.add(rows.getLong(1));
            }
            return values;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static Connection connect() throws SQLException {
        return DriverManager.getConnection(
                ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class));
    }
}
