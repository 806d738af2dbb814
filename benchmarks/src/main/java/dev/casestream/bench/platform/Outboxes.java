package dev.casestream.bench.platform;

import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;

/** What waits in the outboxes of all services, over connections that stay open: making one costs more than asking. */
public final class Outboxes implements AutoCloseable {
    private final List<Connection> connections = new ArrayList<>();

    public Outboxes(Platform platform) throws IOException, SQLException {
        for (var service : Service.values()) {
            connections.add(platform.database(service).open());
        }
    }

    public long waiting() throws SQLException {
        long waiting = 0;
        for (var connection : connections) {
            try (var statement = connection.createStatement();
                    var rows = statement.executeQuery("SELECT count(*) FROM outbox")) {
                rows.next();
                waiting += rows.getLong(1);
            }
        }
        return waiting;
    }

    @Override
    public void close() throws SQLException {
        for (var connection : connections) {
            connection.close();
        }
    }
}
