package dev.casestream.ticket;

import dev.casestream.chassis.data.Work;
import io.smallrye.mutiny.Uni;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Statements whose best plan depends on their values: a status that few tickets have, a word that all have. */
public final class Plans {

    private Plans() {}

    /** A statement with its parameters. */
    public record Statement(String sql, @Nullable Object... parameters) {}

    /** What is read has a limit: starting workers, as estimates of rare words suggest, takes longer than reading it. */
    private static final String FOR_VALUES = """
            SELECT set_config('plan_cache_mode', 'force_custom_plan', true),
                   set_config('max_parallel_workers_per_gather', '0', true),
                   set_config('client_min_messages', 'error', true)""";

    /** From here to the end of the transaction every statement is planned for its values. */
    public static Uni<Void> forValues(Work work) {
        return work.query(FOR_VALUES).map((List<?> done) -> null);
    }
}
