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
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.KafkaException;
import org.apache.kafka.common.utils.Utils;
import org.jboss.logging.Logger;

/**
 * One round of the relay, in one transaction: own what buckets are free, send their rows by id, await every
 * acknowledgement, delete what was sent. Blocking; the lock on a bucket ends with the transaction, so an owner that
 * dies or stalls past the time-out loses it.
 */
final class RelayPass {

    private static final Logger LOG = Logger.getLogger(RelayPass.class);
    private static final int BATCH = 1_000;
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
        var waiting = pool.query("SELECT EXISTS (SELECT FROM outbox) AS waiting")
                .execute()
                .await()
                .atMost(PATIENCE);
        if (!waiting.iterator().next().getBoolean("waiting")) {
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
            var sent = send(unsent(connection, own(connection)));
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

    /** A statement of its own after the lock: its snapshot must see what the last owner deleted. */
    private List<Row> unsent(SqlConnection connection, Integer[] buckets) {
        return rows(connection, """
                SELECT id, bucket, topic, key, partition_key, fenced, headers, payload, created_at
                FROM outbox WHERE bucket = ANY($1) ORDER BY id LIMIT $2""", Tuple.of(buckets, BATCH));
    }

    /** Sends in order and awaits all; after a failure nothing later of the same key counts as sent. */
    private List<Long> send(List<Row> rows) {
        var sent = new ArrayList<Long>(rows.size());
        sent.addAll(acknowledged(
                producers.shared(),
                rows.stream().filter(row -> !row.getBoolean("fenced")).toList()));
        var fenced = new HashMap<Integer, List<Row>>();
        rows.stream()
                .filter(row -> row.getBoolean("fenced"))
                .forEach(row -> fenced.computeIfAbsent(row.getInteger("bucket"), b -> new ArrayList<>())
                        .add(row));
        fenced.forEach((bucket, rowsOfBucket) -> sent.addAll(inKafkaTransaction(bucket, rowsOfBucket)));
        return sent;
    }

    private List<Long> inKafkaTransaction(int bucket, List<Row> rows) {
        try {
            var producer = producers.fenced(bucket);
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
        var acks = new ArrayList<Future<?>>(rows.size());
        for (var row : rows) {
            acks.add(producer.send(record(producer, row)));
        }
        producer.flush();
        var sent = new ArrayList<Long>(rows.size());
        var failedKeys = new HashSet<String>();
        for (int i = 0; i < rows.size(); i++) {
            var row = rows.get(i);
            var key = row.getString("topic") + "/" + row.getString("key");
            if (failedKeys.contains(key)) {
                continue;
            }
            try {
                acks.get(i).get();
                sent.add(row.getLong("id"));
                latency.record(Duration.between(row.getOffsetDateTime("created_at"), OffsetDateTime.now())
                        .abs());
            } catch (ExecutionException e) {
                failedKeys.add(key);
                LOG.warnf("Outbox row %d could not be sent (%s); it is tried again", row.getLong("id"), e.getCause());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw new KafkaException("interrupted while awaiting acknowledgements", e);
            }
        }
        return sent;
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
}
