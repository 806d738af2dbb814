package dev.casestream.sla;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.everyItem;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.time.Instant;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class SlaResourcesIT {

    private static final String OFFICE = """
            {"timeZone": "Europe/Copenhagen", "hours": {"MON": [["09:00", "17:00"]], "TUE": [["09:00", "17:00"]]},
             "holidays": ["2026-06-02"], "openings": {"2026-06-06": [["10:00", "12:00"]]}}""";
    private static final String NIGHTS = """
            {"timeZone": "Europe/Copenhagen", "hours": {"SAT": [["22:00", "06:00"]]}}""";
    private static final String POLICY = """
            {"id": "%s", "name": "Fax", "position": 1, "when": {"channels": ["%s"]}, "warnAt": [80, 50],
             "targets": {"FIRST_RESPONSE": "PT1H"}, "calendar": "around-the-clock"}""";

    private final KafkaProbe kafka = new KafkaProbe();

    @AfterEach
    void tearDown() {
        kafka.close();
    }

    @Test
    void preview_tells_when_it_is_due() {
        preview(OFFICE, "\"start\": \"2026-06-01T14:00:00Z\", \"add\": \"PT4H\"")
                .body("due", equalTo("2026-06-08T08:00:00Z"))
                .body("elapsed", nullValue());
    }

    @ParameterizedTest
    @CsvSource({
        "2026-03-28T12:00:00Z, 2026-03-29T12:00:00Z, PT7H", // the clock is put forward
        "2026-10-24T12:00:00Z, 2026-10-25T12:00:00Z, PT9H", // and back
        "2026-06-06T12:00:00Z, 2026-06-07T12:00:00Z, PT8H"
    })
    void preview_tells_how_long_a_night_is(String start, String end, String elapsed) {
        preview(NIGHTS, "\"start\": \"%s\", \"end\": \"%s\"".formatted(start, end))
                .body("elapsed", equalTo(elapsed));
    }

    @Test
    void preview_leaves_out_pauses() {
        preview(OFFICE, """
                        "start": "2026-06-01T07:00:00Z", "add": "PT2H",
                        "pauses": [{"from": "2026-06-01T08:00:00Z", "to": "2026-06-01T10:30:00Z"},
                                   {"from": "2026-06-01T09:00:00Z", "to": "2026-06-01T10:00:00Z"}]""").body("due", equalTo("2026-06-01T11:30:00Z"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\"start\": \"2026-06-01T07:00:00Z\"",
                "\"start\": \"2026-06-01T07:00:00Z\", \"add\": \"-PT1H\"",
                "\"start\": \"2026-06-01T07:00:00Z\", \"add\": \"P5000D\"",
                "\"start\": \"2026-06-01T07:00:00Z\", \"add\": \"PT1H\", \"end\": \"2026-06-01T08:00:00Z\"",
                "\"start\": \"2026-06-01T07:00:00Z\", \"end\": \"2026-06-01T06:00:00Z\"",
                "\"start\": \"2026-06-01T07:00:00Z\", \"end\": \"2066-06-01T06:00:00Z\"",
                "\"start\": \"+1000000-06-01T07:00:00Z\", \"add\": \"PT1H\"",
                "\"start\": \"yesterday\", \"add\": \"PT1H\"",
                "\"start\": \"2026-06-01T07:00:00Z\", \"add\": \"PT1H\", \"colour\": \"red\"",
                "\"add\": \"PT1H\""
            })
    void preview_refuses_what_makes_no_sense(String question) {
        as(Roles.AGENT, "alice")
                .body("{\"calendar\": " + OFFICE + ", " + question + "}")
                .post("/v1/sla/calendars/preview")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "{\"timeZone\": \"Mars/Olympus\", \"hours\": {\"MON\": [[\"09:00\", \"17:00\"]]}}",
                "{\"timeZone\": \"UTC\", \"hours\": {}}",
                "{\"timeZone\": \"UTC\", \"hours\": {\"MON\": null}}",
                "{\"timeZone\": \"UTC\", \"hours\": {\"MON\": [null]}}",
                "{\"timeZone\": \"UTC\", \"hours\": {\"MON\": [[\"09:00\", null]]}}",
                "{\"timeZone\": \"UTC\", \"hours\": {\"MON\": [[\"09:00\"]]}}",
                "{\"timeZone\": \"UTC\", \"hours\": {\"MON\": [[\"25:00\", \"26:00\"]]}}",
                "{\"timeZone\": \"UTC\", \"hours\": {\"MON\": [[\"09:00\", \"09:00\"]]}}",
                "{\"timeZone\": \"UTC\", \"hours\": {\"MONDAY\": [[\"09:00\", \"17:00\"]]}}",
                "{\"hours\": {\"MON\": [[\"09:00\", \"17:00\"]]}}"
            })
    void preview_refuses_what_is_no_calendar(String calendar) {
        as(Roles.AGENT, "alice")
                .body("{\"calendar\": " + calendar + ", \"start\": \"2026-06-01T07:00:00Z\", \"add\": \"PT1H\"}")
                .post("/v1/sla/calendars/preview")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void a_new_platform_has_a_policy_for_each_priority() {
        as(Roles.ADMIN, "root")
                .get("/v1/sla/policies?limit=200")
                .then()
                .statusCode(200)
                .body("items.id", hasItems("critical", "high", "medium", "low"));
        as(Roles.ADMIN, "root")
                .get("/v1/sla/calendars")
                .then()
                .statusCode(200)
                .body("items.id", hasItems("business-hours", "around-the-clock"));
        as(Roles.ADMIN, "root")
                .get("/v1/sla/policies?limit=1")
                .then()
                .body("items", hasSize(1))
                .body("nextCursor", notNullValue());
    }

    @Test
    void a_policy_is_made_changed_and_retired() {
        var admin = Roles.ADMIN;
        var created = as(admin, "root")
                .header("Idempotency-Key", "fax-1")
                .body(POLICY.formatted("fax", "fax"))
                .post("/v1/sla/policies");
        assertThat(created.statusCode()).isEqualTo(201);
        assertThat(created.header("ETag")).isEqualTo("\"1\"");
        as(admin, "root")
                .header("Idempotency-Key", "fax-1")
                .body(POLICY.formatted("fax", "fax"))
                .post("/v1/sla/policies")
                .then()
                .statusCode(201)
                .header("Idempotency-Replayed", "true");
        as(admin, "root")
                .body(POLICY.formatted("fax", "fax"))
                .post("/v1/sla/policies")
                .then()
                .statusCode(409);

        var read = as(admin, "root").get("/v1/sla/policies/fax");
        assertThat(read.jsonPath().getList("warnAt")).containsExactly(80, 50);
        as(admin, "root")
                .body(read.asString())
                .put("/v1/sla/policies/fax")
                .then()
                .statusCode(428);
        as(admin, "root")
                .header("If-Match", "\"1\"")
                .body(read.asString())
                .put("/v1/sla/policies/fax")
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("version", equalTo(2));
        as(admin, "root")
                .header("If-Match", "\"1\"")
                .body(read.asString())
                .put("/v1/sla/policies/fax")
                .then()
                .statusCode(412);
        as(admin, "root")
                .header("If-Match", "\"2\"")
                .delete("/v1/sla/policies/fax")
                .then()
                .statusCode(204);
        as(admin, "root").get("/v1/sla/policies/fax").then().statusCode(404);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "\"PT1H\" | \"-PT1H\"",
                "\"PT1H\" | \"PT0S\"",
                "\"PT1H\" | \"soon\"",
                "\"PT1H\" | null",
                "FIRST_RESPONSE | PERIODIC_UPDATE",
                "FIRST_RESPONSE | LUNCH",
                "80 | 100",
                "80 | null",
                "\"Fax\" | \"\"",
                "\"position\": 1 | \"position\": -1",
                "\"channels\" | \"colours\"",
                "\"bad\" | \"Not An Id\""
            })
    void a_policy_that_makes_no_sense_is_refused(String good, String bad) {
        var policy = POLICY.formatted("bad", "fax");
        assertThat(policy).contains(good);
        as(Roles.ADMIN, "root")
                .body(policy.replace(good, bad))
                .post("/v1/sla/policies")
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void a_policy_needs_a_calendar_and_a_calendar_in_use_stays() {
        as(Roles.ADMIN, "root")
                .body(POLICY.formatted("lost", "fax").replace("around-the-clock", "nowhere"))
                .post("/v1/sla/policies")
                .then()
                .statusCode(422);
        as(Roles.ADMIN, "root")
                .header("If-Match", "\"1\"")
                .delete("/v1/sla/calendars/around-the-clock")
                .then()
                .statusCode(409)
                .body("rule", equalTo("calendar-in-use"));
        as(Roles.ADMIN, "root").get("/v1/sla/calendars/around-the-clock").then().statusCode(200);
    }

    @Test
    void a_calendar_is_made_changed_and_retired() {
        var nights = NIGHTS.replaceFirst("\\{", "{\"id\": \"nights\", ");
        as(Roles.ADMIN, "root")
                .body(nights)
                .post("/v1/sla/calendars")
                .then()
                .statusCode(201)
                .header("ETag", "\"1\"");
        as(Roles.ADMIN, "root")
                .header("If-Match", "\"1\"")
                .body(OFFICE)
                .put("/v1/sla/calendars/nights")
                .then()
                .statusCode(200)
                .body("version", equalTo(2))
                .body("holidays", contains("2026-06-02"));
        as(Roles.ADMIN, "root")
                .header("If-Match", "\"2\"")
                .delete("/v1/sla/calendars/nights")
                .then()
                .statusCode(204);
    }

    @Test
    void only_administrators_change_rules_and_customers_see_none() {
        as(Roles.LEAD, "lena")
                .body(POLICY.formatted("mine", "fax"))
                .post("/v1/sla/policies")
                .then()
                .statusCode(403);
        as(Roles.AGENT, "alice").body(OFFICE).post("/v1/sla/calendars").then().statusCode(403);
        as(Roles.CUSTOMER, "carl").get("/v1/sla/policies").then().statusCode(403);
        as(Roles.CUSTOMER, "carl").get("/v1/sla/clocks").then().statusCode(403);
        given().get("/v1/sla/clocks").then().statusCode(401);
        given().contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/sla/calendars/preview")
                .then()
                .statusCode(401);
    }

    @Test
    void clocks_are_shown_to_those_who_may_see_the_ticket() {
        var ticket = new SomeTicket(kafka, Instant.now())
                .opened(Priority.CRITICAL, "email", "billing")
                .replied(Duration.ofMillis(10), TicketStatus.PENDING);
        ticket.said(4);
        var clocks = "/v1/sla/clocks?ticket=" + ticket.id;
        as(Roles.AGENT, "bob", "billing")
                .get(clocks)
                .then()
                .statusCode(200)
                .body("items", hasSize(2))
                .body("items.state", hasItems("fulfilled", "paused"))
                .body("items.ticketNumber", everyItem(equalTo(ticket.number)))
                .body("items.elapsed", everyItem(equalTo("PT0.01S")));
        as(Roles.LEAD, "lena", "billing")
                .get("/v1/sla/clocks?ticket=" + ticket.number + "&state=paused")
                .then()
                .body("items", hasSize(1))
                .body("items[0].type", equalTo("RESOLUTION"))
                .body("items[0].remaining", equalTo("PT3H59M59.99S"))
                .body("items[0].dueAt", nullValue());
        String id = as(Roles.ADMIN, "root").get(clocks).jsonPath().getString("items[0].id");
        as(Roles.AGENT, "alice", "support").get(clocks).then().statusCode(200).body("items", empty());
        as(Roles.AGENT, "alice", "support").get("/v1/sla/clocks/" + id).then().statusCode(404);
        as(Roles.AGENT, "alice", "support")
                .get("/v1/sla/clocks/" + id + "/explain")
                .then()
                .statusCode(404);
        as(Roles.AGENT_RESTRICTED, "rita", "billing").get(clocks).then().body("items", empty());
        ticket.assigned(Duration.ofMillis(20), "rita").said(5);
        as(Roles.AGENT_RESTRICTED, "rita").get(clocks).then().body("items", hasSize(2));
    }

    @Test
    void clocks_are_found_by_when_they_are_due_page_by_page() {
        var ticket = new SomeTicket(kafka, Instant.now()).opened(Priority.CRITICAL, "email", "due");
        ticket.said(2);
        var soon = ticket.receivedAt.plus(Duration.ofHours(1));
        as(Roles.AGENT, "dora", "due")
                .get("/v1/sla/clocks?dueBefore=" + soon)
                .then()
                .body("items.type", contains("FIRST_RESPONSE"));
        var first = as(Roles.AGENT, "dora", "due").get("/v1/sla/clocks?limit=1");
        as(Roles.AGENT, "dora", "due")
                .get("/v1/sla/clocks?limit=1&cursor=" + first.jsonPath().getString("nextCursor"))
                .then()
                .body("items", hasSize(1))
                .body("nextCursor", nullValue());
    }

    @ParameterizedTest
    @ValueSource(strings = {"ticket=x", "state=happy", "dueBefore=soon", "limit=0", "colour=red", "cursor=x"})
    void clocks_refuse_filters_that_make_no_sense(String filter) {
        as(Roles.ADMIN, "root")
                .get("/v1/sla/clocks?" + filter)
                .then()
                .statusCode(400)
                .contentType("application/problem+json");
    }

    @Test
    void a_clock_is_explained_interval_by_interval() {
        // Friday 16:00 in Copenhagen until Monday 10:00.
        var ticket = new SomeTicket(kafka, Instant.parse("2026-06-05T14:00:00Z"))
                .opened(Priority.LOW, "email", "support")
                .replied(Duration.ofHours(66), TicketStatus.PENDING)
                .written(Duration.ofHours(67));
        ticket.said(5);
        String id = as(Roles.ADMIN, "root")
                .get("/v1/sla/clocks?ticket=" + ticket.id)
                .jsonPath()
                .getString("items.find { it.type == 'RESOLUTION' }.id");
        as(Roles.ADMIN, "root")
                .get("/v1/sla/clocks/" + id + "/explain")
                .then()
                .statusCode(200)
                .body("clock.id", equalTo(id))
                .body("intervals", hasSize(2))
                .body(
                        "intervals[0].openedBy.event",
                        equalTo(ticket.told.get(0).id().toString()))
                .body("intervals[0].openedBy.type", equalTo("casestream.TicketOpened.v1"))
                .body(
                        "intervals[0].closedBy.event",
                        equalTo(ticket.told.get(1).id().toString()))
                .body("intervals[0].elapsed", equalTo("PT2H"))
                .body("intervals[0].calendar", equalTo("business-hours"))
                .body("intervals[0].policyVersion", equalTo(1))
                .body("intervals[0].counted.from", contains("2026-06-05T14:00:00Z", "2026-06-08T07:00:00Z"))
                .body("intervals[0].counted.to", contains("2026-06-05T15:00:00Z", "2026-06-08T08:00:00Z"))
                .body(
                        "intervals[1].openedBy.event",
                        equalTo(ticket.told.get(2).id().toString()))
                .body("intervals[1].to", nullValue());
    }

    private static io.restassured.response.ValidatableResponse preview(String calendar, String question) {
        return as(Roles.AGENT, "alice")
                .body("{\"calendar\": " + calendar + ", " + question + "}")
                .post("/v1/sla/calendars/preview")
                .then()
                .statusCode(200);
    }

    private static RequestSpecification as(String role, String subject, String... teams) {
        return given().auth().oauth2(Tokens.of(role, subject, teams)).contentType(ContentType.JSON);
    }
}
