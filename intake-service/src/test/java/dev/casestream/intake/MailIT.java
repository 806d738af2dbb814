package dev.casestream.intake;

import static dev.casestream.intake.Scene.admin;
import static dev.casestream.intake.Scene.as;
import static dev.casestream.intake.Scene.awaitOutcome;
import static dev.casestream.intake.Scene.reason;
import static dev.casestream.intake.Scene.sql;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.mail.ReplyToken;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import dev.casestream.intake.smtp.SmtpListener;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Mail over real SMTP, and what becomes of it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class MailIT {

    @Inject
    SmtpListener listener;

    @Inject
    ReplyToken tokens;

    @ConfigProperty(name = "casestream.attachments.dir")
    Path store;

    private final Scene scene = new Scene();
    private Smtp smtp;
    private String run;

    @BeforeEach
    void connect() {
        smtp = new Smtp(listener.port());
        run = UUID.randomUUID().toString().substring(0, 8);
    }

    @AfterEach
    void close() {
        scene.close();
        Scene.assertSumsAgree();
    }

    private String mail(String id, String headers, String body) {
        return "From: Ada <ada-" + run + "@example.org>\r\nTo: support@casestream.local\r\nMessage-ID: <" + id + "-"
                + run + "@example.org>\r\n" + headers
                + (headers.contains("Subject:") ? "" : "Subject: " + id + " " + run + "\r\n")
                + "\r\n" + body;
    }

    private List<Map<String, Object>> entries() {
        return admin().queryParam("limit", 200)
                .get("/v1/inquiries")
                .then()
                .extract()
                .path("items");
    }

    /** The entry of the mail with this subject, once it was read. */
    private UUID entry(String subject) {
        return await().until(
                        () -> entries().stream()
                                .filter(entry -> subject.equals(entry.get("subject")))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .map(entry -> UUID.fromString(String.valueOf(entry.get("id"))))
                .orElseThrow();
    }

    private UUID newest(String outcome, String reason) {
        return await().until(
                        () -> entries().stream()
                                .filter(entry ->
                                        outcome.equals(entry.get("outcome")) && reason.equals(entry.get("reason")))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .map(entry -> UUID.fromString(String.valueOf(entry.get("id"))))
                .orElseThrow();
    }

    private static long received() {
        return admin().get("/v1/ledger").then().extract().jsonPath().getLong("total.received");
    }

    @Test
    void same_mail_twice_is_one_event_and_one_duplicate() {
        var mail = mail("twice", "", "My parcel has not arrived and I have waited for two weeks.");
        assertThat(smtp.send(mail)).isEqualTo(250);
        assertThat(smtp.send(mail)).isEqualTo(250);

        var id = entry("twice " + run);
        var event = scene.event(id);
        assertThat(event.require().channel()).isEqualTo("email");
        assertThat(event.require().account()).isEqualTo("support@casestream.local");
        assertThat(event.require().externalId()).isEqualTo("<twice-" + run + "@example.org>");
        assertThat(event.actor()).isEqualTo("system:intake-service");
        assertThat(entries().stream().filter(entry -> id.toString().equals(entry.get("duplicateOf"))))
                .hasSize(1);
        assertThat(scene.events(id)).hasSize(1);
        scene.opens(id, "CS-2001", null);
    }

    @Test
    void same_mail_twice_without_an_id_is_known_by_its_bytes() {
        var mail = mail("bare", "", "hello").replaceAll("Message-ID: [^\r]*\r\n", "");
        smtp.sendAsIs(mail);
        smtp.sendAsIs(mail);

        var id = entry("bare " + run);
        await().untilAsserted(() -> assertThat(
                        entries().stream().filter(entry -> id.toString().equals(entry.get("duplicateOf"))))
                .hasSize(1));
    }

    @Test
    void one_address_cannot_hold_the_door_shut() throws IOException {
        var held = new ArrayList<Smtp.Held>();
        try {
            for (int i = 0; i < 25; i++) {
                held.add(smtp.hold());
            }
            assertThat(held.subList(0, 20))
                    .allMatch(session -> session.greeting().startsWith("220"));
            assertThat(held.subList(20, 25))
                    .allMatch(session -> session.greeting().startsWith("421"));
        } finally {
            for (var session : held) {
                session.close();
            }
        }
        await().untilAsserted(() -> {
            try (var session = smtp.hold()) {
                assertThat(session.greeting()).startsWith("220");
            }
        });
    }

    @Test
    void session_that_trickles_is_ended_and_one_that_brings_mail_is_not() throws IOException {
        try (var slow = smtp.hold()) {
            await().atMost(Duration.ofSeconds(30))
                    .pollInterval(Duration.ofMillis(200))
                    .until(() -> !slow.trickle());
        }
        assertThat(smtp.send(mail("next", "", "hello"))).isEqualTo(250);
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999", "00009999999999", "26214401", "123456789012345678901234567890"})
    void announced_size_beyond_the_limit_is_refused_before_the_mail(String size) throws IOException {
        assertThat(smtp.say("HELO test", "MAIL FROM:<ada@example.org> SIZE=" + size, "RSET", "NOOP"))
                .satisfies(answers -> assertThat(answers.get(1)).startsWith("552"))
                .satisfies(answers -> assertThat(answers.getLast()).startsWith("250"));
    }

    @Test
    void mail_comes_over_tls_for_those_who_can() {
        assertThat(smtp.sendSecurely(mail("tls", "", "hello"))).isEqualTo("secure");
        scene.event(entry("tls " + run));
    }

    @Test
    void full_disk_is_a_4xx_and_a_503_and_the_next_message_is_served() throws IOException {
        var before = received();
        var large = mail("disk", "", ("x".repeat(998) + "\r\n").repeat(500));
        Map<String, Object> request = Map.of(
                "sender",
                Map.of("email", "ada@example.org"),
                "body",
                "hello",
                "attachments",
                List.of(Map.of("name", "a.txt", "content", "aGVsbG8=")));
        try (var disk = FullDisk.of(store)) {
            assertThat(disk.incoming()).isRegularFile();
            assertThat(smtp.send(large)).isEqualTo(452);
            assertThat(smtp.send(mail("small", "", "hello"))).isEqualTo(250);
            admin().body(request)
                    .post("/v1/inquiries")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json")
                    .header("Retry-After", "5");
        }
        assertThat(smtp.send(large)).isEqualTo(250);
        admin().body(request).post("/v1/inquiries").then().statusCode(202);
        assertThat(received()).isEqualTo(before + 3);
    }

    @Test
    void full_disk_of_the_database_is_a_4xx_and_a_503() {
        sql("CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS"
                + " $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$");
        sql("CREATE TRIGGER disk_full BEFORE INSERT ON raw_message EXECUTE FUNCTION disk_is_full()");
        try {
            assertThat(smtp.send(mail("extent", "", "hello"))).isBetween(400, 499);
            admin().body(Map.of("sender", Map.of("email", "ada@example.org"), "body", "hello"))
                    .post("/v1/inquiries")
                    .then()
                    .statusCode(503)
                    .contentType("application/problem+json");
        } finally {
            sql("DROP FUNCTION disk_is_full CASCADE");
        }
        assertThat(smtp.send(mail("extent", "", "hello"))).isEqualTo(250);
    }

    @Test
    void database_error_is_a_4xx_and_the_next_attempt_succeeds() {
        var mail = mail("retried", "", "hello");
        var before = received();
        sql("ALTER TABLE conversation RENAME TO conversation_away");
        sql("ALTER TABLE raw_message RENAME TO raw_message_away");
        try {
            assertThat(smtp.send(mail)).isBetween(400, 499);
        } finally {
            sql("ALTER TABLE raw_message_away RENAME TO raw_message");
        }
        assertThat(received()).isEqualTo(before);

        // Stored, but what follows from it cannot be written yet: nothing half, and nothing lost.
        assertThat(smtp.send(mail)).isEqualTo(250);
        assertThat(received()).isEqualTo(before + 1);
        sql("ALTER TABLE conversation_away RENAME TO conversation");
        sql("UPDATE inquiry SET read_after = clock_timestamp() WHERE read_after IS NOT NULL");
        scene.event(entry("retried " + run));
    }

    @Test
    void refusals_are_of_the_protocols_own_kind() {
        var before = received();
        var mail = mail("refused", "", "hello").getBytes(StandardCharsets.UTF_8);
        assertThat(smtp.send(mail, "ada@example.org", "nobody@casestream.local"))
                .isEqualTo(550);
        assertThat(smtp.send(mail, "ada@example.org", "support@elsewhere.example"))
                .isEqualTo(550);
        assertThat(received()).isEqualTo(before);
    }

    @Test
    void mail_that_is_too_large_is_refused_and_accounted_for() throws IOException {
        var large = mail("big", "", ("x".repeat(998) + "\r\n").repeat(26_500));
        for (int i = 0; i < 2; i++) {
            var before = received();
            assertThat(smtp.sendAsIs(large)).startsWith("552");
            assertThat(received()).isEqualTo(before + 1);
            assertThat(admin().get("/v1/inquiries/{id}/raw", newest("rejected", "too-large"))
                            .asString())
                    .contains("<big-" + run + "@example.org>")
                    .hasSize(64 * 1024);
        }
        assertThat(smtp.send(mail("big", "", "shorter"))).isEqualTo(250);
        scene.event(entry("big " + run));
    }

    @Test
    void large_mail_within_the_limit_is_taken_whole() throws IOException {
        var mail = mail("large", "", ("x".repeat(998) + "\r\n").repeat(2_000));
        assertThat(smtp.send(mail)).isEqualTo(250);

        var id = entry("large " + run);
        assertThat(scene.event(id).require().text()).hasSizeLessThanOrEqualTo(256 * 1024);
        assertThat(admin().get("/v1/inquiries/{id}/raw", id).asByteArray().length)
                .isGreaterThanOrEqualTo(mail.length());
    }

    @Test
    void several_of_our_recipients_are_one_request() {
        var before = received();
        assertThat(smtp.send(
                        mail("both", "", "hello").getBytes(StandardCharsets.UTF_8),
                        "ada@example.org",
                        "support@casestream.local",
                        "Support+Billing@Casestream.Local"))
                .isEqualTo(250);

        scene.event(entry("both " + run));
        assertThat(received()).isEqualTo(before + 1);
    }

    @Test
    void garbage_is_quarantined_with_its_original() {
        var garbage = "\u0001\u0002\u0003" + run + "\u0004 no header at all";
        assertThat(smtp.send(garbage)).isEqualTo(250);

        var id = newest("quarantined", "not-a-mail");
        assertThat(admin().get("/v1/inquiries/{id}/raw", id).asString()).contains(run);
        admin().post("/v1/inquiries/{id}/release", id).then().statusCode(202);
        awaitOutcome(id, "quarantined");
        admin().post("/v1/inquiries/{id}/reject", id).then().statusCode(202).body("status", equalTo("rejected"));
        admin().post("/v1/inquiries/{id}/reject", id).then().statusCode(409).body("rule", equalTo("not-quarantined"));
        assertThat(scene.events(id)).isEmpty();
    }

    @Test
    void bounce_tells_once_whose_mail_did_not_arrive() throws IOException {
        var ticket = Ids.next();
        var token = tokens.sign(ticket);
        var bounce = new String(
                        Objects.requireNonNull(getClass().getResourceAsStream("/mail/bounce.eml"))
                                .readAllBytes(),
                        StandardCharsets.US_ASCII)
                .replace("<dsn-1@", "<dsn-" + run + "@")
                .replace("Subject: Undelivered", "Subject: " + run + " Undelivered")
                .replace("Subject: Your ticket", "Message-ID: <" + token + "@casestream.local>");
        smtp.send(bounce.getBytes(StandardCharsets.US_ASCII), "<>", "support@casestream.local");

        var id = entry(run + " Undelivered Mail Returned to Sender");
        awaitOutcome(id, "quarantined");
        admin().post("/v1/inquiries/{id}/reprocess", id).then().statusCode(202);
        awaitOutcome(id, "quarantined");
        assertThat(scene.reports(id)).singleElement().satisfies(report -> {
            assertThat(report.ticketId()).isEqualTo(ticket);
            assertThat(report.recipient()).isEqualTo("nobody@example.org");
            assertThat(report.state()).isEqualTo("bounced");
            assertThat(report.status()).isEqualTo("5.1.1");
            assertThat(report.messageId()).isEqualTo(token + "@casestream.local");
        });
        assertThat(scene.events(id)).isEmpty();
    }

    @Test
    void original_is_read_again_after_a_fix_and_what_became_a_request_is_not() {
        smtp.send(mail("fixed", "", "hello"));
        var id = entry("fixed " + run);
        scene.event(id);
        admin().post("/v1/inquiries/{id}/reprocess", id).then().statusCode(202).body("status", equalTo("pending"));
        // As if a mistake of ours had kept it from being understood.
        sql("UPDATE inquiry SET outcome = 'quarantined', reason = 'unreadable', read_attempts = 4 WHERE id = '" + id
                + "'");
        admin().post("/v1/inquiries/{id}/reprocess", id).then().statusCode(202);
        await().until(() -> scene.events(id).size() == 2);
        scene.opens(id, "CS-2003", null);
        admin().post("/v1/inquiries/{id}/reprocess", id).then().statusCode(202).body("status", equalTo("accepted"));
        as(Roles.CUSTOMER, "ada")
                .post("/v1/inquiries/{id}/reprocess", id)
                .then()
                .statusCode(403);
        assertThat(scene.events(id)).hasSize(2);
    }

    @Test
    void bounce_waits_for_a_person_who_may_let_it_through() throws IOException {
        try (var in = Objects.requireNonNull(getClass().getResourceAsStream("/mail/bounce.eml"))) {
            assertThat(smtp.send(in.readAllBytes(), "<>", "support@casestream.local"))
                    .isEqualTo(250);
        }
        var id = newest("quarantined", "bounce");
        assertThat(scene.events(id)).isEmpty();

        as(Roles.AGENT, "alice", "support")
                .post("/v1/inquiries/{id}/release", id)
                .then()
                .statusCode(202);

        assertThat(scene.event(id).require().automatic()).isTrue();
        awaitOutcome(id, "pending");
    }

    @Test
    void signed_token_names_the_ticket_and_a_forged_one_does_not() {
        var ticket = UUID.randomUUID();
        var token = tokens.sign(ticket);
        smtp.send(
                mail("signed", "In-Reply-To: <" + token + "@casestream.local>\r\n", "yes")
                        .getBytes(StandardCharsets.UTF_8),
                "ada@example.org",
                "support+" + token + "@casestream.local");
        var last = token.charAt(token.length() - 1) == '0' ? '1' : '0';
        var forged = token.substring(0, token.length() - 1) + last;
        smtp.send(
                mail("forged", "In-Reply-To: <" + forged + "@casestream.local>\r\n", "yes")
                        .getBytes(StandardCharsets.UTF_8),
                "ada@example.org",
                "support+" + forged + "@casestream.local");

        assertThat(scene.event(entry("signed " + run)).require().hint())
                .isEqualTo(new TicketHint(ticket, null, Basis.REPLY_TOKEN));
        assertThat(scene.event(entry("forged " + run)).require().hint()).isNull();
    }

    @Test
    void answer_in_a_thread_keeps_its_order_and_names_its_ticket_once_it_has_one() {
        smtp.send(mail("root", "", "first"));
        var root = scene.event(entry("root " + run));
        var references = "References: <root-" + run + "@example.org>\r\n";
        smtp.send(mail("second", references, "second"));
        var second = scene.event(entry("second " + run));
        assertThat(second.subject()).isEqualTo(root.subject());
        assertThat(second.version()).isEqualTo(2);
        assertThat(second.require().hint()).isNull();

        var ticket = scene.opens(root.require().inquiryId(), "CS-2002", null);
        smtp.send(mail("third", references, "third"));
        assertThat(scene.event(entry("third " + run)).require().hint())
                .isEqualTo(new TicketHint(ticket, null, Basis.REFERENCES));

        smtp.send(mail("stranger", references, "let me in").replace("ada-", "mallory-"));
        var stranger = scene.event(entry("stranger " + run));
        assertThat(stranger.require().hint()).isNull();
        assertThat(stranger.subject()).isNotEqualTo(root.subject());
    }

    @Test
    void number_in_the_subject_is_passed_on_as_such() {
        smtp.send(mail("numbered", "Subject: CS-1042 " + run + "\r\n", "hello"));

        assertThat(scene.event(entry("CS-1042 " + run)).require().hint())
                .isEqualTo(new TicketHint(null, "CS-1042", Basis.SUBJECT_NUMBER));
    }

    @Test
    void sender_beyond_the_budget_is_held_back_visibly() {
        for (int i = 0; i < 21; i++) {
            smtp.send(mail("loop" + i, "", "round and round"));
        }
        var held = newest("quarantined", "loop-budget");

        admin().post("/v1/inquiries/{id}/release", held).then().statusCode(202);
        scene.event(held);
    }

    @Test
    void piped_mail_is_taken_in_like_any_other() {
        var service = given().auth().oauth2(Tokens.of(Roles.SERVICE, "postfix")).contentType("message/rfc822");
        var mail = mail("piped", "", "hello");
        var id = UUID.fromString(service.body(mail.getBytes(StandardCharsets.UTF_8))
                .post("/v1/channels/email/messages")
                .then()
                .statusCode(202)
                .extract()
                .path("inquiryId"));

        assertThat(scene.event(id).require().account()).isEqualTo("support@casestream.local");
        given().contentType("message/rfc822")
                .body(mail.getBytes(StandardCharsets.UTF_8))
                .post("/v1/channels/email/messages")
                .then()
                .statusCode(401);
    }

    @Test
    void what_a_dead_process_left_unread_is_read_by_the_next() {
        smtp.send(mail("left", "", "hello"));
        var id = entry("left " + run);
        scene.event(id);
        var left = UUID.randomUUID();
        var deadly = UUID.randomUUID();
        for (var copy : List.of(left, deadly)) {
            sql("INSERT INTO raw_message SELECT '" + copy
                    + "', clock_timestamp(), content_type, hash, size, circumstances, body"
                    + " FROM raw_message WHERE inquiry_id = '" + id + "'");
            sql("INSERT INTO inquiry (id, received_at, channel, outcome, read_after, read_attempts) VALUES ('" + copy
                    + "', clock_timestamp(), 'email', 'pending', clock_timestamp(), " + (copy.equals(deadly) ? 3 : 1)
                    + ")");
        }

        assertThat(scene.event(left).require().text()).isEqualTo("hello");
        awaitOutcome(deadly, "quarantined");
        assertThat(reason(deadly)).isEqualTo("unreadable");
    }
}
