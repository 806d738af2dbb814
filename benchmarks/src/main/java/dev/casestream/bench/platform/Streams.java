package dev.casestream.bench.platform;

import dev.casestream.contracts.Topic;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ExecutionException;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ListConsumerGroupOffsetsSpec;
import org.apache.kafka.clients.admin.OffsetSpec;
import org.apache.kafka.clients.consumer.OffsetAndMetadata;
import org.apache.kafka.common.TopicPartition;

/** How far the services are with their topics. */
public final class Streams implements AutoCloseable {
    private static final Set<String> EVENTS = Stream.of(Topic.values())
            .filter(topic -> topic.kind() == Topic.Kind.LOG)
            .map(Topic::topicName)
            .collect(Collectors.toSet());

    private final Admin admin;

    public Streams(Platform platform) {
        admin = Admin.create(Map.of("bootstrap.servers", platform.kafka()));
    }

    public Admin admin() {
        return admin;
    }

    /**
     * The most that any of some services has still to read of the events that it listens to. Tables are left out: a
     * transaction's end lies on them behind the last record, and is never read.
     */
    public long mostLag(Collection<String> groups) throws InterruptedException {
        return get(() -> {
            var asked =
                    groups.stream().collect(Collectors.toMap(group -> group, g -> new ListConsumerGroupOffsetsSpec()));
            var committed = admin.listConsumerGroupOffsets(asked).all().get();
            var read = assigned(groups);
            var ends = ends(read.values().stream().flatMap(Collection::stream).collect(Collectors.toSet()));
            return groups.stream()
                    .mapToLong(group ->
                            lag(read.getOrDefault(group, Set.of()), committed.getOrDefault(group, Map.of()), ends))
                    .max()
                    .orElse(0);
        });
    }

    /** What services read, whether they have read anything of it yet or not. */
    private Map<String, Set<TopicPartition>> assigned(Collection<String> groups)
            throws ExecutionException, InterruptedException {
        return admin.describeConsumerGroups(groups).all().get().entrySet().stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey,
                        group -> group.getValue().members().stream()
                                .flatMap(member -> member.assignment().topicPartitions().stream())
                                .filter(partition -> EVENTS.contains(partition.topic()))
                                .collect(Collectors.toSet())));
    }

    private static long lag(
            Set<TopicPartition> read,
            Map<TopicPartition, OffsetAndMetadata> committed,
            Map<TopicPartition, Long> ends) {
        return read.stream()
                .mapToLong(partition -> {
                    var reached = committed.get(partition);
                    return Math.max(0, ends.getOrDefault(partition, 0L) - (reached == null ? 0 : reached.offset()));
                })
                .sum();
    }

    /** Records on a topic. */
    public long size(String topic) throws InterruptedException {
        return get(() -> {
            var partitions = admin
                    .describeTopics(List.of(topic))
                    .allTopicNames()
                    .get()
                    .values()
                    .iterator()
                    .next()
                    .partitions()
                    .stream()
                    .map(partition -> new TopicPartition(topic, partition.partition()))
                    .collect(Collectors.toSet());
            return ends(partitions).values().stream().mapToLong(Long::longValue).sum();
        });
    }

    /** Records on all topics of events. */
    public long said() throws InterruptedException {
        long said = 0;
        for (var topic : EVENTS) {
            said += size(topic);
        }
        return said;
    }

    private Map<TopicPartition, Long> ends(Collection<TopicPartition> partitions)
            throws ExecutionException, InterruptedException {
        return admin
                .listOffsets(partitions.stream().collect(Collectors.toMap(p -> p, p -> OffsetSpec.latest())))
                .all()
                .get()
                .entrySet()
                .stream()
                .collect(Collectors.toMap(
                        Map.Entry::getKey, entry -> entry.getValue().offset()));
    }

    private static <T> T get(Question<T> question) throws InterruptedException {
        try {
            return question.ask();
        } catch (ExecutionException e) {
            throw new IllegalStateException("Kafka does not answer", e);
        }
    }

    private interface Question<T> {
        T ask() throws ExecutionException, InterruptedException;
    }

    @Override
    public void close() {
        admin.close();
    }
}
