package dev.casestream.chassis.events;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * One partition of some topics read from its beginning in order, for rebuilding what was made of them. Blocking, for one
 * thread. Records that cannot be read are left out, as they are in live processing.
 */
public final class LogReader implements AutoCloseable {

    /** So much is worth a transaction, and little enough to be held in memory. */
    private static final int PAGE = 4_000;

    private static final long PAGE_BYTES = 4 << 20;

    private final Map<String, Topic> topics;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    /** @param topics by the names that they have at the broker */
    LogReader(Map<String, Topic> topics, KafkaConsumer<String, byte[]> consumer) {
        this.topics = topics;
        this.consumer = consumer;
        this.ends = consumer.endOffsets(consumer.assignment());
    }

    /** Whether everything up to the end was given, as the end was when this reader was opened. */
    public boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** The next events; possibly none. An event of a type that is not known here has no data, but its version counts. */
    public LogPage poll() {
        var events = new EnumMap<Topic, List<Envelope<?>>>(Topic.class);
        var count = 0;
        var bytes = 0L;
        do {
            for (var record : consumer.poll(Duration.ofMillis(500))) {
                count++;
                bytes += record.serializedValueSize();
                add(record, events);
            }
        } while (count < PAGE && bytes < PAGE_BYTES && !isAtEnd());
        return new LogPage(events);
    }

    private void add(ConsumerRecord<String, byte[]> record, Map<Topic, List<Envelope<?>>> events) {
        var topic = Objects.requireNonNull(topics.get(record.topic()), record.topic());
        var delivered = BatchConverter.delivered(topic, record);
        if (delivered.event() != null) {
            events.computeIfAbsent(topic, _ -> new ArrayList<>()).add(Objects.requireNonNull(delivered.event()));
        }
    }

    @Override
    public void close() {
        consumer.close();
    }
}
