package dev.casestream.bench.limit;

import dev.casestream.bench.load.Cpu;
import dev.casestream.bench.measure.Latencies;
import dev.casestream.bench.measure.Outcome;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.jspecify.annotations.Nullable;

/** What one producer brings to the broker, each record acknowledged by all replicas. */
public final class ProduceLimit {
    private ProduceLimit() {}

    public static Outcome measure(String broker, String topic, int bytes, Duration length) {
        var settings = Map.<String, Object>of(
                "bootstrap.servers",
                broker,
                "acks",
                "all",
                "enable.idempotence",
                true,
                "linger.ms",
                5,
                "batch.size",
                64 << 10,
                "key.serializer",
                ByteArraySerializer.class,
                "value.serializer",
                ByteArraySerializer.class);
        var latencies = new Latencies();
        var failed = new AtomicLong();
        var failure = new AtomicReference<@Nullable String>();
        var value = new byte[bytes];
        try (var producer = new KafkaProducer<byte[], byte[]>(settings)) {
            producer.partitionsFor(topic);
            var cpu = Cpu.ofThisProcess();
            var begun = System.nanoTime();
            while (System.nanoTime() - begun < length.toNanos()) {
                var sent = System.nanoTime();
                producer.send(new ProducerRecord<>(topic, value), (metadata, problem) -> {
                    if (problem == null) {
                        latencies.record(System.nanoTime() - sent);
                    } else {
                        failed.incrementAndGet();
                        failure.compareAndSet(null, problem.toString());
                    }
                });
            }
            producer.flush();
            var seconds = (System.nanoTime() - begun) / 1e9;
            return new Outcome(
                    latencies.count(),
                    failed.get(),
                    seconds,
                    latencies,
                    (Cpu.ofThisProcess() - cpu) / 1e9 / seconds,
                    Optional.ofNullable(failure.get()));
        }
    }
}
