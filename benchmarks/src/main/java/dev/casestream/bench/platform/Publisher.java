package dev.casestream.bench.platform;

import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.jspecify.annotations.Nullable;

/** Brings events onto topics as the relay does, many at once. */
public final class Publisher implements AutoCloseable {
    private final KafkaProducer<String, byte[]> producer;
    private final AtomicReference<@Nullable Exception> problem = new AtomicReference<>();

    public Publisher(Platform platform) {
        producer = new KafkaProducer<>(Map.of(
                "bootstrap.servers",
                platform.kafka(),
                "acks",
                "all",
                "enable.idempotence",
                true,
                "compression.type",
                "zstd",
                "linger.ms",
                20,
                "batch.size",
                256 << 10,
                "key.serializer",
                StringSerializer.class,
                "value.serializer",
                ByteArraySerializer.class));
    }

    public void send(Topic topic, String partitionKey, Envelope<?> event) {
        var partitions = producer.partitionsFor(topic.topicName()).size();
        var partition = Utils.toPositive(Utils.murmur2(partitionKey.getBytes(StandardCharsets.UTF_8))) % partitions;
        var record = new ProducerRecord<>(
                topic.topicName(),
                partition,
                event.subject(),
                Codec.write(event.require()).getBytes(StandardCharsets.UTF_8));
        Codec.headers(event)
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        producer.send(record, (metadata, failure) -> {
            if (failure != null) {
                problem.compareAndSet(null, failure);
            }
        });
    }

    /** @throws IllegalStateException when anything was not acknowledged */
    public void flush() {
        producer.flush();
        if (problem.get() != null) {
            throw new IllegalStateException("not every event reached its topic", problem.get());
        }
    }

    @Override
    public void close() {
        producer.close();
    }
}
