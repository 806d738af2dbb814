package dev.casestream.analytics;

import static dev.casestream.analytics.Numbers.as;
import static dev.casestream.analytics.Numbers.metric;
import static dev.casestream.analytics.Numbers.soon;
import static dev.casestream.analytics.Numbers.tell;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MetricEvent.MetricMeasured;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketFact;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class MeasureStoriesIT {

    private static final Duration HOUR = Duration.ofHours(1);

    @Test
    void a_story_becomes_metrics_and_a_fact_on_topics_and_numbers_over_rest() {
        var day = "from=2026-01-05T00:00:00Z&to=2026-01-06T00:00:00Z";
        var story = story("2026-01-05T08:00:00.360Z", "chat");
        try (var probe = new KafkaProbe()) {
            tell(probe, story);
            soon().untilAsserted(() ->
                    assertThat(lastFact(probe, story).rowVersion()).isEqualTo(story.tickets.size() + story.sla.size()));

            var fact = lastFact(probe, story);
            assertThat(fact.status()).isEqualTo(TicketStatus.SOLVED);
            assertThat(fact.firstReplySeconds()).isEqualTo(7200);
            assertThat(fact.reopens()).isEqualTo(1);
            assertThat(fact.firstResponseBreached()).isTrue();

            List<Envelope<MetricMeasured>> events = probe.read(Topic.METRICS, story.ticket);
            assertThat(events.stream().map(Envelope::version))
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, events.size()).boxed().toList());
            assertThat(events.stream().map(event -> event.require().metric()).collect(Collectors.toSet()))
                    .containsExactlyInAnyOrder(
                            "ticket_volume",
                            "backlog",
                            "first_response_time",
                            "resolution_time",
                            "reopen_rate",
                            "correction_rate",
                            "first_assign_time",
                            "handoffs",
                            "merge_rate",
                            "one_touch_share",
                            "replies_per_ticket",
                            "sla_attainment");
        }
        assertThat(metric("ticket_volume?" + day).getDouble("series[0].value")).isEqualTo(1);
        assertThat(metric("first_response_time?" + day).getDouble("series[0].p50"))
                .isEqualTo(7200.36);
        assertThat(metric("resolution_time?by=solving&" + day).getList("series.by.solving"))
                .containsExactlyInAnyOrder("first", "again");
        assertThat(metric("reopen_rate?" + day).getDouble("series[0].value")).isEqualTo(0.5);
        assertThat(metric("replies_per_ticket?" + day).getDouble("series[0].value"))
                .isEqualTo(1);
        assertThat(metric("sla_attainment?by=clock&" + day).getList("series.value"))
                .containsExactly(0.0, 1.0);
    }

    @Test
    void the_backlog_is_as_of_the_end_of_each_step() {
        var story = Story.at("2026-01-12T08:00:00Z")
                .opened("email", "backlog-team")
                .after(HOUR.multipliedBy(2))
                .solved("alice");
        try (var probe = new KafkaProbe()) {
            tell(probe, story);
        }
        var path = "/v1/metrics/backlog?step=PT1H&from=2026-01-12T07:00:00Z&to=2026-01-12T11:00:00Z";
        as("lead", "backlog-team")
                .get(path)
                .then()
                .statusCode(200)
                .body("series.value", equalTo(List.of(0f, 1f, 1f, 0f)));
    }

    @Test
    void what_is_delivered_twice_counts_once() {
        var story = story("2026-01-19T08:00:00.360Z", "twice");
        try (var probe = new KafkaProbe()) {
            tell(probe, story);
            var before = Database.query(
                    "SELECT * FROM bi.measurements WHERE ticket_id = '" + story.ticket + "' ORDER BY 2, 3");
            tell(probe, story);
            story.noted("alice");
            probe.say(Topic.TICKETS, story.tickets.getLast());
            tell(probe);
            soon().until(() -> Database.number(
                            "SELECT internal_notes FROM bi.ticket_facts WHERE ticket_id = '" + story.ticket + "'")
                    == 1);
            assertThat(Database.query(
                            "SELECT * FROM bi.measurements WHERE ticket_id = '" + story.ticket + "' ORDER BY 2, 3"))
                    .isEqualTo(before);
        }
        assertThat(metric("ticket_volume?by=channel&from=2026-01-19T00:00:00Z&to=2026-01-20T00:00:00Z")
                        .getList("series.value"))
                .containsExactly(1.0);
    }

    @Test
    void clocks_that_are_heard_of_before_their_ticket_count_all_the_same() {
        var story = Story.at("2026-01-26T08:00:00Z").opened("email", "early-team");
        story.after(HOUR).breached(ClockType.FIRST_RESPONSE, HOUR);
        try (var probe = new KafkaProbe()) {
            story.sla.forEach(event -> probe.say(Topic.SLA, event));
            soon().until(() ->
                    Database.number("SELECT count(*) FROM ticket_state WHERE ticket_id = '" + story.ticket + "'") == 1);
            tell(probe, story);
        }
        as("lead", "early-team")
                .get("/v1/metrics/sla_attainment?by=team,clock&from=2026-01-26T00:00:00Z&to=2026-01-27T00:00:00Z")
                .then()
                .body("series.value", equalTo(List.of(0f)))
                .body("series[0].by", equalTo(java.util.Map.of("team", "early-team", "clock", "FIRST_RESPONSE")));
    }

    @Test
    void rest_numbers_equal_those_of_independent_sql_over_the_facts() {
        var stories = new Story[12];
        for (int i = 0; i < stories.length; i++) {
            stories[i] = new Story(UUID.randomUUID(), java.time.Instant.parse("2026-02-02T08:00:00Z"))
                    .opened("email", i % 2 == 0 ? "even" : "odd")
                    .after(Duration.ofMinutes(7L * i + 1))
                    .replied(AuthorRole.AGENT, "alice")
                    .after(Duration.ofMinutes(i * i))
                    .solved("alice");
        }
        try (var probe = new KafkaProbe()) {
            tell(probe, stories);
        }
        var day = "from=2026-02-02T00:00:00Z&to=2026-02-03T00:00:00Z";
        var facts = " FROM bi.ticket_facts WHERE opened_at::date = '2026-02-02' AND team = 'odd'";
        var replies = metric("first_response_time?by=team&" + day).getMap("series.find { it.by.team == 'odd' }");
        var exact = "extract(epoch FROM first_reply_at - received_at)::float8";
        assertThat(number(replies.get("p90")))
                .isEqualTo(
                        Database.number("SELECT percentile_cont(0.9) WITHIN GROUP (ORDER BY " + exact + ")" + facts));
        assertThat(number(replies.get("value"))).isEqualTo(Database.number("SELECT avg(" + exact + ")" + facts));
        assertThat(number(replies.get("count"))).isEqualTo(Database.number("SELECT count(first_reply_at)" + facts));
        var solved = metric("resolution_time?by=team&" + day).getMap("series.find { it.by.team == 'odd' }");
        assertThat(number(solved.get("p50")))
                .isEqualTo(Database.number(
                        "SELECT percentile_cont(0.5) WITHIN GROUP (ORDER BY extract(epoch FROM solved_at - received_at)::float8)"
                                + facts));
    }

    private static Story story(String begin, String channel) {
        return Story.at(begin)
                .opened(channel, "support")
                .activated(ClockType.FIRST_RESPONSE, HOUR)
                .assigned("support", "alice")
                .triaged(Priority.HIGH, "billing")
                .after(HOUR)
                .breached(ClockType.FIRST_RESPONSE, HOUR)
                .after(HOUR)
                .replied(AuthorRole.AGENT, "alice")
                .fulfilled(ClockType.FIRST_RESPONSE, false)
                .solved("alice")
                .after(HOUR)
                .wrote()
                .reopened()
                .after(HOUR)
                .solved("alice")
                .fulfilled(ClockType.RESOLUTION, true);
    }

    private static TicketFact lastFact(KafkaProbe probe, Story story) {
        List<Envelope<TicketFact>> rows = probe.read(Topic.TICKET_FACTS, story.ticket);
        assertThat(rows).isNotEmpty().isSortedAccordingTo(java.util.Comparator.comparing(Envelope::version));
        return rows.getLast().require();
    }

    private static double number(@Nullable Object value) {
        return value instanceof Number number ? number.doubleValue() : Double.NaN;
    }
}
