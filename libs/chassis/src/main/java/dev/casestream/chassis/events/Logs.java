package dev.casestream.chassis.events;

import dev.casestream.contracts.Topic;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jboss.logging.Logger;

/** The topics as logs that can be read again, and how far this service's reactions are in them. Blocking. */
@ApplicationScoped
public class Logs {

    /**
     * How far the reactions to a topic are.
     *
     * @param position records behind them, over all partitions
     * @param lag records before them
     */
    public record Reach(long position, long lag) {}

    private static final Logger LOG = Logger.getLogger(Logs.class);

    private final String service;
    private final String bootstrapServers;
    private final String prefix;

    Logs(
            @ConfigProperty(name = "quarkus.application.name") String service,
            @ConfigProperty(name = "kafka.bootstrap.servers") String bootstrapServers,
            @ConfigProperty(name = "casestream.topics.prefix") Optional<String> prefix) {
        this.service = service;
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix.orElse("");
    }

    /** Of topics with the same keys, as many as the one that has most. */
    public int partitions(Topic... topics) {
        try (var consumer = consumer()) {
            return Stream.of(topics)
                    .mapToInt(topic -> partitions(consumer, topic).size())
                    .max()
                    .orElse(0);
        }
    }

    /** Opens a partition of topics at its beginning, outside every consumer group; the caller closes the reader. */
    public LogReader read(int partition, Topic... topics) {
        var consumer = consumer();
        try {
            var partitions = Stream.of(topics)
                    .flatMap(topic -> partitions(consumer, topic).stream())
                    .filter(of -> of.partition() == partition)
                    .toList();
            consumer.assign(partitions);
            consumer.seekToBeginning(partitions);
            return new LogReader(
                    Stream.of(topics).collect(Collectors.toMap(topic -> prefix + topic.topicName(), topic -> topic)),
                    consumer);
        } catch (RuntimeException e) {
            consumer.close();
            throw e;
        }
    }

    /** How far this service is in a topic; empty while the broker cannot be asked. */
    public Optional<Reach> reach(Topic topic) {
        try (var consumer = consumer()) {
            var partitions = partitions(consumer, topic);
            var committed = consumer.committed(new HashSet<>(partitions));
            var beginnings = consumer.beginningOffsets(partitions);
            var ends = consumer.endOffsets(partitions);
            long position = 0;
            long lag = 0;
            for (var partition : partitions) {
                var begin = beginnings.getOrDefault(partition, 0L);
                var offset = committed.get(partition);
                var at = offset == null ? begin : Math.max(begin, offset.offset());
                position += at;
                lag += Math.max(0, ends.getOrDefault(partition, at) - at);
            }
            return Optional.of(new Reach(position, lag));
        } catch (KafkaException e) {
            LOG.debugf(e, "The reach in %s is not known", topic.topicName());
            return Optional.empty();
        }
    }

    private List<TopicPartition> partitions(KafkaConsumer<String, byte[]> consumer, Topic topic) {
        return consumer.partitionsFor(prefix + topic.topicName()).stream()
                .map(info -> new TopicPartition(info.topic(), info.partition()))
                .toList();
    }

    /** The group is only asked about: without subscription and commits nobody joins it. */
    private KafkaConsumer<String, byte[]> consumer() {
        return new KafkaConsumer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "group.id",
                        service,
                        "enable.auto.commit",
                        false,
                        "isolation.level",
                        "read_committed",
                        "default.api.timeout.ms",
                        5_000,
                        "max.poll.records",
                        1_000),
                new StringDeserializer(),
                new ByteArrayDeserializer());
    }
}
