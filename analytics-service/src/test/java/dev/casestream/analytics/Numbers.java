package dev.casestream.analytics;

import static io.restassured.RestAssured.given;

import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Tokens;
import io.restassured.path.json.JsonPath;
import io.restassured.path.json.config.JsonPathConfig;
import io.restassured.path.json.config.JsonPathConfig.NumberReturnType;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** The service from outside. */
final class Numbers {

    private Numbers() {}

    static RequestSpecification as(String role, String... teams) {
        return given().auth().oauth2(Tokens.of(role, role + "-1", teams));
    }

    static JsonPath metric(String path) {
        var body = as("admin")
                .get("/v1/metrics/" + path)
                .then()
                .statusCode(200)
                .extract()
                .asString();
        return JsonPath.from(body).using(new JsonPathConfig(NumberReturnType.DOUBLE));
    }

    static ConditionFactory soon() {
        return Awaitility.await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(200));
    }

    /** Tells stories, and waits until the service has heard them to the end. */
    static void tell(KafkaProbe probe, Story... stories) {
        for (var story : stories) {
            story.tickets.forEach(event -> probe.say(Topic.TICKETS, event));
            story.sla.forEach(event -> probe.say(Topic.SLA, event));
        }
        var expected = Arrays.stream(stories)
                .mapToInt(story -> story.tickets.size() + story.sla.size())
                .sum();
        soon().until(() -> heard(stories) == expected);
    }

    private static double heard(Story... stories) {
        return Database.number("""
                SELECT coalesce(sum(s.ticket_version + s.sla_version), 0)
                FROM ticket_state s JOIN projection p ON p.active = s.generation
                WHERE s.ticket_id = ANY(ARRAY[%s]::uuid[])""".formatted(
                Arrays.stream(stories).map(story -> "'" + story.ticket + "'").collect(Collectors.joining(","))));
    }
}
