package dev.casestream.chassis.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class TogetherIT {

    private static final int MANY = 300;

    @Inject
    Tx tx;

    private final AtomicInteger shared = new AtomicInteger();
    private final AtomicInteger alone = new AtomicInteger();
    private Together<String, String> together;

    @BeforeEach
    void create() {
        together = new Together<>(tx, this::all, this::one);
    }

    private Uni<List<String>> all(Work work, List<String> ids) {
        shared.incrementAndGet();
        var here = ids.stream().filter(id -> !id.startsWith("alone")).toList();
        return work.update("INSERT INTO counter (id, version) SELECT unnest($1::text[]), 0", (Object)
                        here.toArray(String[]::new))
                .map(ignored -> {
                    var results = new ArrayList<String>();
                    ids.forEach(id -> results.add(here.contains(id) ? id : null));
                    return results;
                });
    }

    private Uni<String> one(String id) {
        alone.incrementAndGet();
        return tx.run(work -> work.update("INSERT INTO counter (id, version) VALUES ($1, 1)", id)
                .replaceWith(id));
    }

    private CompletableFuture<String> submit(String id) {
        return together.submit(id).subscribeAsCompletionStage();
    }

    private long stored(List<String> ids) {
        return tx.run(work -> work.query(
                        "SELECT count(*) AS n FROM counter WHERE id = ANY($1)", (Object) ids.toArray(String[]::new)))
                .await()
                .indefinitely()
                .getFirst()
                .getLong("n");
    }

    private static List<String> ids(String prefix) {
        return Stream.generate(() -> prefix + UUID.randomUUID()).limit(MANY).toList();
    }

    @Test
    void what_comes_at_once_shares_transactions_and_each_gets_its_own_answer() {
        var ids = ids("");
        var answers = ids.stream().map(this::submit).toList();
        assertThat(answers.stream().map(CompletableFuture::join)).isEqualTo(ids);
        assertThat(stored(ids)).isEqualTo(MANY);
        assertThat(shared.get()).isLessThan(MANY / 4);
        assertThat(alone).hasValue(0);
    }

    @Test
    void one_that_fails_takes_nobody_with_it() {
        var ids = ids("");
        var taken = ids.getLast();
        one(taken).await().indefinitely();
        var answers = ids.stream().map(this::submit).toList();
        for (int i = 0; i < MANY - 1; i++) {
            assertThat(answers.get(i).join()).isEqualTo(ids.get(i));
        }
        assertThatThrownBy(() -> answers.getLast().join()).isInstanceOf(CompletionException.class);
        assertThat(stored(ids)).isEqualTo(MANY);
    }

    @Test
    void what_cannot_be_done_with_others_is_done_alone() {
        var ids = ids("alone-");
        var answers = ids.stream().map(this::submit).toList();
        assertThat(answers.stream().map(CompletableFuture::join)).isEqualTo(ids);
        assertThat(alone).hasValue(MANY);
        assertThat(stored(ids)).isEqualTo(MANY);
    }
}
