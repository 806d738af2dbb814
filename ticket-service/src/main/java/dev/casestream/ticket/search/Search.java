package dev.casestream.ticket.search;

import dev.casestream.chassis.data.Work;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Plans;
import dev.casestream.ticket.search.SearchQuery.Term;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonArray;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * Finds out what a search means to the database, and the better of two ways: rare words give the list of all tickets
 * that have them; common ones are looked for in the newest tickets first.
 */
@ApplicationScoped
public class Search {

    /** More hits than this are not collected. */
    static final int COMMON = 20_000;
    /** Up to so many are looked for all the same: of beginnings of words the estimate is a guess, mostly far too high. */
    private static final int DOUBTFUL = 2 * COMMON;

    /** So many hits at most are ranked by how well they fit; more are ordered by time. */
    static final int RANKED = 2_000;

    private static final String RESOLVE = """
            SELECT position, concat_ws(' | ', search_term(term)::text, beginnings::text) AS query, beginnings::text AS beginnings,
                   search_leaves_out(term) AS left_out,
                   CASE WHEN beginning AND length(search_fold(term)) >= 3
                        THEN '%' || regexp_replace(search_fold(term), '([\\\\%_])', '\\\\\\1', 'g') || '%' END AS part
            FROM unnest($1::text[], $2::boolean[]) WITH ORDINALITY AS u(term, beginning, position)
            CROSS JOIN LATERAL (SELECT CASE WHEN beginning THEN search_beginning(term) END AS beginnings) b""";

    /** How a search is carried out: all hits are known, or tickets have to be looked at one by one. */
    public sealed interface Way {}

    /** @param ranked whether they are few enough to be ranked */
    public record Hits(UUID[] tickets, boolean ranked) implements Way {}

    public record OneByOne() implements Way {}

    /** A search as it is to be carried out. */
    public record Plan(List<Sought> required, List<Sought> excluded, Sought rarest, boolean notes, Way way) {

        /** Adds which tickets {@code t} are found. */
        public Conditions restrict(Conditions conditions) {
            if (way instanceof Hits hits) {
                conditions.and("t.id = ANY(?)", (Object) hits.tickets());
            }
            required.stream()
                    .filter(sought -> way instanceof OneByOne || !sought.equals(rarest))
                    .forEach(sought -> sought.on(conditions, notes));
            excluded.forEach(sought -> sought.notOn(conditions, notes));
            return conditions;
        }

        /** The same where all are wanted, however many: from the rarest of the words to the others. */
        public Conditions restrictAll(Conditions conditions) {
            if (way instanceof OneByOne) {
                conditions.and(
                        "t.id IN (SELECT id FROM (" + rarest.hits(notes, Integer.MAX_VALUE) + ") h)",
                        rarest.parameters());
            }
            return restrict(conditions);
        }

        /** All that is looked for, as one tsquery: for ranks and highlights. */
        public String query() {
            return required.stream().map(one -> "(" + one.query() + ")").collect(Collectors.joining(" | "));
        }

        /** Which messages of ticket {@code t} are looked at. */
        public String messages() {
            return Sought.messages(notes);
        }
    }

    public Uni<Plan> plan(Work work, Visibility viewer, SearchQuery query) {
        var notes = !viewer.isCustomer();
        var terms = Stream.concat(query.required().stream().flatMap(List::stream), query.excluded().stream())
                .distinct()
                .toList();
        return Plans.forValues(work)
                .chain(() -> work.query(
                        RESOLVE,
                        terms.stream().map(Term::text).toArray(String[]::new),
                        terms.stream().map(Search::hasBeginning).toArray(Boolean[]::new)))
                .flatMap(rows -> {
                    var resolved = rows.stream()
                            .collect(Collectors.toMap(
                                    row -> terms.get(row.getLong("position").intValue() - 1), row -> row));
                    var required = significant(query.required(), resolved);
                    var excluded = query.excluded().stream()
                            .map(term -> sought(List.of(term), resolved))
                            .toList();
                    return rarest(work, required, notes)
                            .flatMap(rarest -> way(work, rarest, notes)
                                    .map(way -> new Plan(required, excluded, rarest.sought(), notes, way)));
                });
    }

    /** Words shorter than this are not taken for the beginning of others. */
    private static boolean hasBeginning(Term term) {
        return !term.phrase() && term.text().length() >= 2;
    }

    /** Without the words that a language leaves out, unless there are no others. */
    private static List<Sought> significant(List<List<Term>> groups, Map<Term, Row> resolved) {
        var significant = groups.stream()
                .filter(group ->
                        !group.stream().allMatch(term -> row(resolved, term).getBoolean("left_out")))
                .toList();
        return (significant.isEmpty() ? groups : significant)
                .stream().map(group -> sought(group, resolved)).toList();
    }

    private static Sought sought(List<Term> group, Map<Term, Row> resolved) {
        var rows = group.stream().map(term -> row(resolved, term)).toList();
        return new Sought(
                group.stream().map(Term::text).toList(),
                joined(rows, "query"),
                joined(rows, "beginnings"),
                rows.stream()
                        .map(row -> row.getString("part"))
                        .filter(Objects::nonNull)
                        .toList());
    }

    private static String joined(List<Row> rows, String column) {
        return rows.stream()
                .map(row -> row.getString(column))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" | "));
    }

    private static Row row(Map<Term, Row> resolved, Term term) {
        return Objects.requireNonNull(resolved.get(term));
    }

    private record Estimated(Sought sought, long rows) {}

    /** What the fewest tickets have, by the database's statistics. */
    private static Uni<Estimated> rarest(Work work, List<Sought> required, boolean notes) {
        return Multi.createFrom()
                .iterable(required)
                .onItem()
                .transformToUniAndConcatenate(sought -> estimate(work, sought, notes))
                .collect()
                .asList()
                .map(all -> all.stream()
                        .min(Comparator.comparingLong(Estimated::rows))
                        .orElseThrow());
    }

    private static Uni<Estimated> estimate(Work work, Sought sought, boolean notes) {
        var conditions = new Conditions().and(sought.hits(notes, Integer.MAX_VALUE), sought.parameters());
        return work.query("EXPLAIN (FORMAT JSON) SELECT id FROM " + conditions.only() + " h", conditions.parameters())
                .map(rows -> new Estimated(sought, planned(rows.getFirst().getValue(0))));
    }

    public static long planned(Object plan) {
        var json = plan instanceof JsonArray array ? array : new JsonArray(plan.toString());
        return json.getJsonObject(0).getJsonObject("Plan").getLong("Plan Rows");
    }

    private static Uni<Way> way(Work work, Estimated rarest, boolean notes) {
        if (rarest.rows() > DOUBTFUL) {
            return Uni.createFrom().item(new OneByOne());
        }
        var sought = rarest.sought();
        var conditions = new Conditions().and(sought.hits(notes, COMMON), sought.parameters());
        return work.query(
                        "SELECT count(*) AS hits, coalesce(array_agg(DISTINCT id), '{}') AS tickets FROM "
                                + conditions.only() + " h",
                        conditions.parameters())
                .map(rows -> rows.getFirst())
                .map(row -> row.getLong("hits") >= COMMON ? new OneByOne() : hits(row));
    }

    private static Way hits(Row row) {
        var tickets = row.getArrayOfUUIDs("tickets");
        return new Hits(tickets, tickets.length <= RANKED);
    }
}
