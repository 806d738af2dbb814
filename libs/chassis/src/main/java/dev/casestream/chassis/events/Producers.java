package dev.casestream.chassis.events;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The Kafka producers of one relay: a shared idempotent one, and one per bucket for topics that keep the last write for
 * ever. Those are fenced: whoever used the bucket last locks out all who used it before.
 */
final class Producers implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(Producers.class);

    private final Map<String, Object> common;
    private final String service;
    private volatile @Nullable KafkaProducer<String, byte[]> shared;
    private final Map<Integer, KafkaProducer<String, byte[]>> fenced = new ConcurrentHashMap<>();

    Producers(String bootstrapServers, String service) {
        this.service = service;
        common = Map.ofEntries(
                Map.entry("bootstrap.servers", bootstrapServers),
                Map.entry("key.serializer", StringSerializer.class),
                Map.entry("value.serializer", ByteArraySerializer.class),
                Map.entry("client.id", service + "-relay"),
                Map.entry("acks", "all"),
                Map.entry("enable.idempotence", true),
                Map.entry("max.in.flight.requests.per.connection", 5),
                Map.entry("compression.type", "zstd"),
                Map.entry("linger.ms", 0),
                // What the topics take; the outbox holds nothing larger.
                Map.entry("max.request.size", 3 << 20),
                Map.entry("buffer.memory", 16L << 20),
                Map.entry("max.block.ms", 10_000),
                Map.entry("request.timeout.ms", 8_000),
                // Below idle_in_transaction_session_timeout of the relay's transaction.
                Map.entry("delivery.timeout.ms", 15_000));
    }

    KafkaProducer<String, byte[]> shared() {
        var producer = shared;
        if (producer == null) {
            producer = new KafkaProducer<>(common);
            shared = producer;
        }
        return producer;
    }

    /** Stops a producer at once, from any thread; what it has not sent yet is never sent. */
    void abandon(KafkaProducer<String, byte[]> producer) {
        if (producer == shared) {
            shared = null;
        }
        producer.close(Duration.ZERO);
    }

    /**
     * Makes producers for buckets that have none yet; each locks out all earlier users of its bucket.
     *
     * @return whether there was any to make
     */
    boolean initialise(Set<Integer> buckets) {
        var any = false;
        for (var bucket : buckets) {
            if (!fenced.containsKey(bucket)) {
                try {
                    fenced.put(bucket, initialised(bucket));
                    any = true;
                } catch (KafkaException e) {
                    LOG.warnf("Bucket %d has no producer (%s); it is tried again", bucket, e);
                    break;
                }
            }
        }
        return any;
    }

    /** The bucket's producer; null if it could not be initialised. */
    @Nullable
    KafkaProducer<String, byte[]> fenced(int bucket) {
        return fenced.get(bucket);
    }

    private KafkaProducer<String, byte[]> initialised(int bucket) {
        var config = new HashMap<>(common);
        config.put("client.id", service + "-relay-" + bucket);
        config.put("transactional.id", service + "-relay-" + bucket);
        config.put("transaction.timeout.ms", 20_000);
        config.put("buffer.memory", 4L << 20);
        var producer = new KafkaProducer<String, byte[]>(config);
        try {
            producer.initTransactions();
            return producer;
        } catch (RuntimeException e) {
            producer.close(Duration.ZERO);
            throw e;
        }
    }

    /** Gives a bucket's producer up after an error; the next use begins anew. */
    void discard(int bucket) {
        var producer = fenced.remove(bucket);
        if (producer != null) {
            producer.close(Duration.ZERO);
        }
    }

    @Override
    public void close() {
        fenced.values().forEach(producer -> producer.close(Duration.ZERO));
        var producer = shared;
        if (producer != null) {
            producer.close(Duration.ofSeconds(5));
        }
    }
}
