package dev.casestream.ticket;

import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.DirectoryEntry.Agent;
import dev.casestream.contracts.DirectoryEntry.Team;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.RoutingEvent.Candidate;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Tokens;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.config.ConfigProvider;

/** Who is around the service in its tests: customers who write, routing that proposes, people with tokens. */
public final class Scene implements AutoCloseable {

    final KafkaProbe kafka = new KafkaProbe();
    private final Map<String, Long> versions = new HashMap<>();

    public UUID say(Mail mail) {
        return say(mail.received());
    }

    UUID say(InquiryReceived inquiry) {
        var version = versions.merge(inquiry.conversationKey(), 1L, Long::sum);
        kafka.say(
                Topic.INQUIRIES,
                Cause.request("system:intake-service")
                        .envelope("/intake-service", inquiry.conversationKey(), version, Instant.now(), inquiry));
        return inquiry.inquiryId();
    }

    /** A ticket that a mail has opened. */
    public JsonPath opened(Mail mail) {
        say(mail);
        return ticketOf(mail.subject());
    }

    /** Where a ticket is that a customer has opened by mail. */
    String path(String about) {
        return path("cust@example.org", about);
    }

    String path(String from, String about) {
        return "/v1/tickets/" + opened(Mail.of(from, subject(about))).getString("id");
    }

    /** The same, and alice has it. */
    String taken() {
        var path = path("Case");
        alice().body("{\"agent\": \"alice\"}").post(path + "/assign").then().statusCode(200);
        return path;
    }

    /** Subjects are unique in these tests. */
    public JsonPath ticketOf(String subject) {
        return await().atMost(30, SECONDS)
                .ignoreExceptions()
                .until(
                        () -> admin().queryParam("q", subject.substring(subject.lastIndexOf(' ') + 1))
                                .get("/v1/tickets")
                                .jsonPath(),
                        page -> page.getList("items").size() == 1)
                .setRootPath("items[0]");
    }

    public void propose(UUID ticket, long ticketVersion, String agent) {
        propose(ticket, ticketVersion, agent, "least-loaded.v1");
    }

    /** Routing gives the ticket of one who has gone away to another. */
    void move(UUID ticket, long ticketVersion, String gone, String agent) {
        propose(ticket, ticketVersion, agent, "away-and-reassign.v1", new Candidate(gone, null, "away"));
    }

    private void propose(UUID ticket, long ticketVersion, String agent, String rule, Candidate... candidates) {
        var version = versions.merge(ticket.toString(), 1L, Long::sum);
        var proposed = new AssignmentProposed(
                ticket, Instant.now(), Ids.next(), ticketVersion, "support", agent, rule, List.of(candidates));
        kafka.say(
                Topic.ROUTING,
                Cause.request("system:routing-service")
                        .envelope("/routing-service", ticket.toString(), version, Instant.now(), proposed));
    }

    /** Agents alice and bob of support, carol of billing. */
    public void staff() {
        team("support");
        team("billing");
        agent("alice", "support");
        agent("bob", "support");
        agent("carol", "billing");
        await().atMost(30, SECONDS).until(() -> directoryKnows("carol"));
    }

    private static boolean directoryKnows(String agent) throws SQLException {
        try (var connection = database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT 1 FROM agent_directory WHERE id = '" + agent + "'")) {
            return rows.next();
        }
    }

    /** The service's own database. */
    public static Connection database() throws SQLException {
        return DriverManager.getConnection(
                ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class));
    }

    private void team(String id) {
        directory("team/" + id, new Team(id, "Team " + id));
    }

    private void agent(String id, String team) {
        directory("agent/" + id, new Agent(id, "Agent " + id, List.of(team), List.of(), 1, 10));
    }

    private void directory(String key, Object entry) {
        kafka.say(
                Topic.DIRECTORY,
                Cause.request("system:routing-service")
                        .envelope("/routing-service", key, versions.merge(key, 1L, Long::sum), Instant.now(), entry));
    }

    public static RequestSpecification as(String role, String subject, String... teams) {
        return given().auth().oauth2(Tokens.of(role, subject, teams)).contentType("application/json");
    }

    public static RequestSpecification admin() {
        return as(Roles.ADMIN, "root");
    }

    public static RequestSpecification alice() {
        return as(Roles.AGENT, "alice", "support");
    }

    public static RequestSpecification bob() {
        return as(Roles.AGENT, "bob", "support");
    }

    /** A subject that no other test uses. */
    public static String subject(String about) {
        return about + " x" + Ids.next().toString().replace("-", "");
    }

    @Override
    public void close() {
        kafka.close();
    }
}
