package dev.casestream.bench.seed;

import dev.casestream.bench.platform.Database;
import dev.casestream.bench.platform.Platform;
import dev.casestream.bench.platform.Publisher;
import dev.casestream.contracts.Topic;
import dev.casestream.local.topology.Service;
import java.io.IOException;
import java.io.StringReader;
import java.sql.Connection;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import org.postgresql.PGConnection;

/** Fills ticket-service's tables, and its topics with the events that they come from. */
public final class Seeder {
    private static final int BLOCK = 5_000;
    private static final List<String> TABLES =
            List.of("customer", "customer_identity", "ticket", "ticket_event", "message", "conversation");

    private final Platform platform;
    private final long tickets;

    public Seeder(Platform platform, long tickets) {
        this.platform = platform;
        this.tickets = tickets;
    }

    public void seed() throws IOException, SQLException, InterruptedException {
        var database = platform.database(Service.TICKET);
        try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
            var published = threads.submit(() -> {
                publish();
                return true;
            });
            write(database);
            published.get();
        } catch (ExecutionException e) {
            throw new IllegalStateException("the events could not be published", e.getCause());
        }
    }

    /** The indexes are made when the rows are there, which takes a fraction of the time. */
    private void write(Database database) throws SQLException, IOException {
        try (var connection = database.open();
                var statement = connection.createStatement()) {
            statement.execute("SET session_replication_role = replica");
            statement.execute("SET synchronous_commit = off");
            statement.execute("SET maintenance_work_mem = '256MB'");
            var indexes = indexes(connection);
            for (var index : indexes.keySet()) {
                statement.execute("DROP INDEX " + index);
            }
            copy(connection);
            for (var definition : indexes.values()) {
                statement.execute(definition);
            }
            statement.execute("SELECT setval('ticket_number', " + (Seeds.FIRST_NUMBER + tickets) + ")");
            statement.execute("VACUUM (ANALYZE) " + String.join(", ", TABLES));
            statement.execute("CHECKPOINT");
        }
    }

    private static Map<String, String> indexes(Connection connection) throws SQLException {
        var definitions = new LinkedHashMap<String, String>();
        try (var query = connection.prepareStatement("""
                SELECT indexname, indexdef FROM pg_indexes i WHERE schemaname = 'public' AND tablename = ANY(?)
                AND NOT EXISTS (SELECT FROM pg_constraint c WHERE c.conname = i.indexname)""")) {
            query.setArray(1, connection.createArrayOf("text", TABLES.toArray()));
            try (var rows = query.executeQuery()) {
                while (rows.next()) {
                    definitions.put(rows.getString(1), rows.getString(2));
                }
            }
        }
        return definitions;
    }

    private void copy(Connection connection) throws SQLException, IOException {
        for (long from = 0; from < tickets; from += BLOCK) {
            var rows = new LinkedHashMap<String, StringBuilder>();
            for (long index = from; index < Math.min(tickets, from + BLOCK); index++) {
                add(rows, index);
            }
            var copy = connection.unwrap(PGConnection.class).getCopyAPI();
            for (var table : rows.entrySet()) {
                copy.copyIn(
                        "COPY " + table.getKey() + " FROM STDIN",
                        new StringReader(table.getValue().toString()));
            }
        }
    }

    private static void add(Map<String, StringBuilder> rows, long index) {
        if (index % Seeds.TICKETS_PER_CUSTOMER == 0) {
            var number = index / Seeds.TICKETS_PER_CUSTOMER;
            var customer = Seeds.profile(number);
            line(
                    rows,
                    "customer (id, version, name, language, created_at, updated_at)",
                    Arrays.asList(
                            customer.subject(), 1, customer.require().name(), "en", customer.time(), customer.time()));
            line(
                    rows,
                    "customer_identity (type, value, verified, customer_id)",
                    List.of("email", Seeds.email(number), true, customer.subject()));
        }
        var seed = Seeds.ticket(index);
        line(rows, "ticket (" + Seed.TICKET + ")", seed.ticket());
        seed.events().forEach(event -> line(rows, "ticket_event (" + Seed.EVENT + ")", Seed.row(event)));
        line(rows, "message (" + Seed.MESSAGE + ")", seed.message());
        var opened = seed.opened();
        line(
                rows,
                "conversation (key, ticket_id)",
                List.of(opened.channel() + ":" + opened.inquiryId(), opened.ticketId()));
    }

    private static void line(
            Map<String, StringBuilder> rows,
            String table,
            List<? extends @org.jspecify.annotations.Nullable Object> columns) {
        CopyText.line(rows.computeIfAbsent(table, name -> new StringBuilder()), columns);
    }

    private void publish() {
        try (var publisher = new Publisher(platform)) {
            for (long index = 0; index < tickets; index++) {
                if (index % Seeds.TICKETS_PER_CUSTOMER == 0) {
                    var customer = Seeds.profile(index / Seeds.TICKETS_PER_CUSTOMER);
                    publisher.send(Topic.CUSTOMERS, customer.subject(), customer);
                }
                var seed = Seeds.ticket(index);
                var key = seed.opened().ticketId().toString();
                seed.events().forEach(event -> publisher.send(Topic.TICKETS, key, event));
                publisher.send(Topic.MESSAGES, key, seed.text());
            }
            publisher.flush();
        }
    }
}
