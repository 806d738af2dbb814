package dev.casestream.testkit;

import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.apache.kafka.common.utils.Utils;
import org.eclipse.microprofile.config.ConfigProvider;
import org.jspecify.annotations.Nullable;

/** The other services, from a test's point of view: says events, and reads what the service under test says. */
public final class KafkaProbe implements AutoCloseable {

    private final String bootstrapServers;
    private final String prefix;
    private final KafkaProducer<String, byte[]> producer;
    private final Map<String, Reading> readings = new ConcurrentHashMap<>();

    /** For the broker and topics of the running {@code @QuarkusTest}. */
    public KafkaProbe() {
        this(
                ConfigProvider.getConfig().getValue("kafka.bootstrap.servers", String.class),
                ConfigProvider.getConfig()
                        .getOptionalValue("casestream.topics.prefix", String.class)
                        .orElse(""));
    }

    public KafkaProbe(String bootstrapServers, String prefix) {
        this.bootstrapServers = bootstrapServers;
        this.prefix = prefix;
        producer = new KafkaProducer<>(
                Map.of(
                        "bootstrap.servers",
                        bootstrapServers,
                        "acks",
                        "all",
                        "enable.idempotence",
                        true,
                        "max.request.size",
                        3 << 20),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    /** Says an event as its owner would; durable when this returns. */
    public void say(Topic topic, Envelope<?> event) {
        say(topic, event.subject(), event);
    }

    /** The same, to the partition of another key than the record's. */
    public void say(Topic topic, String partitionKey, Envelope<?> event) {
        var value = event.data() == null ? null : Codec.write(event.data()).getBytes(StandardCharsets.UTF_8);
        sayRaw(topic, partitionKey, event.subject(), Codec.headers(event), value);
    }

    /** Puts any bytes on a topic, readable or not. */
    public void sayRaw(
            Topic topic, String partitionKey, String key, Map<String, String> headers, byte @Nullable [] value) {
        var name = prefix + topic.topicName();
        var partition = Utils.toPositive(Utils.murmur2(partitionKey.getBytes(StandardCharsets.UTF_8)))
                % producer.partitionsFor(name).size();
        var record = new ProducerRecord<>(name, partition, key, value);
        headers.forEach((header, text) -> record.headers().add(header, text.getBytes(StandardCharsets.UTF_8)));
        try {
            producer.send(record).get();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    /** Every committed record of a topic, from its beginning to its end at the time of the call. */
    public List<ConsumerRecord<String, byte[]>> records(String topicName) {
        return readings.computeIfAbsent(prefix + topicName, name -> new Reading(bootstrapServers, name))
                .toTheEnd();
    }

    /** Every event of a topic, in the order of each partition. */
    public <E> List<Envelope<E>> read(Topic topic) {
        return records(topic.topicName()).stream()
                .map(record -> KafkaProbe.<E>decoded(topic, record))
                .toList();
    }

    /** The events of one key. */
    public <E> List<Envelope<E>> read(Topic topic, Object key) {
        return records(topic.topicName()).stream()
                .filter(record -> key.toString().equals(record.key()))
                .map(record -> KafkaProbe.<E>decoded(topic, record))
                .toList();
    }

    private static <E> Envelope<E> decoded(Topic topic, ConsumerRecord<String, byte[]> record) {
        try {
            return Codec.<E>decode(topic, headers(record), record.value()).envelope();
        } catch (Codec.UnreadableException e) {
            throw new AssertionError("an unreadable record on " + record.topic(), e);
        }
    }

    /** A record's headers as text. */
    public static Map<String, String> headers(ConsumerRecord<?, ?> record) {
        var headers = new HashMap<String, String>();
        record.headers()
                .forEach(header -> headers.put(header.key(), new String(header.value(), StandardCharsets.UTF_8)));
        return headers;
    }

    @Override
    public void close() {
        readings.values().forEach(Reading::close);
        producer.close(Duration.ofSeconds(5));
    }
}
