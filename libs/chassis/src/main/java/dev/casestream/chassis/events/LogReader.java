package dev.casestream.chassis.events;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.common.TopicPartition;

/**
 * A topic read from its beginning, partition by partition in order, for rebuilding what was made of it. Blocking, for
 * one thread. Records that cannot be read are left out, as they are in live processing.
 */
public final class LogReader<E> implements AutoCloseable {

    private final Topic topic;
    private final KafkaConsumer<String, byte[]> consumer;
    private final Map<TopicPartition, Long> ends;

    LogReader(Topic topic, KafkaConsumer<String, byte[]> consumer) {
        this.topic = topic;
        this.consumer = consumer;
        this.ends = consumer.endOffsets(consumer.assignment());
    }

    /** Whether everything up to the end was given, as the end was when this reader was opened. */
    public boolean isAtEnd() {
        return ends.entrySet().stream().allMatch(end -> consumer.position(end.getKey()) >= end.getValue());
    }

    /** The next events; possibly none. An event of a type that is not known here has no data, but its version counts. */
    public List<Envelope<E>> poll() {
        var events = new ArrayList<Envelope<E>>();
        for (var record : consumer.poll(Duration.ofMillis(500))) {
            var delivered = BatchConverter.<E>delivered(topic, record);
            if (delivered.event() != null) {
                events.add(Objects.requireNonNull(delivered.event()));
            }
        }
        return events;
    }

    @Override
    public void close() {
        consumer.close();
    }
}
