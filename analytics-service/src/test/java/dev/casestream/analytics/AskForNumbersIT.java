package dev.casestream.analytics;

import static dev.casestream.analytics.Numbers.as;
import static dev.casestream.analytics.Numbers.tell;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItem;
import static org.hamcrest.Matchers.hasKey;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;

import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class AskForNumbersIT {

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            ticket_volume?step=often                                             | step
            ticket_volume?step=PT1S                                              | step
            ticket_volume?step=-P1D                                              | step
            ticket_volume?step=PT1M&from=2026-01-01T00:00:00Z                    | step
            ticket_volume?from=yesterday                                         | from
            ticket_volume?to=2026-13-01T00:00:00Z                                | to
            ticket_volume?from=2026-02-01T00:00:00Z&to=2026-01-01T00:00:00Z      | from
            ticket_volume?by=customer                                            | by
            ticket_volume?by=clock                                               | by
            ticket_volume?by=team%27%3B%20DROP%20TABLE%20measurement             | by
            ticket_volume?colour=blue                                            | colour""")
    void what_makes_no_sense_is_refused_by_the_name_of_the_field(String path, String field) {
        as("admin")
                .urlEncodingEnabled(false)
                .get("/v1/metrics/" + path)
                .then()
                .statusCode(400)
                .contentType("application/problem+json")
                .body("errors[0].field", equalTo(field));
    }

    @Test
    void a_metric_that_does_not_exist_is_not_found() {
        as("admin").get("/v1/metrics/happiness").then().statusCode(404).contentType("application/problem+json");
    }

    @Test
    void more_points_than_a_page_can_take_are_refused() {
        try (var probe = new KafkaProbe()) {
            var stories = new Story[12];
            for (int i = 0; i < stories.length; i++) {
                stories[i] = Story.at("2025-05-05T08:00:00Z").opened("email", "many-" + i);
            }
            tell(probe, stories);
        }
        as("admin")
                .get("/v1/metrics/ticket_volume?step=PT10M&by=team&from=2025-05-05T00:00:00Z&to=2025-05-11T00:00:00Z")
                .then()
                .statusCode(400)
                .body("detail", containsString("10000 points"));
    }

    @Test
    void the_catalogue_defines_every_metric() {
        as("lead")
                .get("/v1/metrics")
                .then()
                .statusCode(200)
                .body("items.name", hasItem("first_response_time"))
                .body("items", hasSize(13))
                .body("items.definition", everyItem(notNullValue()))
                .body("items.definitionVersion", everyItem(equalTo(1)));
    }

    @Test
    void a_lead_sees_the_numbers_of_the_own_teams_only() {
        try (var probe = new KafkaProbe()) {
            tell(
                    probe,
                    Story.at("2025-06-02T08:00:00Z").opened("email", "mine"),
                    Story.at("2025-06-02T08:00:00Z").opened("email", "theirs"));
        }
        var day = "?by=team&from=2025-06-02T00:00:00Z&to=2025-06-03T00:00:00Z";
        as("lead", "mine")
                .get("/v1/metrics/ticket_volume" + day)
                .then()
                .body("series.by.team", equalTo(List.of("mine")));
        as("lead").get("/v1/metrics/ticket_volume" + day).then().body("series", hasSize(0));
        as("lead", "mine")
                .get("/v1/facts/tickets?from=2025-06-02T00:00:00Z&to=2025-06-03T00:00:00Z")
                .then()
                .body("items.team", equalTo(List.of("mine")));
        as("agent", "mine").get("/v1/overview").then().statusCode(200).body("open", equalTo(1));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {"/v1/metrics", "/v1/metrics/backlog", "/v1/facts/tickets", "/v1/projections", "/v1/overview"})
    void numbers_are_not_for_customers_nor_for_strangers(String path) {
        given().get(path).then().statusCode(401);
        as("customer").get(path).then().statusCode(403);
    }

    @Test
    void facts_come_page_by_page() {
        try (var probe = new KafkaProbe()) {
            tell(
                    probe,
                    Story.at("2025-07-07T08:00:00Z").opened("email", "support"),
                    Story.at("2025-07-07T09:00:00Z").opened("email", "support"),
                    Story.at("2025-07-07T10:00:00Z").opened("email", "support"));
        }
        var day = "/v1/facts/tickets?limit=2&from=2025-07-07T00:00:00Z&to=2025-07-08T00:00:00Z";
        var first = as("service")
                .get(day)
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .extract();
        assertThat(first.path("items[0].opened_at").toString()).isEqualTo("2025-07-07T08:00:00Z");
        as("service")
                .get(day + "&cursor=" + first.path("nextCursor"))
                .then()
                .body("items", hasSize(1))
                .body("items[0].opened_at", equalTo("2025-07-07T10:00:00Z"))
                .body("items[0]", not(hasKey("generation")))
                .body("nextCursor", equalTo(null));
        as("service").get(day + "&format=csv").then().header("Link", containsString("cursor="));
        as("service").get("/v1/facts/tickets?cursor=x").then().statusCode(400);
        as("service")
                .get("/v1/facts/tickets?format=parquet")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("format"));
    }

    @Test
    void csv_holds_no_formulas() {
        try (var probe = new KafkaProbe()) {
            tell(probe, new Story(UUID.randomUUID(), Instant.parse("2025-08-04T08:00:00Z")).opened("email", "=1+1"));
        }
        var csv = as("admin")
                .get("/v1/facts/tickets?format=csv&from=2025-08-04T00:00:00Z&to=2025-08-05T00:00:00Z")
                .then()
                .statusCode(200)
                .contentType("text/csv")
                .extract()
                .asString();
        assertThat(csv).startsWith("ticket_id,row_version,").contains(",'=1+1,").doesNotContain(",=1+1");
        assertThat(csv.lines()).hasSize(2);
    }

    @Test
    void every_column_for_bi_says_what_it_is_and_the_views_have_the_contracts_columns() {
        assertThat(Database.query("""
                SELECT c.table_name, c.column_name FROM information_schema.columns c
                WHERE c.table_schema = 'bi' AND col_description(
                    (c.table_schema || '.' || c.table_name)::regclass, c.ordinal_position::int) IS NULL""")).isEmpty();
        assertThat(Database.query("""
                SELECT column_name FROM information_schema.columns
                WHERE table_schema = 'bi' AND table_name = 'ticket_facts' ORDER BY ordinal_position""").stream().map(List::getFirst))
                .map(String::valueOf)
                .containsExactlyElementsOf(FactColumns.NAMES);
    }

    @Test
    void a_reader_for_bi_sees_the_views_and_nothing_else() {
        Database.query("CREATE ROLE bi_reader_" + ProcessHandle.current().pid());
        var role = "bi_reader_" + ProcessHandle.current().pid();
        Database.query("GRANT USAGE ON SCHEMA bi TO " + role + "; GRANT SELECT ON ALL TABLES IN SCHEMA bi TO " + role);
        assertThat(Database.query(role, "SELECT count(*) FROM bi.ticket_facts")).hasSize(1);
        assertThatThrownBy(() -> Database.query(role, "SELECT * FROM public.ticket_state"))
                .hasMessageContaining("permission denied");
        assertThatThrownBy(() -> Database.query(role, "DELETE FROM public.measurement"))
                .hasMessageContaining("permission denied");
    }
}
