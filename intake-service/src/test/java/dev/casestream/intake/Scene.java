package dev.casestream.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Tokens;
import io.restassured.http.ContentType;
import io.restassured.specification.RequestSpecification;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Everybody around intake: strangers, agents, and ticket-service. */
final class Scene implements AutoCloseable {

    private final KafkaProbe kafka = new KafkaProbe();

    static RequestSpecification stranger() {
        return given().contentType(ContentType.JSON);
    }

    static RequestSpecification as(String role, String subject, String... teams) {
        return stranger().auth().oauth2(Tokens.of(role, subject, teams));
    }

    static RequestSpecification admin() {
        return as(Roles.ADMIN, "root");
    }

    static UUID submitted(RequestSpecification caller, Object body) {
        return UUID.fromString(caller.body(body)
                .post("/v1/inquiries")
                .then()
                .statusCode(202)
                .extract()
                .path("inquiryId"));
    }

    static String outcome(UUID id) {
        return admin().get("/v1/inquiries/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("outcome");
    }

    static @Nullable String reason(UUID id) {
        return admin().get("/v1/inquiries/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("reason");
    }

    static void awaitOutcome(UUID id, String outcome) {
        await().untilAsserted(() -> assertThat(outcome(id)).isEqualTo(outcome));
    }

    /** What the topic says of an inquiry, which must be exactly one event. */
    Envelope<InquiryReceived> event(UUID inquiryId) {
        return await().until(() -> events(inquiryId), events -> !events.isEmpty())
                .getFirst();
    }

    List<Envelope<InquiryReceived>> events(UUID inquiryId) {
        return kafka.<InquiryReceived>read(Topic.INQUIRIES).stream()
                .filter(event -> event.require().inquiryId().equals(inquiryId))
                .toList();
    }

    /** As ticket-service does it. */
    UUID opens(UUID inquiryId, String number, @Nullable String team) {
        var ticket = Ids.next();
        say(
                ticket,
                1,
                new TicketOpened(
                        ticket,
                        Instant.now(),
                        TicketStatus.NEW,
                        number,
                        Ids.next(),
                        inquiryId,
                        Ids.next(),
                        Instant.now(),
                        "web",
                        "en",
                        Priority.MEDIUM,
                        null,
                        1,
                        List.of(),
                        team,
                        false,
                        null));
        awaitOutcome(inquiryId, "accepted");
        return ticket;
    }

    void appends(UUID ticket, long version, UUID inquiryId) {
        say(
                ticket,
                version,
                new CustomerMessageReceived(
                        ticket,
                        Instant.now(),
                        TicketStatus.OPEN,
                        Ids.next(),
                        Ids.next(),
                        inquiryId,
                        Instant.now(),
                        "web",
                        "en",
                        false));
        awaitOutcome(inquiryId, "appended");
    }

    private void say(UUID ticket, long version, TicketEvent event) {
        kafka.say(
                Topic.TICKETS,
                Cause.request("system:ticket-service")
                        .envelope("/ticket-service", ticket.toString(), version, Instant.now(), event));
    }

    static void sql(String statement) {
        try (var connection = DriverManager.getConnection(
                        ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class));
                var prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Received is the sum of all outcomes, in total and in each channel. */
    static void assertSumsAgree() {
        var sheet = admin().get("/v1/ledger").then().statusCode(200).extract().jsonPath();
        for (var path : List.of("total", "channels.email", "channels.web")) {
            if (sheet.get(path) != null) {
                assertThat(sheet.getLong(path + ".received"))
                        .isEqualTo(
                                List.of("accepted", "appended", "duplicate", "quarantined", "rejected", "pending")
                                        .stream()
                                        .mapToLong(outcome -> sheet.getLong(path + "." + outcome))
                                        .sum());
            }
        }
    }

    @Override
    public void close() {
        kafka.close();
    }
}
