package dev.casestream.ticket.bulk;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.bulk.OnBehalf.Asker;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The tables of jobs. */
@ApplicationScoped
class Jobs {

    /** How often an item is tried that fails for reasons of ours. */
    static final int ATTEMPTS = 5;

    private static final String CLAIM = """
            UPDATE job_item i SET claimed_until = clock_timestamp() + interval '60 seconds', attempts = attempts + 1
            FROM (SELECT job_id, number FROM job_item
                  WHERE status IS NULL AND claimed_until < clock_timestamp()
                  ORDER BY number, job_id LIMIT $1 FOR UPDATE SKIP LOCKED) c, job j
            WHERE i.job_id = c.job_id AND i.number = c.number AND j.id = i.job_id
            RETURNING i.job_id, i.number, i.ticket, i.attempts, j.command, j.body, j.caller, j.roles, j.teams, j.email""";

    private static final String FINISH = """
            UPDATE job SET finished_at = clock_timestamp(), body = NULL
            WHERE id = $1 AND finished_at IS NULL
              AND NOT EXISTS (SELECT FROM job_item WHERE job_id = $1 AND status IS NULL)""";

    private static final String SUMMARY = """
            SELECT j.id, j.command, j.items, j.created_at, j.finished_at,
                   (SELECT count(*) FROM job_item i WHERE i.job_id = j.id AND i.status < 300) AS done,
                   (SELECT count(*) FROM job_item i WHERE i.job_id = j.id AND i.status >= 300) AS failed
            FROM job j WHERE j.id = $1 AND ($2::text IS NULL OR j.caller = $2)""";

    private static final String ITEMS = """
            SELECT number, ticket, status, problem FROM job_item
            WHERE job_id = $1 AND number > $2 AND (NOT $3::boolean OR status >= 300) ORDER BY number LIMIT $4""";

    /** One ticket of a job, to be done now. */
    record Item(
            UUID job,
            int number,
            String ticket,
            int attempts,
            String command,
            @Nullable String body,
            Asker asker) {

        static Item of(Row row) {
            return new Item(
                    row.getUUID("job_id"),
                    row.getInteger("number"),
                    row.getString("ticket"),
                    row.getInteger("attempts"),
                    row.getString("command"),
                    row.getString("body"),
                    new Asker(
                            row.getString("caller"),
                            Set.of(row.getArrayOfStrings("roles")),
                            Set.of(row.getArrayOfStrings("teams")),
                            row.getString("email")));
        }

        /** Under which it is carried out once. */
        String key() {
            return "bulk-" + job + "-" + number;
        }
    }

    /** What became of a ticket of a job; of problems nothing but the problem is kept. */
    record Outcome(int status, @Nullable Map<String, Object> problem) {}

    record Summary(
            UUID id,
            String command,
            int items,
            long done,
            long failed,
            Instant createdAt,
            @Nullable Instant finishedAt) {}

    record Result(
            int number,
            String ticket,
            @Nullable Integer status,
            @Nullable Map<String, Object> problem) {}

    Uni<Void> add(
            Work work, UUID id, String command, @Nullable String body, Asker asker, List<String> tickets, Instant now) {
        return work.update(
                        """
                        INSERT INTO job (id, command, body, caller, roles, teams, email, items, created_at)
                        VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9)""",
                        id,
                        command,
                        body,
                        asker.id(),
                        asker.roles().toArray(String[]::new),
                        asker.teams().toArray(String[]::new),
                        asker.email(),
                        tickets.size(),
                        Rows.parameter(now))
                .chain(() -> work.update("""
                        INSERT INTO job_item (job_id, number, ticket)
                        SELECT $1, number, ticket FROM unnest($2::text[]) WITH ORDINALITY AS u(ticket, number)""", id, tickets.toArray(String[]::new)))
                .replaceWithVoid();
    }

    Uni<List<Item>> claim(Work work, int items) {
        return work.query(CLAIM, items).map(rows -> rows.stream().map(Item::of).toList());
    }

    Uni<Void> record(Work work, Item item, Outcome outcome) {
        return work.update(
                        "UPDATE job_item SET status = $3, problem = $4::text::jsonb WHERE job_id = $1 AND number = $2",
                        item.job(),
                        item.number(),
                        outcome.status(),
                        outcome.problem() == null ? null : Codec.write(outcome.problem()))
                .chain(() -> work.update(FINISH, item.job()))
                .replaceWithVoid();
    }

    /** @param caller whose job it must be; null for anybody's */
    Uni<Optional<Summary>> find(Work work, UUID id, @Nullable String caller) {
        return work.query(SUMMARY, id, caller)
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Summary(
                                row.getUUID("id"),
                                row.getString("command"),
                                row.getInteger("items"),
                                row.getLong("done"),
                                row.getLong("failed"),
                                Rows.requireInstant(row, "created_at"),
                                Rows.instant(row, "finished_at"))));
    }

    Uni<List<Result>> results(Work work, UUID id, int after, boolean failedOnly, int limit) {
        return work.query(ITEMS, id, after, failedOnly, limit)
                .map(rows -> rows.stream()
                        .map(row -> new Result(
                                row.getInteger("number"),
                                row.getString("ticket"),
                                row.getInteger("status"),
                                problem(row.getJsonObject("problem"))))
                        .toList());
    }

    private static @Nullable Map<String, Object> problem(@Nullable JsonObject problem) {
        return problem == null ? null : problem.getMap();
    }

    Uni<Void> forget(Work work) {
        return work.update("DELETE FROM job WHERE finished_at < clock_timestamp() - interval '30 days'")
                .replaceWithVoid();
    }
}
