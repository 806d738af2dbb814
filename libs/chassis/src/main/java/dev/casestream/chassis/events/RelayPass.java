package dev.casestream.chassis.events;

import io.micrometer.core.instrument.Timer;
import io.vertx.mutiny.sqlclient.Pool;
import io.vertx.mutiny.sqlclient.Row;
import io.vertx.mutiny.sqlclient.SqlConnection;
import io.vertx.mutiny.sqlclient.Tuple;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.Callback;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.errors.RecordTooLargeException;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;

/**
 * One round of the relay, in one transaction: own what buckets are free, send their rows by id, await every
 * acknowledgement, delete what was sent. Blocking; the lock on a bucket ends with the transaction, so an owner that
 * dies or stalls past the time-out loses it.
 */
final class RelayPass {

    private static final Logger LOG = Logger.getLogger(RelayPass.class);
    /** Rows of one pass at most. */
    static final int BATCH = 1_000;

    private static final Duration PATIENCE = Duration.ofSeconds(25);
    private static final Integer[] ALL_BUCKETS =
            IntStream.range(0, Outbox.BUCKETS).boxed().toArray(Integer[]::new);
    /** Any number that no other advisory lock in this database uses as its first half. */
    private static final int LOCK_SPACE = 0x0CA5E;

    private final Pool pool;
    private final Producers producers;
    private final Timer latency;

    RelayPass(Pool pool, Producers producers, Timer latency) {
        this.pool = pool;
        this.producers = producers;
        this.latency = latency;
    }

    /** @return how many rows were brought to Kafka */
    int run() {
        // By the index: the table may be full of rows that are gone and not yet vacuumed.
        var first = pool.query("SELECT id FROM outbox ORDER BY id LIMIT 1")
                .execute()
                .await()
                .atMost(PATIENCE);
        if (first.size() == 0) {
            return 0;
        }
        var connection = pool.getConnection().await().atMost(PATIENCE);
        try {
            var transaction = connection.begin().await().atMost(PATIENCE);
            connection
                    .query("SET LOCAL idle_in_transaction_session_timeout = '30s'")
                    .execute()
                    .await()
                    .atMost(PATIENCE);
            var sent = send(fencedAndUnsent(connection, own(connection)));
            connection
                    .preparedQuery("DELETE FROM outbox WHERE id = ANY($1)")
                    .execute(Tuple.of(sent.toArray(Long[]::new)))
                    .await()
                    .atMost(PATIENCE);
            transaction.commit().await().atMost(PATIENCE);
            return sent.size();
        } finally {
            // Rolls back what was not committed, which frees the buckets.
            connection.close().subscribe().with(ok -> {}, e -> LOG.debug("A broken connection was closed", e));
        }
    }

    private Integer[] own(SqlConnection connection) {
        return rows(
                        connection,
                        "SELECT b AS bucket FROM unnest($1::int[]) b WHERE pg_try_advisory_xact_lock($2, b)",
                        Tuple.of(ALL_BUCKETS, LOCK_SPACE))
                .stream()
                .map(row -> row.getInteger("bucket"))
                .toArray(Integer[]::new);
    }

    /**
     * The rows, with a producer initialised for every bucket that needs one. Initialising locks others out, so that it
     * must come before reading: done by a stale owner with old rows, it would lock out the new one.
     */
    private List<Row> fencedAndUnsent(SqlConnection connection, Integer[] buckets) {
        var rows = unsent(connection, buckets);
        while (producers.initialise(fencedBuckets(rows))) {
            rows = unsent(connection, buckets);
        }
        return rows;
    }

    private static Set<Integer> fencedBuckets(List<Row> rows) {
        return rows.stream()
                .filter(row -> row.getBoolean("fenced"))
                .map(row -> row.getInteger("bucket"))
                .collect(Collectors.toSet());
    }

    /** A statement of its own after the lock: its snapshot must see what the last owner deleted. */
    private List<Row> unsent(SqlConnection connection, Integer[] buckets) {
        return rows(connection, """
                SELECT id, bucket, topic, key, partition_key, fenced, headers, payload, created_at
                FROM outbox WHERE bucket = ANY($1) ORDER BY id LIMIT $2""", Tuple.of(buckets, BATCH));
    }

