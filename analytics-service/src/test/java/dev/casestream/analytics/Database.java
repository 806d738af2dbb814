package dev.casestream.analytics;

import java.sql.DriverManager;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The service's database, as a tool sees it that knows nothing of the service. */
final class Database {

    private Database() {}

    static List<List<@Nullable Object>> query(String sql) {
        return query("", sql);
    }

    /** @param role what the tool signs in as */
    static List<List<@Nullable Object>> query(String role, String sql) {
        var url = ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class);
        try (var connection = DriverManager.getConnection(url, "postgres", "postgres");
                var statement = connection.createStatement()) {
            if (!role.isEmpty()) {
                statement.execute("SET ROLE " + role);
            }
            var rows = new ArrayList<List<@Nullable Object>>();
            if (statement.execute(sql)) {
                var result = statement.getResultSet();
                while (result.next()) {
                    var row = new ArrayList<@Nullable Object>();
                    for (int i = 1; i <= result.getMetaData().getColumnCount(); i++) {
                        row.add(result.getObject(i));
                    }
                    rows.add(row);
                }
            }
            return rows;
        } catch (SQLException e) {
            throw new IllegalStateException(e.getMessage(), e);
        }
    }

    static double number(String sql) {
        return query(sql).getFirst().getFirst() instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
