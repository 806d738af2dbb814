package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.Topic.Kind;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class SequenceTest {

    @Test
    void the_first_version_seen_is_the_baseline() {
        var sequence = Sequence.of(Kind.LOG, 0, false, List.of(), versions(5, 6));
        assertThat(numbers(sequence.apply())).containsExactly(5L, 6L);
        assertThat(sequence.head()).isEqualTo(6);
    }

    @Test
    void what_was_applied_is_dropped_and_counted() {
        var sequence = Sequence.of(Kind.LOG, 6, false, List.of(), versions(5, 6, 7, 7));
        assertThat(numbers(sequence.apply())).containsExactly(7L);
        assertThat(sequence.duplicates()).isEqualTo(3);
    }

    @Test
    void behind_a_gap_everything_waits() {
        var sequence = Sequence.of(Kind.LOG, 2, false, List.of(), versions(3, 5, 6));
        assertThat(numbers(sequence.apply())).containsExactly(3L);
        assertThat(numbers(sequence.park())).containsExactly(5L, 6L);
        assertThat(sequence.head()).isEqualTo(3);
    }

    @Test
    void the_missing_version_brings_what_waited_along() {
        var sequence = Sequence.of(Kind.LOG, 3, false, versions(5, 6, 8), versions(4));
        assertThat(numbers(sequence.apply())).containsExactly(4L, 5L, 6L);
        assertThat(numbers(sequence.park())).containsExactly(8L);
    }

    @Test
    void a_poisoned_key_only_collects() {
        var sequence = Sequence.of(Kind.LOG, 3, true, versions(4), versions(5, 2));
        assertThat(sequence.apply()).isEmpty();
        assertThat(numbers(sequence.park())).containsExactly(4L, 5L);
        assertThat(sequence.head()).isEqualTo(3);
    }

    @Test
    void of_a_table_the_newest_state_is_enough() {
        var sequence = Sequence.of(Kind.TABLE, 3, false, List.of(), versions(9, 4, 2));
        assertThat(numbers(sequence.apply())).containsExactly(9L);
        assertThat(sequence.park()).isEmpty();
        assertThat(sequence.head()).isEqualTo(9);
    }

    /** Whatever is doubled, delayed and reordered in batches: each version once, in order. */
    @Test
    void any_delivery_that_is_complete_in_the_end_is_applied_once_and_in_order() {
        int gaps = 0;
        int duplicates = 0;
        for (long seed = 0; seed < 2_000; seed++) {
            var random = new Random(seed);
            var last = 1 + random.nextInt(12);
            var deliveries = new ArrayList<Long>();
            deliveries.add(1L);
            var rest = new ArrayList<>(LongStream.rangeClosed(2, last).boxed().toList());
            rest.addAll(rest.subList(0, random.nextInt(rest.size() + 1)));
            rest.add(1L);
            Collections.shuffle(rest, random);
            deliveries.addAll(rest);

            var applied = new ArrayList<Long>();
            List<Delivered<Object>> parked = List.of();
            long head = 0;
            while (!deliveries.isEmpty()) {
                var batch = deliveries.subList(0, 1 + random.nextInt(deliveries.size()));
                var sequence = Sequence.of(
                        Kind.LOG,
                        head,
                        false,
                        parked,
                        versions(batch.stream().mapToLong(v -> v).toArray()));
                batch.clear();
                applied.addAll(numbers(sequence.apply()));
                parked = sequence.park();
                head = sequence.head();
                gaps += parked.isEmpty() ? 0 : 1;
                duplicates += sequence.duplicates();
            }
            assertThat(applied)
                    .as("seed %d", seed)
                    .containsExactlyElementsOf(
                            LongStream.rangeClosed(1, last).boxed().toList());
            assertThat(parked).as("seed %d", seed).isEmpty();
        }
        assertThat(gaps).as("the faults happened").isGreaterThan(1_000);
        assertThat(duplicates).isGreaterThan(1_000);
    }

    private static List<Long> numbers(List<Delivered<Object>> events) {
        return events.stream().map(Delivered::version).toList();
    }

    private static List<Delivered<Object>> versions(long... versions) {
        return LongStream.of(versions)
                .mapToObj(version -> new Delivered<Object>(
                        "test/0/" + version,
                        "key",
                        Map.of(),
                        null,
                        Cause.request("system:test").envelope("/test", "key", version, Instant.EPOCH, new Object()),
                        true,
                        null))
                .toList();
    }
}
