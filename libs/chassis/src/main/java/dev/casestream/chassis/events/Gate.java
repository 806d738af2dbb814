package dev.casestream.chassis.events;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Topic;
import io.micrometer.core.instrument.MeterRegistry;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;
import java.util.function.Supplier;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/**
 * The one way into a service for events. Each event has its effect once, in the order of its key's versions, whatever
 * is delivered twice, late or out of order: the gate row and the effect are one transaction, a whole batch at a time.
 *
 * <p>Errors of the infrastructure are waited out without end. An event that fails for its own reason parks its key,
 * while others flow; what cannot be read becomes a dead letter. The result never fails, so nothing is ever nacked.
 */
@ApplicationScoped
public class Gate {

    /** What events do. Runs in the gate's transaction; must use nothing but the work that it is given. */
    @FunctionalInterface
    public interface Effect<E> {
        /** @param events not applied before; those of a key in their order */
        Uni<Void> apply(Work work, List<Envelope<E>> events);
    }

    private static final Logger LOG = Logger.getLogger(Gate.class);
    private static final int ATTEMPTS = 3;
    /** So many records are worth a transaction without waiting for more. */
    private static final int LARGE = 200;

    private final Tx tx;
    private final GateRows rows;
    private final MeterRegistry metrics;
    private final Vertx vertx;
    private final Map<Topic, Effect<?>> effects = new ConcurrentHashMap<>();

    Gate(Tx tx, GateRows rows, MeterRegistry metrics, Vertx vertx) {
        this.tx = tx;
        this.rows = rows;
        this.metrics = metrics;
        this.vertx = vertx;
    }

    /**
     * Applies a batch; completes when its effects are durable or its poison is put aside, and after a rest, so that what
     * comes meanwhile is the next batch.
     */
    public <E> Uni<Void> apply(Batch<E> batch, Effect<E> effect) {
        effects.put(batch.topic(), effect);
        return Uni.createFrom().deferred(() -> {
            var begun = System.nanoTime();
            return applied(batch, effect).chain(() -> rest(batch, begun));
        });
    }

    private <E> Uni<Void> rest(Batch<E> batch, long begun) {
        return batch.records().size() >= LARGE
                ? Uni.createFrom().voidItem()
                : Uni.createFrom()
                        .emitter(emitter -> vertx.setTimer(
                                Pace.restMillis(System.nanoTime() - begun), _ -> emitter.complete(null)));
    }

    private <E> Uni<Void> applied(Batch<E> batch, Effect<E> effect) {
        return patiently(() -> tx.run(work -> applyAll(work, batch.topic(), batch.records(), effect)))
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.debug("A batch is applied key by key", failure);
                    return keyByKey(batch.topic(), batch.records(), effect);
                });
    }

    /** Tries a released key again, if this instance has served its topic; see {@link ReleaseParked}. */
    @SuppressWarnings("unchecked")
    Uni<Void> release(Topic topic, String key) {
        var effect = (Effect<Object>) effects.get(topic);
        return effect == null ? Uni.createFrom().voidItem() : oneKey(topic, key, List.of(), effect);
    }

    private <E> Uni<Void> keyByKey(Topic topic, List<Delivered<E>> records, Effect<E> effect) {
        return Multi.createFrom()
                .iterable(byKey(records).entrySet())
                .onItem()
                .transformToUniAndConcatenate(of -> oneKey(topic, of.getKey(), of.getValue(), effect))
                .collect()
                .last()
                .chain(() -> stubbornly(() -> tx.run(work -> rows.deadLetters(work, topic, unreadable(records)))));
    }

    private <E> Uni<Void> oneKey(Topic topic, String key, List<Delivered<E>> records, Effect<E> effect) {
        return patiently(() -> tx.run(work -> applyAll(work, topic, records, List.of(key), effect)))
                .onFailure()
                .retry()
                .atMost(ATTEMPTS - 1)
                .onFailure()
                .recoverWithUni(failure -> {
                    LOG.errorf(
                            failure,
                            "Key %s of %s is parked: its next event fails. Release or discard it at /v1/parked-keys",
                            key,
                            topic.topicName());
                    return stubbornly(
                            () -> tx.run(work -> rows.poison(work, topic, key, records, Failure.reason(failure))));
                });
    }

    private <E> Uni<Void> applyAll(Work work, Topic topic, List<Delivered<E>> records, Effect<E> effect) {
        return applyAll(work, topic, records, List.copyOf(byKey(records).keySet()), effect);
    }

    private <E> Uni<Void> applyAll(
            Work work, Topic topic, List<Delivered<E>> records, List<String> keys, Effect<E> effect) {
        var byKey = byKey(records);
        return rows.lock(work, topic, keys)
                .flatMap(heads -> rows.parked(work, topic, heads).flatMap(parked -> {
                    var sequences = new LinkedHashMap<String, Sequence<E>>();
                    heads.forEach((key, head) -> sequences.put(
                            key,
                            Sequence.of(
                                    topic.kind(),
                                    head.version(),
                                    head.poisoned(),
                                    GateRows.<E>decoded(topic, parked.getOrDefault(key, List.of())),
                                    byKey.getOrDefault(key, List.of()))));
                    var apply = sequences.values().stream()
                            .flatMap(sequence -> sequence.apply().stream())
                            .filter(Delivered::known)
                            .map(record -> Objects.requireNonNull(record.event()))
                            .toList();
                    count(topic, sequences);
                    return (apply.isEmpty() ? Uni.createFrom().voidItem() : effect.apply(work, apply))
                            .chain(() -> rows.advance(work, topic, heads, sequences))
                            .chain(() -> rows.deadLetters(work, topic, unreadable(records)));
                }));
    }

    private <E> void count(Topic topic, Map<String, Sequence<E>> sequences) {
        var duplicates =
                sequences.values().stream().mapToInt(Sequence::duplicates).sum();
        metrics.counter("casestream.gate.duplicates", "topic", topic.topicName())
                .increment(duplicates);
    }

    private static <E> List<Delivered<E>> unreadable(List<Delivered<E>> records) {
        return records.stream().filter(record -> record.event() == null).toList();
    }

    /** The readable records of each key, keys in the order of their first. */
    private static <E> Map<String, List<Delivered<E>>> byKey(List<Delivered<E>> records) {
        var byKey = new LinkedHashMap<String, List<Delivered<E>>>();
        records.stream()
                .filter(record -> record.event() != null)
                .forEach(record -> byKey.computeIfAbsent(record.key(), key -> new ArrayList<>())
                        .add(record));
        return byKey;
    }

    private static Uni<Void> patiently(Supplier<Uni<Void>> attempt) {
        return persistently(attempt, Failure::isInfrastructure);
    }

    /** For the gate's own bookkeeping: failing would stop the channel for good, and skipping would lose the events. */
    private static Uni<Void> stubbornly(Supplier<Uni<Void>> attempt) {
        return persistently(attempt, failure -> true);
    }

    private static Uni<Void> persistently(Supplier<Uni<Void>> attempt, Predicate<Throwable> passes) {
        return Uni.createFrom()
                .deferred(attempt::get)
                .onFailure(passes)
                .invoke(failure -> LOG.warnf("Trying again after: %s", failure))
                .onFailure(passes)
                .retry()
                .withBackOff(Duration.ofMillis(100), Duration.ofSeconds(5))
                .indefinitely();
    }

    /** What the gate knows of a key. */
    record Head(long version, boolean parked, boolean poisoned) {}

    /** A parked record as it lies in the table. */
    record Parked(Map<String, String> headers, byte @Nullable [] payload) {}
}
