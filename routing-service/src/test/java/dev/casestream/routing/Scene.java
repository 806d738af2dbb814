package dev.casestream.routing;

import static io.restassured.RestAssured.given;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
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
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicLong;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** A team of its own with its agents, and the part of ticket-service. */
final class Scene implements AutoCloseable {

    private static final AtomicLong NUMBERS = new AtomicLong(1000);

    final String team = "team-" + UUID.randomUUID().toString().substring(0, 8);
    private final KafkaProbe kafka = new KafkaProbe();
    private final Map<UUID, Long> versions = new HashMap<>();

    static RequestSpecification as(String role, String subject, String... teams) {
        return given().auth().oauth2(Tokens.of(role, subject, teams)).contentType(ContentType.JSON);
    }

    static RequestSpecification asAdmin() {
        return as("admin", "root");
    }

    Scene withTeam() {
        asAdmin()
                .body(Map.of("id", team, "name", "Team"))
                .post("/v1/teams")
                .then()
                .statusCode(201);
        return this;
    }

    /** An agent of this team, with an id that no other test uses. */
    String agent(String name, int capacity, String availability) {
        var id = name + "-" + team;
        asAdmin()
                .body(Map.of(
                        "id",
                        id,
                        "name",
                        name,
                        "teams",
                        List.of(team),
                        "skills",
                        List.of(),
                        "level",
                        1,
                        "capacity",
                        capacity))
                .post("/v1/agents")
                .then()
                .statusCode(201);
        availability(id, availability);
        return id;
    }

    void availability(String agent, String availability) {
        as("agent", agent, team)
                .body(Map.of("availability", availability))
                .put("/v1/agents/{id}/availability", agent)
                .then()
                .statusCode(200);
    }

    UUID open(Priority priority) {
        var ticket = Ids.next();
        say(ticket, opened(ticket, priority, team));
        return ticket;
    }

    static TicketOpened opened(UUID ticket, Priority priority, @Nullable String team) {
        return new TicketOpened(
                ticket,
                Instant.now(),
                TicketStatus.NEW,
                "CS-" + NUMBERS.incrementAndGet(),
                Ids.next(),
                null,
                Ids.next(),
                Instant.now(),
                "email",
                "en",
                priority,
                null,
                1,
                List.of(),
                team,
                false,
                null);
    }

    Envelope<TicketEvent> say(UUID ticket, TicketEvent event) {
        return say(ticket, Origin.LIVE, event);
    }

    Envelope<TicketEvent> say(UUID ticket, Origin origin, TicketEvent event) {
        var envelope = envelope(versions.merge(ticket, 1L, Long::sum), origin, event);
        kafka.say(Topic.TICKETS, envelope);
        return envelope;
    }

    void again(Envelope<TicketEvent> event) {
        kafka.say(Topic.TICKETS, event);
    }

    static Envelope<TicketEvent> envelope(long version, Origin origin, TicketEvent event) {
        var cause = new Cause(Ids.next(), null, 0, "system:ticket-service", origin);
        return cause.envelope("/ticket-service", event.ticketId().toString(), version, Instant.now(), event);
    }

    /** Follows a proposal as ticket-service does. */
    void follow(AssignmentProposed proposal) {
        say(
                proposal.ticketId(),
                new TicketAssigned(
                        proposal.ticketId(),
                        Instant.now(),
                        TicketStatus.OPEN,
                        proposal.team(),
                        proposal.agent(),
                        proposal.decisionId()));
    }

    List<RoutingEvent> said(UUID ticket) {
        return envelopes(ticket).stream().map(Envelope::require).toList();
    }

    List<Envelope<RoutingEvent>> envelopes(UUID ticket) {
        return kafka.read(Topic.ROUTING, ticket);
    }

    List<Envelope<RoutingEvent>> allSaid() {
        return kafka.read(Topic.ROUTING);
    }

    <E> List<Envelope<E>> directory(String key) {
        return kafka.read(Topic.DIRECTORY, key);
    }

    AssignmentProposed proposal(UUID ticket) {
        return (AssignmentProposed) said(ticket).getLast();
    }

    static long number(String sql) {
        try (var connection = DriverManager.getConnection(
                        ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class));
                var statement = connection.createStatement();
                var rows = statement.executeQuery(sql)) {
            return rows.next() ? rows.getLong(1) : -1;
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    /** The last version of a ticket that routing has taken note of. */
    static long seen(UUID ticket) {
        return number("SELECT ticket_version FROM assignment WHERE ticket_id = '" + ticket + "'");
    }

    static long load(String agent) {
        return number("SELECT load FROM agent_load WHERE id = '" + agent + "'");
    }

    @Override
    public void close() {
        kafka.close();
    }
}
