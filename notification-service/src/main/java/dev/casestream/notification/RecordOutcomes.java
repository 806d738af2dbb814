package dev.casestream.notification;

import dev.casestream.chassis.data.Together;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.notification.RecipientThreads.Saying;
import dev.casestream.notification.domain.RetryPolicy;
import dev.casestream.notification.domain.Verdict;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ThreadLocalRandom;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Writes down how attempts ended, and says so: those that end while others are written share one transaction. */
@ApplicationScoped
class RecordOutcomes {

    private final DeliveryRows deliveries;
    private final RecipientThreads threads;
    private final DeliveryMetrics metrics;
    private final RetryPolicy retries;
    private final Together<Attempt, Boolean> together;

    RecordOutcomes(
            Tx tx,
            DeliveryRows deliveries,
            RecipientThreads threads,
            DeliveryMetrics metrics,
            DeliverySettings settings) {
        this.deliveries = deliveries;
        this.threads = threads;
        this.metrics = metrics;
        this.retries = settings.retries();
        this.together = new Together<>(
                tx,
                this::recordAll,
                attempt -> tx.run(work -> recordAll(work, List.of(attempt)).replaceWith(true)));
    }

    private record Attempt(UUID delivery, int number, Verdict verdict) {}

    Uni<Void> record(UUID id, int attempt, Verdict verdict) {
        return together.submit(new Attempt(id, attempt, verdict))
                .invoke(() -> metrics.count(verdict))
                .replaceWithVoid();
    }

    private Uni<List<@Nullable Boolean>> recordAll(Work work, List<Attempt> attempts) {
        return deliveries
                .lock(work, attempts.stream().map(Attempt::delivery).toList())
                .flatMap(rows -> threads.lock(
                                work, rows.stream().map(row -> row.thread).toList())
                        .chain(work::now)
                        .flatMap(now -> record(work, attempts, rows, now)))
                .replaceWith(() -> Collections.nCopies(attempts.size(), true));
    }

    private Uni<Void> record(Work work, List<Attempt> attempts, List<DeliveryRow> rows, Instant now) {
        var byId = rows.stream().collect(Collectors.toMap(row -> row.id, Function.identity()));
        var changed = new ArrayList<DeliveryRow>();
        var sayings = new ArrayList<Saying>();
        for (var attempt : attempts) {
            var row = Objects.requireNonNull(byId.get(attempt.delivery()));
            var chance = ThreadLocalRandom.current().nextDouble();
            row.dispatch()
                    .after(attempt.number(), attempt.verdict(), retries, chance, now)
                    .ifPresent(step -> {
                        row.take(step, now);
                        if (attempt.verdict() instanceof Verdict.Taken(var providerId)) {
                            row.providerId = providerId;
                        }
                        changed.add(row);
                        sayings.add(new Saying(row.cause(RecipientThreads.ACTOR), step.event()));
                    });
        }
        return deliveries.update(work, changed).chain(() -> threads.say(work, sayings));
    }
}
