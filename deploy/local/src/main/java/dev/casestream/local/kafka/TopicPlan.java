package dev.casestream.local.kafka;

import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import java.io.IOException;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** What {@code deploy/kafka/topics.yaml} says. */
public record TopicPlan(Defaults defaults, Map<String, Map<String, String>> kinds, List<Entry> topics) {
    public record Defaults(int partitions, short replicationFactor, Map<String, String> config) {}

    public record Entry(
            String name,
            String kind,
            List<String> consumers,
            @Nullable Integer partitions,
            @Nullable Map<String, String> config) {}

    /** A topic as the broker shall have it. */
    public record Topic(String name, int partitions, Map<String, String> config) {}

    public static TopicPlan read(Path yaml) throws IOException {
        return YAMLMapper.builder()
                .enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
                .build()
                .readValue(yaml.toFile(), TopicPlan.class);
    }

    /** The topics and their dead-letter topics. */
    public List<Topic> expanded() {
        return topics.stream().flatMap(this::withDeadLetters).toList();
    }

    private Stream<Topic> withDeadLetters(Entry entry) {
        var config = new HashMap<>(defaults.config());
        config.putAll(kinds.getOrDefault(entry.kind(), Map.of()));
        if (entry.config() != null) {
            config.putAll(entry.config());
        }
        var partitions = entry.partitions() == null ? defaults.partitions() : entry.partitions();
        var topic = new Topic(entry.name(), partitions, Map.copyOf(config));
        var deadLetters = entry.consumers().stream()
                .map(service -> new Topic(entry.name() + ".dlq." + service, 1, topic.config()));
        return Stream.concat(Stream.of(topic), deadLetters);
    }
}
