package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.micrometer.core.instrument.Timer;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Multi;
import io.vertx.mutiny.sqlclient.Pool;
import jakarta.inject.Inject;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Outbox and relay, with the faults that they are there for. Every event must reach the topic, a key's in order. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class RelayIT {

    private static final int KEYS = 40;
    private static final int WRITES = 1_500;

    /** Where the relay's locks on buckets are. */
    private static final int LOCKS = 0x0CA5E;

    @Inject
    Counters counters;

    @Inject
    Pool pool;

    @ConfigProperty(name = "kafka.bootstrap.servers")
    String bootstrapServers;

    @ConfigProperty(name = "casestream.topics.prefix")
    String prefix;

    private final KafkaProbe kafka = new KafkaProbe();

    @AfterEach
    void tearDown() {
        Traces.execute("DROP TRIGGER IF EXISTS fault ON outbox");
        kafka.close();
    }

    @Test
    void concurrent_writers_lose_nothing_and_keep_order_though_relays_fight_for_the_buckets() throws Exception {
        var stop = new AtomicBoolean();
        var rivals = IntStream.range(0, 3).mapToObj(i -> rival(stop)).toList();
        var keys = write(16);
        await().atMost(Duration.ofSeconds(60)).until(() -> Traces.outboxDepth() == 0);
        stop.set(true);
        for (var rival : rivals) {
            rival.join();
        }
        assertAllThereInOrder(keys);
    }

    @Test
    void a_key_waits_as_a_whole_for_the_owner_of_its_bucket() throws Exception {
        List<UUID> keys;
        try (var stalled = Traces.connect();
                var statement = stalled.createStatement()) {
            statement.execute("SELECT pg_advisory_lock(%d, b) FROM generate_series(0, %d) b"
                    .formatted(LOCKS, Outbox.BUCKETS - 1));
            keys = write(8);
            assertThat(Traces.outboxDepth()).isEqualTo(WRITES);
            var written = Traces.longs("SELECT count(*) FROM outbox GROUP BY key");
            statement.execute("SELECT pg_advisory_unlock(%d, 0)".formatted(LOCKS));
            await().until(() -> Traces.outboxDepth() < WRITES);
            assertThat(Traces.longs("SELECT count(*) FROM outbox GROUP BY key"))
                    .as("events of the keys that still wait, none of which has gone ahead")
                    .isNotEmpty()
                    .hasSizeLessThan(written.size())
                    .allMatch(written::remove);
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> Traces.outboxDepth() == 0);
        assertAllThereInOrder(keys);
    }

    @Test
    void what_was_sent_but_not_recorded_as_sent_is_sent_again_and_applied_once() {
        Traces.execute("""
                CREATE OR REPLACE FUNCTION crash() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'the process dies here'; END $$""");
        Traces.execute("CREATE TRIGGER fault BEFORE DELETE ON outbox FOR EACH ROW EXECUTE FUNCTION crash()");
        var key = Ids.next();
        counters.create(key).await().indefinitely();
        for (int i = 0; i < 5; i++) {
            counters.increment(key).await().indefinitely();
        }
        await().until(() -> kafka.read(Topic.TICKETS, key).size() > 5);
        Traces.execute("DROP TRIGGER fault ON outbox");
        await().until(() -> Traces.outboxDepth() == 0);
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(1L, 2L, 3L, 4L, 5L));
    }

    @Test
    void requests_are_accepted_while_the_broker_is_down_and_all_arrive_when_it_is_back() {
        var before = Ids.next();
        counters.create(before).await().indefinitely();
        counters.increment(before).await().indefinitely();
        await().until(() -> Traces.outboxDepth() == 0);
        Servers.kafka().kill();
        List<UUID> keys;
        try {
            keys = write(8);
            assertThat(Traces.outboxDepth()).isEqualTo(WRITES);
        } finally {
            Servers.kafka().restart();
        }
        await().atMost(Duration.ofSeconds(90)).until(() -> Traces.outboxDepth() == 0);
        assertAllThereInOrder(keys);
    }

    @Test
    void what_the_broker_has_not_acknowledged_stays_in_the_outbox() throws Exception {
        var key = Ids.next();
        counters.create(key).await().indefinitely();
        counters.increment(key).await().indefinitely();
        await().until(() -> Traces.outboxDepth() == 0);
        Servers.kafka().freeze();
        try {
            counters.increment(key).await().indefinitely();
            counters.increment(key).await().indefinitely();
            await().during(Duration.ofSeconds(2)).until(() -> Traces.outboxDepth() == 2);
        } finally {
            Servers.kafka().thaw();
        }
        await().atMost(Duration.ofSeconds(60)).until(() -> Traces.outboxDepth() == 0);
        assertAllThereInOrder(List.of(key));
    }

    @Test
    void a_transaction_that_is_rolled_back_says_nothing() {
        var key = Ids.next();
        counters.create(key).await().indefinitely();
        var failure = counters.incrementAndFail(key)
                .map(version -> "committed")
                .onFailure()
                .recoverWithItem(Throwable::getMessage)
                .await()
                .indefinitely();
        counters.increment(key).await().indefinitely();
        await().until(() -> Traces.outboxDepth() == 0);
        assertThat(failure).isEqualTo("no");
        assertThat(kafka.read(Topic.TICKETS, key)).extracting(Envelope::version).containsExactly(1L);
    }

    @Test
    void a_stale_owner_of_a_bucket_cannot_write_to_a_table_any_more() throws Exception {
        var topic = prefix + Topic.CUSTOMERS.topicName();
        try (var stale = new Producers(bootstrapServers, "rivals");
                var owner = new Producers(bootstrapServers, "rivals")) {
            var before = bucket(stale);
            var after = bucket(owner);
            after.send(new ProducerRecord<>(topic, "customer", "new".getBytes(StandardCharsets.UTF_8)));
            after.commitTransaction();
            var late = before.send(new ProducerRecord<>(topic, "customer", "old".getBytes(StandardCharsets.UTF_8)));
            assertThatThrownBy(late::get).hasCauseInstanceOf(KafkaException.class);
            assertThatThrownBy(before::commitTransaction).isInstanceOf(KafkaException.class);
        }
        assertThat(kafka.records(Topic.CUSTOMERS.topicName()))
                .extracting(record -> new String(record.value(), StandardCharsets.UTF_8))
                .containsExactly("new");
    }

    private static KafkaProducer<String, byte[]> bucket(Producers producers) {
        producers.initialise(Set.of(0));
        var producer = Objects.requireNonNull(producers.fenced(0));
        producer.beginTransaction();
        return producer;
    }

    /** Many writers over few keys, so that transactions of a key queue up and ids are taken out of order. */
    private List<UUID> write(int concurrency) {
        var keys = IntStream.range(0, KEYS).mapToObj(i -> Ids.next()).toList();
        keys.forEach(key -> counters.create(key).await().indefinitely());
        var random = new Random(4711);
        Multi.createFrom()
                .iterable(LongStream.range(0, WRITES)
                        .mapToObj(i -> keys.get(random.nextInt(KEYS)))
                        .toList())
                .onItem()
                .transformToUni(key -> counters.increment(key))
                .merge(concurrency)
                .collect()
                .last()
                .await()
                .atMost(Duration.ofSeconds(60));
        return keys;
    }

    private Thread rival(AtomicBoolean stop) {
        return Thread.ofPlatform().start(() -> {
            try (var producers = new Producers(bootstrapServers, "joints")) {
                var pass = new RelayPass(pool, producers, Timer.builder("rival").register(new SimpleMeterRegistry()));
                while (!stop.get()) {
                    pass.run();
                }
            }
        });
    }

    private void assertAllThereInOrder(List<UUID> keys) {
        var versions = kafka.records(Topic.TICKETS.topicName()).stream()
                .filter(record -> keys.stream().anyMatch(key -> key.toString().equals(record.key())))
                .collect(Collectors.groupingBy(
                        ConsumerRecord::key,
                        Collectors.mapping(
                                record -> Long.parseLong(
                                        KafkaProbe.headers(record).get("ce_aggregateversion")),
                                Collectors.toList())));
        for (var key : keys) {
            var committed = Traces.longs("SELECT version FROM counter WHERE id = '" + key + "'")
                    .getFirst();
            assertThat(firstTimes(versions.getOrDefault(key.toString(), List.of())))
                    .as("versions of %s", key)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, committed).boxed().toList());
        }
    }

    /** Without what was sent again after an interrupted round. */
    private static List<Long> firstTimes(List<Long> versions) {
        return versions.stream().distinct().toList();
    }
}
