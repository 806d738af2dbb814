package dev.casestream.analytics.metrics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.analytics.Story;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Priority;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** However deliveries of many tickets and two streams interleave and repeat, the numbers are the same. */
class AnyOrderTest {

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 5, 8, 13, 21, 34, 55, 89})
    void interleaved_and_repeated_deliveries_come_to_what_a_fold_from_scratch_comes_to(long seed) {
        var random = new Random(seed);
        var stories = IntStream.range(0, 40).mapToObj(i -> anyStory(random, i)).toArray(Story[]::new);
        var expected = Fold.ofAll(stories);

        var fold = new Fold();
        var delivered = deliver(random, stories, fold);

        assertThat(delivered).as("duplicates were delivered").isGreaterThan(events(stories));
        assertThat(fold.states()).containsExactlyInAnyOrderEntriesOf(expected.states());
        assertThat(fold.measurements()).containsExactlyInAnyOrderEntriesOf(expected.measurements());
    }

    /** Each key of each stream in its order, now and then going back a little and repeating itself. */
    private static int deliver(Random random, Story[] stories, Fold fold) {
        var queues = new ArrayList<ArrayDeque<Runnable>>();
        for (var story : stories) {
            queues.add(queue(random, story.tickets, fold::ticketEvent));
            queues.add(queue(random, story.sla, fold::slaEvent));
        }
        var delivered = 0;
        while (!queues.isEmpty()) {
            var queue = queues.get(random.nextInt(queues.size()));
            if (queue.isEmpty()) {
                queues.remove(queue);
            } else {
                queue.pop().run();
                delivered++;
            }
        }
        return delivered;
    }

    private static <E> ArrayDeque<Runnable> queue(
            Random random, List<E> events, java.util.function.Consumer<E> delivery) {
        var queue = new ArrayDeque<Runnable>();
        for (int i = 0; i < events.size(); i++) {
            var event = events.get(i);
            queue.add(() -> delivery.accept(event));
            if (random.nextInt(5) == 0) {
                var backTo = random.nextInt(i + 1);
                events.subList(backTo, i + 1).forEach(again -> queue.add(() -> delivery.accept(again)));
            }
        }
        return queue;
    }

    private static int events(Story[] stories) {
        return IntStream.range(0, stories.length)
                .map(i -> stories[i].tickets.size() + stories[i].sla.size())
                .sum();
    }

    private static Story anyStory(Random random, int number) {
        var begin = Instant.parse("2026-03-02T00:00:00Z").plusSeconds(random.nextInt(86_400));
        var story =
                new Story(new UUID(random.nextLong(), number), begin).opened(any(random, "email", "web"), "support");
        story.activated(ClockType.FIRST_RESPONSE, Duration.ofHours(1));
        var steps = 1 + random.nextInt(12);
        for (int i = 0; i < steps; i++) {
            story.after(Duration.ofSeconds(random.nextInt(7_200)));
            step(random, story);
        }
        return story;
    }

    private static void step(Random random, Story story) {
        switch (random.nextInt(12)) {
            case 0 -> story.assigned(any(random, "support", "billing"), any(random, "alice", "bob"));
            case 1 -> story.triaged(Priority.HIGH, any(random, "billing", "login"));
            case 2 ->
                story.replied(AuthorRole.AGENT, "alice").fulfilled(ClockType.FIRST_RESPONSE, random.nextBoolean());
            case 3 -> story.replied(AuthorRole.BOT, "bot");
            case 4 -> story.wrote();
            case 5 -> story.solved("alice").fulfilled(ClockType.RESOLUTION, random.nextBoolean());
            case 6 -> story.reopened();
            case 7 -> story.breached(ClockType.RESOLUTION, Duration.ofHours(8));
            case 8 -> story.logged(new UUID(random.nextLong(), 1), "bob", 1 + random.nextInt(60));
            case 9 -> story.merged();
            case 10 -> story.unmerged();
            default -> story.noted("bob");
        }
    }

    private static String any(Random random, String one, String other) {
        return random.nextBoolean() ? one : other;
    }
}
