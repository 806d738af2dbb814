package dev.casestream.intake;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.InquiryEvent.DeliveryReported;
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
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** Everybody around intake: strangers, agents, and ticket-service. */
public final class Scene implements AutoCloseable {

    private final KafkaProbe kafka = new KafkaProbe();

    public static RequestSpecification stranger() {
        return given().contentType(ContentType.JSON);
    }

    public static RequestSpecification as(String role, String subject, String... teams) {
        return stranger().auth().oauth2(Tokens.of(role, subject, teams));
    }

    public static RequestSpecification admin() {
        return as(Roles.ADMIN, "root");
    }

    public static UUID submitted(RequestSpecification caller, Object body) {
        return UUID.fromString(caller.body(body)
                .post("/v1/inquiries")
                .then()
                .statusCode(202)
                .extract()
                .path("inquiryId"));
    }

    /** A mail that a mail server hands over. */
    static UUID mailed(String from, String subject, String messageId, String body) {
        var mail = "From: Somebody <" + from + ">\r\nTo: support@casestream.local\r\nSubject: " + subject
                + "\r\nMessage-ID: <" + messageId + ">\r\n\r\n" + body + "\r\n";
        return UUID.fromString(given().auth()
                .oauth2(Tokens.of(Roles.SERVICE, "postfix"))
                .contentType("message/rfc822")
                .body(mail.getBytes(StandardCharsets.UTF_8))
                .post("/v1/channels/email/messages")
                .then()
                .statusCode(202)
                .extract()
                .path("inquiryId"));
    }

    public static String outcome(UUID id) {
        return admin().get("/v1/inquiries/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("outcome");
    }

    public static @Nullable String reason(UUID id) {
        return admin().get("/v1/inquiries/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("reason");
    }

    public static void awaitOutcome(UUID id, String outcome) {
        await().untilAsserted(() -> assertThat(outcome(id)).isEqualTo(outcome));
    }

    /** What the topic says of an inquiry, which must be exactly one event. */
    public Envelope<InquiryReceived> event(UUID inquiryId) {
        return await().until(() -> events(inquiryId), events -> !events.isEmpty())
                .getFirst();
    }

    public List<Envelope<InquiryReceived>> events(UUID inquiryId) {
        return kafka.<InquiryEvent>read(Topic.INQUIRIES).stream()
                .filter(event -> event.require() instanceof InquiryReceived request
                        && request.inquiryId().equals(inquiryId))
                .map(Scene::received)
                .toList();
    }

    /** What was said about a mail or message of ours. */
    public List<DeliveryReported> reports(UUID inquiryId) {
        return kafka.<InquiryEvent>read(Topic.INQUIRIES).stream()
                .filter(event -> event.require() instanceof DeliveryReported report
                        && report.inquiryId().equals(inquiryId))
                .map(event -> (DeliveryReported) event.require())
                .toList();
    }

    private static Envelope<InquiryReceived> received(Envelope<InquiryEvent> event) {
        return new Envelope<>(
                event.id(),
                event.type(),
                event.source(),
                event.subject(),
                event.time(),
                event.version(),
                event.correlationId(),
                event.causationId(),
                event.causationDepth(),
                event.actor(),
                event.origin(),
                (InquiryReceived) event.require());
    }

    /** As ticket-service does it. */
    public UUID opens(UUID inquiryId, String number, @Nullable String team) {
        return opens(inquiryId, number, team, Ids.next());
    }

    UUID opens(UUID inquiryId, String number, @Nullable String team, UUID customer) {
        var ticket = Ids.next();
        kafka.say(Topic.TICKETS, opened(ticket, inquiryId, number, team, customer));
        awaitOutcome(inquiryId, "accepted");
        return ticket;
    }

    static Envelope<TicketEvent> opened(UUID ticket, UUID inquiryId) {
        return opened(ticket, inquiryId, "CS-1", null, Ids.next());
    }

    private static Envelope<TicketEvent> opened(
            UUID ticket, UUID inquiryId, String number, @Nullable String team, UUID customer) {
        return said(
                ticket,
                1,
                new TicketOpened(
                        ticket,
                        Instant.now(),
                        TicketStatus.NEW,
                        number,
                        customer,
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
    }

    public void appends(UUID ticket, long version, UUID inquiryId) {
        appends(ticket, version, inquiryId, Ids.next());
    }

    void appends(UUID ticket, long version, UUID inquiryId, UUID customer) {
        say(
                ticket,
                version,
                new CustomerMessageReceived(
                        ticket,
                        Instant.now(),
                        TicketStatus.OPEN,
                        Ids.next(),
                        customer,
                        inquiryId,
                        Instant.now(),
                        "web",
                        "en",
                        false));
        awaitOutcome(inquiryId, "appended");
    }

    /** What ticket-service tells of a person. */
    void knows(UUID customer, long version, List<Identity> identities, boolean blocked) {
        var profile = new CustomerProfile(customer, "Pest", identities, null, null, null, blocked);
        kafka.say(
                Topic.CUSTOMERS,
                Cause.request("system:ticket-service")
                        .envelope("/ticket-service", customer.toString(), version, Instant.now(), profile));
    }

    void erases(UUID customer, long version) {
        kafka.say(
                Topic.CUSTOMERS,
                Cause.request("system:ticket-service")
                        .tombstone(
                                "/ticket-service", customer.toString(), version, Instant.now(), CustomerProfile.class));
    }

    private void say(UUID ticket, long version, TicketEvent event) {
        kafka.say(Topic.TICKETS, said(ticket, version, event));
    }

    private static Envelope<TicketEvent> said(UUID ticket, long version, TicketEvent event) {
        return Cause.request("system:ticket-service")
                .envelope("/ticket-service", ticket.toString(), version, Instant.now(), event);
    }

    public static void sql(String statement) {
        try (var connection = DriverManager.getConnection(
                        ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class));
                var prepared = connection.createStatement()) {
            prepared.execute(statement);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    static long count(String rows) {
        try (var connection = DriverManager.getConnection(
                        ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class));
                var statement = connection.createStatement();
                var counted = statement.executeQuery("SELECT count(*) FROM " + rows)) {
            counted.next();
            return counted.getLong(1);
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Received is the sum of all outcomes, in total and in each channel. */
    public static void assertSumsAgree() {
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
