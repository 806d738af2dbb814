package dev.casestream.contracts;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** What {@code deploy/kafka/topics.yaml} says of the topics. */
final class DeployedTopics {

    private static final JsonNode PAGE = read(Path.of("../../deploy/kafka/topics.yaml"));

    private DeployedTopics() {}

    record Deployed(String kind, int partitions, JsonNode own, JsonNode ofKind) {

        String cleanupPolicy() {
            return config("cleanup.policy").asText();
        }

        OptionalLong retentionMs() {
            return milliseconds("retention.ms");
        }

        OptionalLong tombstoneRetentionMs() {
            return milliseconds("delete.retention.ms");
        }

        private OptionalLong milliseconds(String name) {
            var value = config(name);
            return value.isMissingNode() ? OptionalLong.empty() : OptionalLong.of(value.asLong());
        }

        private JsonNode config(String name) {
            return own.has(name) ? own.path(name) : ofKind.path(name);
        }
    }

    static List<String> names() {
        return topics().map(topic -> topic.path("name").asText()).toList();
    }

    static Deployed get(Topic topic) {
        var found = topics().filter(deployed -> deployed.path("name").asText().equals(topic.topicName()))
                .findFirst()
                .orElseThrow(
                        () -> new IllegalStateException(topic.topicName() + " is not in deploy/kafka/topics.yaml"));
        var kind = found.path("kind").asText();
        var partitions =
                found.path("partitions").asInt(PAGE.at("/defaults/partitions").asInt());
        return new Deployed(
                kind, partitions, found.path("config"), PAGE.path("kinds").path(kind));
    }

    private static Stream<JsonNode> topics() {
        return StreamSupport.stream(PAGE.path("topics").spliterator(), false);
    }

    private static JsonNode read(Path page) {
        try {
            return new YAMLMapper().readTree(Goldens.text(page));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(page + " is not YAML", e);
        }
    }
}
