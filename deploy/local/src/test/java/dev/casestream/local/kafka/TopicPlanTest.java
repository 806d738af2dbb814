package dev.casestream.local.kafka;

import static java.util.stream.Collectors.toMap;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Topic;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class TopicPlanTest {
    private static final Map<String, List<Topic>> READS = Map.of(
            "intake-service", List.of(Topic.TICKETS, Topic.CUSTOMERS),
            "ticket-service", List.of(Topic.INQUIRIES, Topic.ROUTING, Topic.NOTIFICATIONS, Topic.DIRECTORY),
            "routing-service", List.of(Topic.TICKETS, Topic.SLA),
            "sla-service", List.of(Topic.TICKETS),
            "notification-service", List.of(Topic.TICKETS, Topic.MESSAGES, Topic.CUSTOMERS, Topic.INQUIRIES),
            "analytics-service",
                    List.of(Topic.TICKETS, Topic.SLA, Topic.ROUTING, Topic.NOTIFICATIONS, Topic.INQUIRIES));

    private final Map<String, TopicPlan.Topic> planned = planned();

    @Test
    void the_plan_names_exactly_the_topics_of_the_contracts_and_a_dead_letter_topic_for_each_reader() {
        var deadLetters = READS.entrySet().stream()
                .flatMap(reader -> reader.getValue().stream().map(topic -> topic.deadLetterName(reader.getKey())));
        assertThat(planned.keySet())
                .containsExactlyInAnyOrderElementsOf(
                        Stream.concat(Stream.of(Topic.values()).map(Topic::topicName), deadLetters)
                                .toList());
    }

    @Test
    void tables_are_compacted_within_a_day_and_logs_are_never_compacted() {
        for (var topic : Topic.values()) {
            var config = config(topic.topicName());
            if (topic.kind() == Topic.Kind.TABLE) {
                assertThat(config)
                        .containsEntry("cleanup.policy", "compact")
                        .containsEntry("max.compaction.lag.ms", "86400000");
            } else {
                assertThat(config).containsEntry("cleanup.policy", "delete");
            }
        }
    }

    @Test
    void facts_are_kept_for_ever_and_requests_for_seven_days() {
        for (var topic : List.of(Topic.TICKETS, Topic.ROUTING, Topic.SLA, Topic.NOTIFICATIONS)) {
            assertThat(config(topic.topicName())).containsEntry("retention.ms", "-1");
        }
        assertThat(config(Topic.INQUIRIES.topicName())).containsEntry("retention.ms", "604800000");
    }

    @Test
    void a_dead_letter_is_kept_as_long_as_what_it_was() {
        READS.forEach((service, topics) -> topics.forEach(
                topic -> assertThat(config(topic.deadLetterName(service))).isEqualTo(config(topic.topicName()))));
    }

    private Map<String, String> config(String topic) {
        return java.util.Objects.requireNonNull(planned.get(topic), topic).config();
    }

    private static Map<String, TopicPlan.Topic> planned() {
        try {
            return TopicPlan.read(Path.of("../kafka/topics.yaml")).expanded().stream()
                    .collect(toMap(TopicPlan.Topic::name, topic -> topic));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
