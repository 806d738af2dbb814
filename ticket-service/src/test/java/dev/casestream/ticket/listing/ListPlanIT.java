package dev.casestream.ticket.listing;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.ticket.Plans;
import dev.casestream.ticket.Scene;
import dev.casestream.ticket.listing.TicketList.Asked;
import dev.casestream.ticket.visibility.Right;
import dev.casestream.ticket.visibility.Visibility;
import dev.casestream.ticket.visibility.Visibility.AssignedTo;
import dev.casestream.ticket.visibility.Visibility.Everything;
import dev.casestream.ticket.visibility.Visibility.OfTeams;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.specification.RequestSpecification;
import io.vertx.core.json.JsonArray;
import io.vertx.core.json.JsonObject;
import jakarta.inject.Inject;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** With many tickets every filter in every order reads an index, and little of it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ListPlanIT {

    private static final int TICKETS = 50_000;
    /** No page reads, or sorts, more rows than this share of them. */
    private static final int FEW = TICKETS / 4;

    private static final String GENERATE = """
            INSERT INTO customer (id, version, name, organisation, created_at, updated_at)
            SELECT ('00000000-0000-7000-8000-' || lpad(to_hex(g), 12, '0'))::uuid, 1, 'Customer ' || g,
                   ('00000000-0000-7000-9000-' || lpad(to_hex(g %% 500), 12, '0'))::uuid, now(), now()
            FROM generate_series(1, 5000) g;
            INSERT INTO ticket (id, number, version, subject, status, priority, category, level, tags, team, agent, customer_id,
                                channel, fields, created_at, updated_at)
            SELECT ('00000000-0000-7000-a000-' || lpad(to_hex(g), 12, '0'))::uuid, 'CS-9' || lpad(g::text, 8, '0'), 1, 'Generated',
                   CASE WHEN s < 20 THEN 'NEW' WHEN s < 40 THEN 'OPEN' WHEN s < 60 THEN 'PENDING'
                        WHEN s < 80 THEN 'ON_HOLD' WHEN s < 100 THEN 'SOLVED' ELSE 'CLOSED' END,
                   (ARRAY['LOW','MEDIUM','MEDIUM','HIGH','MEDIUM','CRITICAL'])[1 + p %% 6], 'category-' || c %% 40, 1,
                   ARRAY['tag-' || c %% 101], 'generated-' || m %% 10, nullif('agent-' || p %% 31, 'agent-0'),
                   ('00000000-0000-7000-8000-' || lpad(to_hex(1 + c %% 5000), 12, '0'))::uuid, 'channel-' || m / 10 %% 5, '{}',
                   timestamptz '2020-01-01' + g * interval '1 minute',
                   timestamptz '2020-01-01' + (g + g %% 977) * interval '1 minute'
            FROM generate_series(1, %1$d) g
            CROSS JOIN LATERAL (SELECT abs(hashint4(g)) %% 1000 AS s, abs(hashint4(g + 1000000)) AS p,
                                       abs(hashint4(g + 2000000)) AS c, abs(hashint4(g + 3000000)) AS m) chance;
            INSERT INTO message (id, ticket_id, version, kind, author_role, author, channel, subject, body, attachments, created_at)
            SELECT id, id, 1, 'CUSTOMER', 'SYSTEM', 'x', 'x', '',
                   'platypus' || CASE WHEN number = 'CS-900025000' THEN ' axolotl' ELSE '' END, '[]', created_at
            FROM ticket WHERE subject = 'Generated';
            INSERT INTO mention (name, ticket_id)
            SELECT CASE g %% 2 WHEN 0 THEN 'agent:agent-' || g %% 31 ELSE 'team:generated-' || g %% 10 END,
                   ('00000000-0000-7000-a000-' || lpad(to_hex(g), 12, '0'))::uuid
            FROM generate_series(1, %1$d, 3) g""".formatted(TICKETS);

    private static final Map<String, String> FILTERS = Map.ofEntries(
            Map.entry("status", "NEW"),
            Map.entry("priority", "CRITICAL"),
            Map.entry("team", "generated-3"),
            Map.entry("agent", "agent-7"),
            Map.entry("mentioned", "agent-7"),
            Map.entry("requester", "00000000-0000-7000-8000-000000000100"),
            Map.entry("organisation", "00000000-0000-7000-9000-000000000010"),
            Map.entry("tag", "tag-7"),
            Map.entry("category", "category-9"),
            Map.entry("channel", "channel-2"),
            Map.entry("createdFrom", "2020-02-01T00:00:00Z"),
            Map.entry("createdTo", "2020-01-03T00:00:00Z"),
            Map.entry("updatedFrom", "2020-02-03T00:00:00Z"));

    @Inject
    Tx tx;

    @BeforeEach
    void many_tickets() throws SQLException {
        try (var connection = Scene.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM ticket WHERE number = 'CS-900025000'")) {
            if (!rows.next()) {
                statement.execute(GENERATE);
                statement.execute("VACUUM (ANALYZE)");
            }
        }
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RELEVANCE")
    void every_filter_in_every_order_reads_little_of_an_index(TicketOrder order) {
        var single = FILTERS.entrySet().stream().map(filter -> Map.of(filter.getKey(), List.of(filter.getValue())));
        var others = Stream.of(
                Map.<String, List<String>>of(),
                Map.of("agent", List.of("none")),
                Map.of("mentioned", List.of("me")),
                Map.of("createdTo", List.of("2020-01-20T00:00:00Z")),
                Map.of("createdFrom", List.of("2020-01-10T00:00:00Z"), "createdTo", List.of("2020-01-20T00:00:00Z")),
                Map.of("updatedFrom", List.of("2020-01-20T00:00:00Z")),
                Map.of("status", List.of("NEW", "OPEN"), "team", List.of("generated-3")),
                Map.of("status", List.of("NEW", "OPEN"), "priority", List.of("CRITICAL", "HIGH")));
        Stream.concat(single, others).forEach(filter -> {
            reads_little(filter, new Everything(), order);
            if (!filter.containsKey("team")) {
                reads_little(
                        filter,
                        new OfTeams(Map.of(Right.READ, Set.of("generated-1", "generated-2")), "agent-1"),
                        order);
            }
            reads_little(filter, new AssignedTo("agent-2"), order);
        });
    }

    private void reads_little(Map<String, List<String>> filter, Visibility viewer, TicketOrder order) {
        var asked =
                new Asked(TicketFilter.of(filter), viewer, new Me("agent-1", Set.of("generated-1")), null, null, 50);
        var statement = TicketList.statement(asked, order, Optional.empty());
        var plan = tx.run(work -> Plans.forValues(work)
                        .chain(() -> work.query(
                                "EXPLAIN (ANALYZE, FORMAT JSON) " + statement.sql(), statement.parameters())))
                .map(rows -> rows.getFirst().getValue(0))
                .await()
                .atMost(Duration.ofSeconds(30));
        var root = (plan instanceof JsonArray array ? array : new JsonArray(plan.toString()))
                .getJsonObject(0)
                .getJsonObject("Plan");
        nodes(root).forEach(node -> {
            assertThat(node.getString("Node Type") + " " + node.getString("Relation Name", ""))
                    .as("%s as %s by %s: %s", filter, viewer, order, root.encode())
                    .isNotIn("Seq Scan ticket", "Parallel Seq Scan ticket");
            if (node.getString("Node Type").equals("Bitmap Index Scan")) {
                return;
            }
            assertThat(node.getDouble("Actual Rows", 0.0) + node.getDouble("Rows Removed by Filter", 0.0))
                    .as("%s as %s by %s: %s", filter, viewer, order, root.encode())
                    .isLessThan(FEW);
        });
    }

    private static Stream<JsonObject> nodes(JsonObject plan) {
        return Stream.concat(
                Stream.of(plan),
                plan.getJsonArray("Plans", new JsonArray()).stream()
                        .map(JsonObject.class::cast)
                        .flatMap(ListPlanIT::nodes));
    }

    @ParameterizedTest
    @EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "RELEVANCE")
    void a_span_of_time_is_paged_through_in_every_order(TicketOrder order) throws SQLException {
        Supplier<RequestSpecification> list = () -> admin().queryParam("sort", order.sort())
                .queryParam("createdFrom", "2020-01-10T00:00:00Z")
                .queryParam("createdTo", "2020-01-10T12:00:00Z")
                .queryParam("updatedFrom", "2020-01-10T06:00:00Z")
                .queryParam("limit", 100);
        var seen = new ArrayList<String>();
        @Nullable String cursor = null;
        do {
            var page = (cursor == null ? list.get() : list.get().queryParam("cursor", cursor))
                    .get("/v1/tickets")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.number", String.class));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        var column = order.sort().replace("-", "");
        var by = column.equals("priority") ? "urgency %1$s, created_at" : column.replace("At", "_at");
        assertThat(seen)
                .hasSizeGreaterThan(400)
                .isEqualTo(
                        numbers((by + " %1$s, id %1$s").formatted(order.sort().startsWith("-") ? "DESC" : "ASC")));
    }

    private static List<String> numbers(String order) throws SQLException {
        var numbers = new ArrayList<String>();
        try (var connection = Scene.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT number FROM ticket WHERE created_at >= '2020-01-10T00:00:00Z'"
                        + " AND created_at < '2020-01-10T12:00:00Z' AND updated_at >= '2020-01-10T06:00:00Z' ORDER BY "
                        + order)) {
            while (rows.next()) {
                numbers.add(rows.getString(1));
            }
        }
        return numbers;
    }

    @Test
    void a_common_word_in_a_span_of_time_is_found_in_the_order_of_another() {
        var page = admin().queryParam("q", "platypus")
                .queryParam("createdTo", "2020-01-20T00:00:00Z")
                .queryParam("sort", "-updatedAt")
                .queryParam("limit", 10)
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
        assertThat(page.getList("items.id")).hasSize(10);
        assertThat(page.getList("items.updatedAt", String.class)).isSortedAccordingTo(Comparator.reverseOrder());
    }

    @Test
    void a_common_word_is_found_page_by_page_until_the_last_ticket() {
        Supplier<RequestSpecification> search = () -> admin().queryParam("q", "platypus")
                .queryParam("team", "generated-3")
                .queryParam("status", "NEW", "OPEN", "PENDING", "SOLVED")
                .queryParam("limit", 200);
        var seen = new HashSet<String>();
        @Nullable String cursor = null;
        do {
            var page = (cursor == null ? search.get() : search.get().queryParam("cursor", cursor))
                    .get("/v1/tickets")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            seen.addAll(page.getList("items.id"));
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        search.get()
                .queryParam("count", "exact")
                .get("/v1/tickets")
                .then()
                .header("X-Total-Count", equalTo(Integer.toString(seen.size())));
        assertThat(seen).hasSizeGreaterThan(200);
        admin().queryParam("q", "platypus axolotl")
                .get("/v1/tickets")
                .then()
                .body("items.number", equalTo(List.of("CS-900025000")));
        as(Roles.AGENT, "x", "generated-1")
                .queryParam("q", "platypus axolotl")
                .get("/v1/tickets")
                .then()
                .body("items.size()", equalTo(0));
    }

    @Test
    void numbers_of_tickets_are_kept_not_counted() throws SQLException {
        assertThat(total("team", "generated-3")).isEqualTo(counted("team = 'generated-3'"));
        assertThat(total("status", "NEW", "team", "generated-0"))
                .isEqualTo(counted("status = 'NEW' AND team = 'generated-0'"));
        assertThat(total("category", "category-9", "team", "generated-0"))
                .isEqualTo(counted("category = 'category-9' AND team = 'generated-0'"));
        try (var connection = Scene.database();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE ticket SET agent = 'agent-x', status = 'OPEN' WHERE number = 'CS-900025000'");
        }
        assertThat(total("agent", "agent-x")).isOne();
        await().atMost(20, SECONDS).until(() -> rows("ticket_tally_change", "true") == 0);
        assertThat(total("agent", "agent-x")).isOne();
        assertThat(total("team", "generated-3")).isEqualTo(counted("team = 'generated-3'"));
    }

    private static long counted(String condition) throws SQLException {
        return rows("ticket", condition);
    }

    private static long rows(String table, String condition) throws SQLException {
        try (var connection = Scene.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM " + table + " WHERE " + condition)) {
            rows.next();
            return rows.getLong(1);
        }
    }

    private static long total(String... filters) {
        var request = as(
                Roles.LEAD,
                "lena",
                "generated-0",
                "generated-3",
                "generated-9",
                "generated-5",
                "generated-7",
                "generated-1");
        for (int i = 0; i < filters.length; i += 2) {
            request.queryParam(filters[i], filters[i + 1]);
        }
        return Long.parseLong(request.queryParam("count", "exact")
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .extract()
                .header("X-Total-Count"));
    }
}
