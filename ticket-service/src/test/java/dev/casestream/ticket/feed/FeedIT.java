package dev.casestream.ticket.feed;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.as;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.path.json.JsonPath;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse.BodyHandlers;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.Executors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class FeedIT {

    private static String open() {
        return admin().body("""
                        {"customer": {"email": "feed@example.org"}, "subject": "Followed", "body": "words"}""")
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .path("id");
    }

    private static void note(String ticket) {
        admin().body("{\"body\": \"noted\"}")
                .post("/v1/tickets/" + ticket + "/notes")
                .then()
                .statusCode(201);
    }

    private static String latest() {
        return page("latest").getString("nextCursor");
    }

    private static JsonPath page(@Nullable String after) {
        return admin().queryParam("after", after)
                .queryParam("limit", 3)
                .get("/v1/events")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    @Test
    void the_feed_has_every_event_once_and_those_of_a_ticket_in_order() {
        var start = latest();
        var tickets = new ArrayList<String>();
        for (int i = 0; i < 4; i++) {
            tickets.add(open());
        }
        tickets.forEach(FeedIT::note);
        tickets.forEach(FeedIT::note);
        var seen = new HashMap<String, List<Integer>>();
        var cursors = new ArrayList<>(List.of(start));
        await().atMost(30, SECONDS).untilAsserted(() -> {
            var page = page(cursors.getLast());
            cursors.add(page.getString("nextCursor"));
            List<Map<String, Object>> items = page.getList("items");
            items.forEach(item -> seen.computeIfAbsent((String) item.get("ticketId"), id -> new ArrayList<>())
                    .add((Integer) item.get("version")));
            assertThat(tickets)
                    .allSatisfy(ticket -> assertThat(seen.get(ticket)).containsExactly(1, 2, 3));
        });
    }

    @Test
    void it_is_narrowed_by_type_and_by_what_one_may_see() {
        var start = latest();
        note(open());
        await().atMost(30, SECONDS)
                .untilAsserted(() -> admin().queryParam("after", start)
                        .queryParam("types", "NoteAdded")
                        .get("/v1/events")
                        .then()
                        .statusCode(200)
                        .body("items.type", equalTo(List.of("casestream.NoteAdded.v1"))));
        as(Roles.AGENT, "dave", "sales")
                .queryParam("after", start)
                .get("/v1/events")
                .then()
                .statusCode(200)
                .body("items", empty());
        as(Roles.CUSTOMER, "x").get("/v1/events").then().statusCode(403);
    }

    @ParameterizedTest
    @ValueSource(strings = {"x", "1", "1-2-3", "1-x", "1--1", "99999-1", "1-1.1-2"})
    void a_position_that_is_none_is_refused(String after) {
        admin().queryParam("after", after)
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("after"));
        admin().queryParam("types", "Nonsense")
                .get("/v1/events")
                .then()
                .statusCode(400)
                .body("errors[0].field", equalTo("types"));
    }

    @Test
    void it_goes_on_live_where_it_was_left_and_shows_that_it_lives() throws Exception {
        var lines = new ConcurrentLinkedQueue<String>();
        try (var threads = Executors.newVirtualThreadPerTaskExecutor();
                var client = HttpClient.newHttpClient()) {
            var start = latest();
            var first = open();
            threads.submit(() -> follow(client, start, lines));
            await().atMost(20, SECONDS).until(() -> lines.stream().anyMatch(line -> line.contains(first)));
            assertThat(lines).anyMatch(line -> line.startsWith("event:") && line.contains("TicketOpened"));
            var second = open();
            await().atMost(5, SECONDS).until(() -> lines.stream().anyMatch(line -> line.contains(second)));
            await().atMost(10, SECONDS).until(() -> lines.stream().anyMatch(line -> line.startsWith(":")));
            var id = lines.stream()
                    .filter(line -> line.startsWith("id:"))
                    .reduce((one, other) -> other)
                    .orElseThrow()
                    .substring(3)
                    .strip();
            note(second);
            var again = new ConcurrentLinkedQueue<String>();
            threads.submit(() -> follow(client, id, again));
            await().atMost(10, SECONDS)
                    .until(() ->
                            again.stream().anyMatch(line -> line.startsWith("event:") && line.contains("NoteAdded")));
            assertThat(again).noneMatch(line -> line.contains("TicketOpened"));
            client.shutdownNow();
        }
    }

    private static @Nullable Void follow(HttpClient client, String after, Queue<String> lines) throws Exception {
        var request = HttpRequest.newBuilder(URI.create(RestAssured.baseURI + ":" + RestAssured.port + "/v1/events"))
                .header("Accept", "text/event-stream")
                .header("Last-Event-ID", after)
                .header("Authorization", "Bearer " + Tokens.of(Roles.ADMIN, "root"))
                .build();
        client.send(request, BodyHandlers.ofLines()).body().forEach(lines::add);
        return null;
    }
}