    /** Sends in order and awaits all; after a failure nothing later of the same key counts as sent. */
    private List<Long> send(List<Row> rows) {
        var fenced = new TreeMap<Integer, List<Row>>();
        rows.stream()
                .filter(row -> row.getBoolean("fenced"))
                .forEach(row -> fenced.computeIfAbsent(row.getInteger("bucket"), b -> new ArrayList<>())
                        .add(row));
        // Each bucket has a producer of its own, and waits for the broker several times: side by side.
        var sending = fenced.entrySet().stream()
                .map(of -> CompletableFuture.supplyAsync(
                        () -> inKafkaTransaction(of.getKey(), of.getValue()), Thread::startVirtualThread))
                .toList();
        var sent = new ArrayList<Long>(rows.size());
        try {
            sent.addAll(acknowledged(
                    producers.shared(),
                    rows.stream().filter(row -> !row.getBoolean("fenced")).toList()));
        } finally {
            sending.forEach(bucket -> sent.addAll(bucket.join()));
        }
        return sent;
    }

    private List<Long> inKafkaTransaction(int bucket, List<Row> rows) {
        try {
            var producer = producers.fenced(bucket);
            if (producer == null) {
                return List.of();
            }
            producer.beginTransaction();
            var ids = acknowledged(producer, rows);
            if (ids.size() < rows.size()) {
                throw new KafkaException("not every record of the bucket was acknowledged");
            }
            producer.commitTransaction();
            return ids;
        } catch (KafkaException e) {
            LOG.warnf("Bucket %d could not be sent (%s); it is tried again", bucket, e);
            producers.discard(bucket);
            return List.of();
        }
    }

    private List<Long> acknowledged(KafkaProducer<String, byte[]> producer, List<Row> rows) {
        var stopped = new AtomicBoolean();
        var sendings = new ArrayList<Sending>(rows.size());
        for (var row : rows) {
            try {
                sendings.add(new Sending(row, producer.send(record(producer, row), stopAtFailure(producer, stopped))));
            } catch (KafkaException | IllegalStateException e) {
                if (!stopped.get()) {
                    throw e;
                }
                break;
            }
        }
        producer.flush();
        return Acknowledged.of(sendings, Sending::key, this::arrived).stream()
                .map(Sending::id)
                .toList();
    }

    /**
     * What is still buffered must not overtake what failed: of a key that a consumer has never seen, the first version
     * to arrive is its baseline. A record that is too large can only be stepped over.
     */
    private Callback stopAtFailure(KafkaProducer<String, byte[]> producer, AtomicBoolean stopped) {
        return (metadata, failure) -> {
            if (failure != null && !(failure instanceof RecordTooLargeException) && !stopped.getAndSet(true)) {
                producers.abandon(producer);
            }
        };
    }

    private boolean arrived(Sending sending) {
        try {
            sending.acknowledgement().get();
            latency.record(Duration.between(sending.row().getOffsetDateTime("created_at"), OffsetDateTime.now())
                    .abs());
            return true;
        } catch (ExecutionException e) {
            LOG.warnf("Outbox row %d could not be sent (%s); it is tried again", sending.id(), e.getCause());
            return false;
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new KafkaException("interrupted while awaiting acknowledgements", e);
        }
    }

    private static ProducerRecord<String, byte[]> record(KafkaProducer<String, byte[]> producer, Row row) {
        var topic = row.getString("topic");
        var payload = row.getBuffer("payload");
        // As the default partitioner does it, but by the partition key, which may be another than the record's key.
        var partition =
                Utils.toPositive(Utils.murmur2(row.getString("partition_key").getBytes(StandardCharsets.UTF_8)))
                        % producer.partitionsFor(topic).size();
        var record = new ProducerRecord<>(
                topic, partition, row.getString("key"), payload == null ? null : payload.getBytes());
        Codec.readStrings(row.getString("headers"))
                .forEach((name, value) -> record.headers().add(name, value.getBytes(StandardCharsets.UTF_8)));
        return record;
    }

    private static List<Row> rows(SqlConnection connection, String sql, Tuple parameters) {
        var rows = connection.preparedQuery(sql).execute(parameters).await().atMost(PATIENCE);
        return StreamSupport.stream(rows.spliterator(), false).toList();
    }

    private record Sending(Row row, Future<?> acknowledgement) {

        long id() {
            return row.getLong("id");
        }

        String key() {
            return row.getString("topic") + "/" + row.getString("key");
        }
    }
}
