package dev.casestream.ticket;

import static dev.casestream.ticket.Scene.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class TicketListIT {

    private static final List<String> PRIORITIES = List.of("LOW", "MEDIUM", "HIGH", "CRITICAL");

    private final List<String> ids = new ArrayList<>();
    private String tag = "";

    @BeforeEach
    void seven_tickets() {
        tag = Scene.subject("l").substring(2);
        for (int i = 0; i < 7; i++) {
            ids.add(open(PRIORITIES.get(i % 4)));
        }
    }

    private String open(String priority) {
        return admin().body("""
                        {"customer": {"email": "%1$s@example.org"}, "subject": "Word%1$s", "body": "b",
                         "priority": "%2$s", "tags": ["%1$s"], "category": "c%1$s"}""".formatted(tag, priority))
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    @ParameterizedTest
    @ValueSource(strings = {"updatedAt", "-updatedAt", "createdAt", "-createdAt", "priority", "-priority"})
    void pages_show_each_ticket_once_in_order_while_others_come_in(String sort) {
        var seen = new ArrayList<Map<String, Object>>();
        @Nullable String cursor = null;
        do {
            var request = admin().queryParam("tag", tag).queryParam("limit", 2).queryParam("sort", sort);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor)).get("/v1/tickets");
            seen.addAll(page.jsonPath().getList("items"));
            cursor = page.jsonPath().getString("nextCursor");
            assertThat(page.header("Link") == null).isEqualTo(cursor == null);
            if (sort.equals("-createdAt") || sort.equals("-updatedAt")) {
                open("MEDIUM");
            }
        } while (cursor != null);
        assertThat(seen)
                .extracting(item -> item.get("id"))
                .doesNotHaveDuplicates()
                .containsExactlyInAnyOrderElementsOf(ids);
        var key = sort.replace("-", "");
        var order = Comparator.<Map<String, Object>>comparingInt(
                item -> key.equals("priority") ? PRIORITIES.indexOf(item.get(key)) : ids.indexOf(item.get("id")));
        assertThat(seen).isSortedAccordingTo(sort.startsWith("-") ? order.reversed() : order);
    }

    @Test
    void filters_select_and_counts_tell_how_many() {
        assertThat(total("exact", "tag", tag)).isEqualTo(7);
        assertThat(total("exact", "category", "c" + tag)).isEqualTo(7);
        assertThat(total("exact", "q", "word" + tag)).isEqualTo(7);
        assertThat(total("exact", "tag", "none" + tag)).isZero();
        assertThat(total("estimated", "channel", "email")).isPositive();
        for (var filter : Map.of(
                        "priority", "CRITICAL",
                        "createdTo", "2001-01-01T00:00:00Z",
                        "status", "SOLVED",
                        "agent", "alice",
                        "team", "billing")
                .entrySet()) {
            admin().queryParam("tag", tag)
                    .queryParam(filter.getKey(), filter.getValue())
                    .queryParam("count", "exact")
                    .get("/v1/tickets")
                    .then()
                    .statusCode(200)
                    .header("X-Total-Count", equalTo(filter.getKey().equals("priority") ? "1" : "0"));
        }
        admin().queryParam("tag", tag)
                .queryParam("status", "NEW", "OPEN")
                .queryParam("agent", "none")
                .queryParam("updatedFrom", "2001-01-01T00:00:00Z")
                .queryParam("createdFrom", "2001-01-01T00:00:00Z")
                .queryParam("count", "exact")
                .get("/v1/tickets")
                .then()
                .header("X-Total-Count", equalTo("7"))
                .body("nextCursor", nullValue());
        admin().get("/v1/tickets").then().header("X-Total-Count", nullValue());
    }

    @Test
    void a_cursor_belongs_to_its_order() {
        var cursor = admin().queryParam("tag", tag)
                .queryParam("limit", 2)
                .get("/v1/tickets")
                .jsonPath()
                .getString("nextCursor");
        admin().queryParam("cursor", cursor)
                .queryParam("sort", "priority")
                .get("/v1/tickets")
                .then()
                .statusCode(400);
    }

    private static long total(String count, String filter, String value) {
        return Long.parseLong(admin().queryParam(filter, value)
                .queryParam("count", count)
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .extract()
                .header("X-Total-Count"));
    }
}
