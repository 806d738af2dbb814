package dev.casestream.chassis.data;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class TxIT {

    @Inject
    Tx tx;

    @Test
    void transactions_side_by_side_in_one_context_share_nothing() {
        List<Long> transactions = tx.run(work -> work.now())
                .chain(() -> Uni.join()
                        .all(IntStream.range(0, 6)
                                .mapToObj(i -> transactionId())
                                .toList())
                        .andFailFast())
                .await()
                .indefinitely();
        assertThat(transactions).doesNotHaveDuplicates().hasSize(6);
    }

    @Test
    void a_transaction_within_another_stands_alone() {
        var inner = UUID.randomUUID().toString();
        var failure = tx.run(outer -> insert(outer, UUID.randomUUID().toString())
                        .chain(() -> tx.run(work -> insert(work, inner)))
                        .chain(() -> Uni.createFrom().<Integer>failure(new IllegalStateException("outer fails"))))
                .onFailure()
                .recoverWithItem(-1)
                .await()
                .indefinitely();
        assertThat(failure).isEqualTo(-1);
        var kept = tx.run(work -> work.query("SELECT count(*) AS n FROM counter WHERE id = $1", inner))
                .await()
                .indefinitely();
        assertThat(kept.getFirst().getLong("n")).isEqualTo(1);
    }

    private Uni<Long> transactionId() {
        return tx.run(work -> work.query("SELECT pg_current_xact_id()::text::bigint AS id, pg_sleep(0.05)")
                .map(rows -> rows.getFirst().getLong("id")));
    }

    private static Uni<Integer> insert(Work work, String id) {
        return work.update("INSERT INTO counter (id, version) VALUES ($1, 0)", id);
    }
}
