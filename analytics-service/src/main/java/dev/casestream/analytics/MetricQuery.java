package dev.casestream.analytics;

import dev.casestream.analytics.metrics.Aggregation;
import dev.casestream.analytics.metrics.Cell;
import dev.casestream.analytics.metrics.Definition;
import dev.casestream.analytics.metrics.Window;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Problems;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import java.time.ZoneOffset;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Measurements of one metric, put together by step and group in the database; percentiles are exact.
 *
 * @param by names of dimensions, of those that the definition allows
 * @param teams whose tickets count; null for all
 */
record MetricQuery(Definition definition, Window window, List<String> by, String @Nullable [] teams) {

    static final int MAX_POINTS = 10_000;

    Uni<List<Cell>> run(Work work) {
        return work.query(
                        sql(),
                        definition.name(),
                        teams,
                        window.from().atOffset(ZoneOffset.UTC),
                        window.to().atOffset(ZoneOffset.UTC),
                        window.step().toMillis(),
                        definition.aggregation() == Aggregation.LEVEL,
                        MAX_POINTS + 1)
                .map(rows -> rows.stream().map(this::cell).toList())
                .invoke(this::refuseTooMany);
    }

    private String sql() {
        var columns = IntStream.range(0, by.size())
                .mapToObj(i -> expression(by.get(i)) + " AS d" + i)
                .collect(Collectors.joining(", ", "", by.isEmpty() ? "" : ", "));
        var groups = Stream.concat(
                        Stream.of("step"), IntStream.range(0, by.size()).mapToObj(i -> "d" + i))
                .collect(Collectors.joining(", "));
        return """
                SELECT %s greatest(-1, floor(extract(epoch FROM m.at - $3) * 1000 / $5::bigint))::int AS step,
                       count(*) AS count, sum(m.value) AS sum,
                       percentile_cont(ARRAY[0.5, 0.9, 0.99]) WITHIN GROUP (ORDER BY m.value) AS percentiles
                FROM measurement m
                WHERE m.generation = (SELECT active FROM projection WHERE name = 'tickets') AND m.metric = $1
                  AND ($2::text[] IS NULL OR m.dims ->> 'team' = ANY($2))
                  AND m.at < $4::timestamptz AND ($6::boolean OR m.at >= $3::timestamptz)
                GROUP BY %s ORDER BY %s LIMIT $7""".formatted(columns, groups, groups);
    }

    /** Names come from the definition, never from the caller. */
    private static String expression(String dimension) {
        return dimension.equals("hour") ? "to_char(m.at AT TIME ZONE 'UTC', 'HH24')" : "m.dims ->> '" + dimension + "'";
    }

    private Cell cell(Row row) {
        var group = new LinkedHashMap<String, @Nullable String>();
        for (int i = 0; i < by.size(); i++) {
            group.put(by.get(i), row.getString("d" + i));
        }
        return new Cell(
                row.getInteger("step"),
                group,
                row.getLong("count"),
                row.getDouble("sum"),
                List.of(row.getArrayOfDoubles("percentiles")));
    }

    private void refuseTooMany(List<Cell> cells) {
        var groups = cells.stream().map(Cell::group).distinct().count();
        if (cells.size() > MAX_POINTS || groups * window.steps() > MAX_POINTS) {
            throw Problems.invalid(
                    "by",
                    "makes more than " + MAX_POINTS + " points: take fewer dimensions, longer steps or less time");
        }
    }
}
