package dev.casestream.analytics;

import static dev.casestream.analytics.Numbers.as;
import static dev.casestream.analytics.Numbers.soon;
import static dev.casestream.analytics.Numbers.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MetricEvent.MetricMeasured;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class RebuildIT {

    private static final String FACTS = "SELECT * FROM bi.ticket_facts ORDER BY ticket_id";
    private static final String MEASUREMENTS =
            "SELECT to_jsonb(m)::text FROM bi.measurements m ORDER BY ticket_id, metric, instance";

    @Test
    void a_rebuild_from_the_topics_gives_the_same_numbers_and_says_nothing() {
        try (var probe = new KafkaProbe()) {
            tell(probe, stories(20));
            var facts = Database.query(FACTS);
            var measurements = Database.query(MEASUREMENTS);
            soon().until(() -> Database.number("SELECT count(*) FROM outbox") == 0);
            var said = probe.read(Topic.METRICS).size();

            Database.query("UPDATE measurement SET value = value + 1 WHERE metric = 'ticket_volume'");
            Database.query(
                    "DELETE FROM ticket_fact WHERE ticket_id = (SELECT min(ticket_id::text)::uuid FROM ticket_fact)");
            rebuild();

            assertThat(facts).hasSizeGreaterThanOrEqualTo(20);
            assertThat(Database.query(FACTS)).isEqualTo(facts);
            assertThat(Database.query(MEASUREMENTS)).isEqualTo(measurements);
            assertThat(Database.number("SELECT count(DISTINCT generation) FROM measurement"))
                    .isEqualTo(1);
            soon().until(() -> Database.number("SELECT count(*) FROM outbox") == 0);
            assertThat(probe.read(Topic.METRICS)).hasSize(said);
        }
    }

    @Test
    void events_that_come_during_a_rebuild_are_in_its_numbers() throws InterruptedException {
        try (var probe = new KafkaProbe()) {
            var stories = stories(100);
            var telling = Thread.ofVirtual().start(() -> {
                for (int event = 0; event < 4; event++) {
                    for (var story : stories) {
                        probe.say(Topic.TICKETS, story.tickets.get(event));
                    }
                }
                for (var story : stories) {
                    probe.say(Topic.SLA, story.sla.getFirst());
                }
            });
            soon().until(() -> Database.number("SELECT count(*) FROM ticket_state") > 20);
            rebuild();
            telling.join();
            tell(probe, stories);
            rebuildIsNoDifference();
            assertThat(Database.number("SELECT count(*) FROM parked_event")).isZero();
            soon().until(() -> Database.number("SELECT count(*) FROM outbox") == 0);
            assertThat(toldOnTheTopic(probe))
                    .as("what was counted, in whichever way, was told")
                    .containsAll(Database.query("SELECT ticket_id::text, metric, instance FROM bi.measurements"));
        }
    }

    @Test
    void a_second_request_joins_the_first_and_an_unknown_projection_is_not_found() {
        as("admin").post("/v1/projections/nothing/rebuild").then().statusCode(404);
        as("lead").post("/v1/projections/tickets/rebuild").then().statusCode(403);
        rebuild();
    }

    @Test
    void a_rebuild_whose_builder_died_is_taken_over() {
        Database.query("UPDATE projection SET state = 'BUILDING', building = nextval('generation'), rebuilt_at = NULL,"
                + " lease_until = clock_timestamp() - interval '1 second'");
        soon().untilAsserted(() -> as("admin")
                .get("/v1/projections")
                .then()
                .body("items[0].state", equalTo("READY"))
                .body("items[0].topics.topic", equalTo(List.of("casestream.tickets", "casestream.sla"))));
        assertThat(Database.query("SELECT rebuilt_at FROM projection WHERE rebuilt_at IS NOT NULL"))
                .hasSize(1);
    }

    private static Set<List<@Nullable Object>> toldOnTheTopic(KafkaProbe probe) {
        return probe.<MetricMeasured>read(Topic.METRICS).stream()
                .map(Envelope::require)
                .map(event ->
                        Arrays.<@Nullable Object>asList(event.ticketId().toString(), event.metric(), event.instance()))
                .collect(Collectors.toSet());
    }

    private static void rebuildIsNoDifference() {
        var facts = Database.query(FACTS);
        var measurements = Database.query(MEASUREMENTS);
        rebuild();
        assertThat(Database.query(FACTS)).isEqualTo(facts);
        assertThat(Database.query(MEASUREMENTS)).isEqualTo(measurements);
    }

    private static void rebuild() {
        var before = Database.number("SELECT active FROM projection");
        as("admin")
                .post("/v1/projections/tickets/rebuild")
                .then()
                .statusCode(202)
                .body("state", equalTo("REQUESTED"));
        soon().untilAsserted(() -> {
            assertThat(Database.number("SELECT active FROM projection")).isGreaterThan(before);
            assertThat(Database.number(
                            "SELECT count(*) FROM ticket_state s, projection p WHERE s.generation <> p.active"))
                    .isZero();
        });
    }

    private static Story[] stories(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> new Story(
                                UUID.randomUUID(),
                                Instant.parse("2026-04-06T08:00:00Z").plusSeconds(i))
                        .opened(i % 3 == 0 ? "email" : "web", "support")
                        .assigned("support", "alice")
                        .after(Duration.ofMinutes(i + 1))
                        .replied(AuthorRole.AGENT, "alice")
                        .breached(ClockType.RESOLUTION, Duration.ofMinutes(1))
                        .solved("alice"))
                .toArray(Story[]::new);
    }
}
