package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.Platform;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.ByteArrayDeserializer;
import org.apache.kafka.common.serialization.ByteArraySerializer;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;

/** What somebody else puts on the topics: old records once more and out of order, and bytes that mean nothing. */
final class Interference {

    private static final List<String> STREAMS =
            List.of("casestream.inquiries", "casestream.tickets", "casestream.sla", "casestream.notifications");

    /** What the keys of unreadable records begin with. */
    static final String POISONOUS = "poison-";

    private Interference() {}

    /** Of each stream some of the last records, shuffled, with the bytes and headers that they had. */
    static void repeat(Random random) {
        try (var producer = producer()) {
            for (var topic : STREAMS) {
                var last = last(topic);
                Collections.shuffle(last, random);
                last.stream()
                        .limit(40)
                        .forEach(record -> producer.send(new ProducerRecord<>(
                                topic, record.partition(), record.key(), record.value(), record.headers())));
            }
        }
    }

    /** @return how many records were put on the topic of tickets that nobody can read */
    static int poison(Random random) {
        var tickets = "casestream.tickets";
        var deep = "[".repeat(20_000);
        var unreadable = List.of("{\"ticketId\": \"01", "nonsense", "", deep, "{}");
        try (var producer = producer()) {
            for (var bytes : unreadable) {
                for (var dressed : List.of(true, false)) {
                    var key = POISONOUS + random.nextInt(1_000_000);
                    var record = new ProducerRecord<>(tickets, key, bytes.getBytes(StandardCharsets.UTF_8));
                    if (dressed) {
                        dress(record);
                    }
                    producer.send(record);
                }
            }
        }
        return 2 * unreadable.size();
    }

    /** An envelope as a good event has it. */
    private static void dress(ProducerRecord<String, byte[]> record) {
        Map.ofEntries(
                        Map.entry("ce_specversion", "1.0"),
                        Map.entry("ce_id", UUID.randomUUID().toString()),
                        Map.entry("ce_type", "casestream.TicketOpened.v1"),
                        Map.entry("ce_source", "/ticket-service"),
                        Map.entry("ce_subject", record.key()),
                        Map.entry("ce_time", Instant.now().toString()),
                        Map.entry("ce_aggregateversion", "1"),
                        Map.entry("ce_correlationid", UUID.randomUUID().toString()),
                        Map.entry("ce_causationdepth", "0"),
                        Map.entry("ce_actor", "service:nemesis"),
                        Map.entry("ce_origin", "LIVE"))
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
    }

    private static KafkaProducer<String, byte[]> producer() {
        return new KafkaProducer<>(
                Map.of("bootstrap.servers", Platform.KAFKA, "acks", "all"),
                new StringSerializer(),
                new ByteArraySerializer());
    }

    private static List<ConsumerRecord<String, byte[]>> last(String topic) {
        var config = Map.<String, Object>of("bootstrap.servers", Platform.KAFKA, "isolation.level", "read_committed");
        var records = new ArrayList<ConsumerRecord<String, byte[]>>();
        try (var consumer = new KafkaConsumer<>(config, new StringDeserializer(), new ByteArrayDeserializer())) {
            var partitions = consumer.partitionsFor(topic).stream()
                    .map(info -> new TopicPartition(topic, info.partition()))
                    .toList();
            consumer.assign(partitions);
            var ends = consumer.endOffsets(partitions);
            ends.forEach((partition, end) -> consumer.seek(partition, Math.max(0, end - 20)));
            while (partitions.stream().anyMatch(at -> consumer.position(at) < ends.getOrDefault(at, 0L))) {
                consumer.poll(Duration.ofMillis(500)).forEach(record -> {
                    if (record.headers().lastHeader("ce_aggregateversion") != null) {
                        records.add(record);
                    }
                });
            }
        }
        return records;
    }
}
