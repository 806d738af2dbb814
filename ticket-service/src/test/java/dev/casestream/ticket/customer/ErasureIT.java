package dev.casestream.ticket.customer;

import static dev.casestream.ticket.Scene.admin;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.anEmptyMap;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasItems;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.chassis.store.ContentStore;
import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import dev.casestream.testkit.Servers;
import dev.casestream.ticket.Mail;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.io.IOException;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

/** What is left of a person who had us forget them: that something happened, and no word or file of it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class ErasureIT {

    private final String tag = Scene.subject("e").substring(2);

    @Inject
    ContentStore store;

    private JsonPath open(String email) {
        return admin().body("""
                        {"customer": {"email": "%s", "name": "Person %s"}, "subject": "About %s", "body": "words %s"}""".formatted(email, tag, tag, tag))
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private static String path(JsonPath ticket) {
        return "/v1/tickets/" + ticket.getString("id");
    }

    private static String upload(String path, String content) {
        return admin().contentType("multipart/form-data")
                .multiPart("file", "file.txt", content.getBytes(UTF_8))
                .post(path + "/attachments")
                .then()
                .statusCode(201)
                .extract()
                .path("hash");
    }

    private static String send(String path, String content) {
        var file = admin().contentType("multipart/form-data")
                .multiPart("file", "file.txt", content.getBytes(UTF_8))
                .post(path + "/attachments")
                .jsonPath();
        admin().body("{\"body\": \"See the file\", \"attachments\": [\"" + file.getString("id") + "\"]}")
                .post(path + "/replies")
                .then()
                .statusCode(201);
        return file.getString("hash");
    }

    private static void erase(JsonPath ticket) {
        admin().post("/v1/customers/" + ticket.getString("requester.id") + "/erase")
                .then()
                .statusCode(200);
    }

    private boolean isKept(String hash) throws IOException {
        return store.find(hash).isPresent();
    }

    @Test
    void files_go_with_the_last_ticket_that_has_them() throws Exception {
        var one = open("one" + tag + "@example.org");
        var other = open("other" + tag + "@example.org");
        var own = send(path(one), "only here " + tag);
        var unsent = upload(path(one), "not sent yet " + tag);
        var shared = send(path(one), "here and there " + tag);
        assertThat(send(path(other), "here and there " + tag)).isEqualTo(shared);
        erase(one);
        admin().get(path(one) + "/attachments/" + shared).then().statusCode(404);
        await().atMost(30, SECONDS).until(() -> !isKept(own) && !isKept(unsent) && isForgotten());
        assertThat(isKept(shared)).isTrue();
        admin().get(path(other) + "/attachments/" + shared)
                .then()
                .statusCode(200)
                .body(equalTo("here and there " + tag));
        erase(other);
        await().atMost(30, SECONDS).until(() -> !isKept(shared) && isForgotten());
    }

    private static boolean isForgotten() throws SQLException {
        try (var connection = Scene.database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT count(*) FROM forgotten_file")) {
            rows.next();
            return rows.getLong(1) == 0;
        }
    }

    @Test
    void the_past_is_shown_without_the_words_that_were_erased() {
        var ticket = open(tag + "@example.org");
        admin().header("If-Match", "*")
                .body("{\"priority\": \"HIGH\"}")
                .patch(path(ticket))
                .then()
                .statusCode(200);
        var before = Instant.now().toString();
        admin().queryParam("asOf", before).get(path(ticket)).then().body("subject", equalTo("About " + tag));
        erase(ticket);
        admin().queryParam("asOf", before)
                .get(path(ticket))
                .then()
                .statusCode(200)
                .body("subject", equalTo("(erased)"))
                .body("priority", equalTo("HIGH"))
                .body("requester.name", nullValue())
                .body("requester.email", nullValue())
                .body("fields", anEmptyMap())
                .body(not(containsString(tag)));
        admin().queryParam("from", ticket.getString("createdAt"))
                .get(path(ticket) + "/difference")
                .then()
                .statusCode(200)
                .body("changes.find { it.field == 'priority' }.after", equalTo("HIGH"))
                .body(not(containsString(tag)));
    }

    @Test
    void what_was_said_between_us_prepared_and_noted_goes_too() throws SQLException {
        var ticket = open(tag + "@example.org");
        admin().body("{\"minutes\": 5, \"activity\": \"call\", \"note\": \"spoke of " + tag + "\"}")
                .post(path(ticket) + "/time-entries")
                .then()
                .statusCode(201);
        admin().header("If-None-Match", "*")
                .body("{\"body\": \"draft of " + tag + "\"}")
                .put(path(ticket) + "/drafts/reply")
                .then()
                .statusCode(200);
        erase(ticket);
        admin().get(path(ticket) + "/drafts").then().body("items", empty());
        admin().get(path(ticket) + "/time-entries")
                .then()
                .body("items.minutes", equalTo(List.of(5)))
                .body("items[0].note", nullValue());
        for (var table : List.of("draft", "time_entry", "message", "ticket", "ticket_words", "customer", "job_item")) {
            assertThat(rowsWith(table)).as(table).isZero();
        }
    }

    @Test
    void what_they_wrote_on_the_ticket_of_somebody_else_goes_and_the_rest_of_it_stays() throws SQLException {
        var other = open("keeper" + tag + "@example.org");
        var word = "aside" + tag;
        var guest = word + "@example.org";
        try (var scene = new Scene()) {
            scene.say(Mail.of(guest, "Re: " + word)
                    .hinting(new TicketHint(UUID.fromString(other.getString("id")), null, Basis.REPLY_TOKEN)));
        }
        await().atMost(30, SECONDS)
                .until(() -> admin().get(path(other) + "/messages").asString().contains(guest));
        String customer = admin().get(path(other) + "/messages")
                .path("items.find { it.body == 'Words of " + guest + "' }.author.id");
        admin().post("/v1/customers/" + customer + "/erase").then().statusCode(200);
        admin().get(path(other) + "/messages")
                .then()
                .body("items.body", hasItems("words " + tag, ""))
                .body(not(containsString(word)));
        assertThat(rowsWith("message", word)).isZero();
    }

    private long rowsWith(String table) throws SQLException {
        return rowsWith(table, tag);
    }

    private static long rowsWith(String table, String word) throws SQLException {
        try (var connection = Scene.database();
                var statement = connection.prepareStatement(
                        "SELECT count(*) FROM " + table + " r WHERE r::text LIKE '%' || ? || '%'")) {
            statement.setString(1, word);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
