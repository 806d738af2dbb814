package dev.casestream.ticket.listing;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Plans;
import dev.casestream.ticket.Plans.Statement;
import dev.casestream.ticket.search.Highlights;
import dev.casestream.ticket.search.Search;
import dev.casestream.ticket.search.Search.Hits;
import dev.casestream.ticket.search.Search.OneByOne;
import dev.casestream.ticket.search.Search.Plan;
import dev.casestream.ticket.visibility.Case;
import dev.casestream.ticket.visibility.TicketView;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Pages of tickets that somebody may see. What a page costs does not grow with the number of tickets: it is read in the
 * order of an index, and a search for common words looks at so many tickets a page and no more; the cursor goes on
 * where it stopped.
 */
@ApplicationScoped
public class TicketList {

    /** How many tickets a page of a search for common words looks at. */
    static final int WINDOW = 4_000;

    private static final String SCORE = """
            (1e6 * (coalesce((SELECT max(ts_rank(m.document, ?::text::tsquery)) FROM message m
                                WHERE %s AND m.document @@ ?::text::tsquery), 0)
                      + 2 * coalesce((SELECT ts_rank(w.document, ?::text::tsquery) FROM ticket_words w
                                      WHERE w.ticket_id = t.id), 0)))::bigint""";

    private final Search search;
    private final Highlights highlights;

    TicketList(Search search, Highlights highlights) {
        this.search = search;
        this.highlights = highlights;
    }

    /**
     * What is asked for.
     *
     * @param me whom agent=me and mentioned=me mean
     * @param sort null for what suits: by relevance where words are looked for, else the last change first
     */
    public record Asked(
            TicketFilter filter,
            Visibility viewer,
            Me me,
            @Nullable String sort,
            @Nullable String cursor,
            int limit) {

        Conditions conditions() {
            return filter.restrict(viewer.restrict(new Conditions()), viewer, me);
        }

        Seal seal() {
            return new Seal(filter.parameters() + "\n" + sort);
        }

        Optional<List<String>> place() {
            return seal().open(cursor, 3);
        }
    }

    private record Hit(Case shown, @Nullable Long score) {
        static Hit of(Row row) {
            return new Hit(Case.of(row), row.getColumnIndex("score") < 0 ? null : row.getLong("score"));
        }
    }

    public Uni<Page<Found>> page(Work work, Asked asked) {
        require(asked);
        var order = asked.sort() == null ? null : TicketOrder.of(asked.sort());
        var place = asked.place();
        var words = asked.filter().words();
        if (words.isEmpty()) {
            return listed(work, asked, order == null ? TicketOrder.UPDATED_DESCENDING : order, place);
        }
        return search.plan(work, asked.viewer(), words.get())
                .flatMap(plan -> found(work, asked, plan, order(order, plan, place), place));
    }

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 400 for what no list can be made of */
    public static void require(Asked asked) {
        asked.conditions();
        var words = asked.filter().words();
        if (asked.sort() != null && TicketOrder.of(asked.sort()) == TicketOrder.RELEVANCE && words.isEmpty()) {
            throw Problems.invalid("sort", "can be relevance where q is given");
        }
    }

    /** As the pages before were ordered; relevance is unknown where not every hit is. */
    private static TicketOrder order(@Nullable TicketOrder given, Plan plan, Optional<List<String>> place) {
        if (given != null && given != TicketOrder.RELEVANCE) {
            return given;
        }
        var ranked = plan.way() instanceof Hits hits && hits.ranked();
        var before = place.map(key -> TicketOrder.of(key.getFirst()))
                .orElse(ranked ? TicketOrder.RELEVANCE : TicketOrder.UPDATED_DESCENDING);
        if (before == TicketOrder.RELEVANCE && plan.way() instanceof OneByOne) {
            throw Problems.invalid("cursor", "has expired: much has been written since; begin with the first page");
        }
        return before;
    }

    private static Uni<Page<Found>> listed(Work work, Asked asked, TicketOrder order, Optional<List<String>> place) {
        var statement = statement(asked, order, place);
        return Plans.forValues(work)
                .chain(() -> work.query(statement.sql(), statement.parameters()))
                .map(rows -> page(hits(rows), asked, order));
    }

    static Statement statement(Asked asked, TicketOrder order, Optional<List<String>> place) {
        var conditions = asked.conditions();
        var across = AcrossTimes.of(asked.filter(), order);
        if (across.isPresent()) {
            var tickets = across.get().tickets(conditions, place, asked.limit() + 1);
            return new Statement(Case.select("(" + tickets + ")") + across.get().orderBy(), conditions.parameters());
        }
        place.ifPresent(key -> order.after(key, conditions));
        return new Statement(
                Case.SELECT + conditions.where() + order.orderBy() + " LIMIT " + (asked.limit() + 1),
                conditions.parameters());
    }

    private Uni<Page<Found>> found(Work work, Asked asked, Plan plan, TicketOrder order, Optional<List<String>> place) {
        var page = order == TicketOrder.RELEVANCE
                ? ranked(work, asked, plan, place)
                : plan.way() instanceof Hits
                        ? among(work, asked, plan, order, place)
                        : oneByOne(work, asked, plan, order, place);
        return page.flatMap(shown -> withHighlights(work, plan, shown));
    }

    private static Uni<Page<Found>> ranked(Work work, Asked asked, Plan plan, Optional<List<String>> place) {
        var inner = plan.restrict(asked.conditions());
        var score = inner.more();
        score.and(SCORE.formatted(plan.messages()), plan.query(), plan.query(), plan.query());
        var outer = score.more();
        place.ifPresent(key -> TicketOrder.RELEVANCE.after(key, outer));
        var scored = "SELECT " + Case.COLUMNS + ", " + score.only() + " AS score"
                + " FROM ticket t JOIN customer c ON c.id = t.customer_id" + inner.where();
        return work.query(
                        "SELECT * FROM (" + scored + ") t" + outer.where() + TicketOrder.RELEVANCE.orderBy() + " LIMIT "
                                + (asked.limit() + 1),
                        outer.parameters())
                .map(rows -> page(hits(rows), asked, TicketOrder.RELEVANCE));
    }

    private static Uni<Page<Found>> among(
            Work work, Asked asked, Plan plan, TicketOrder order, Optional<List<String>> place) {
        var conditions = plan.restrict(asked.conditions());
        place.ifPresent(key -> order.after(key, conditions));
        return work.query(
                        Case.SELECT + conditions.where() + order.orderBy() + " LIMIT " + (asked.limit() + 1),
                        conditions.parameters())
                .map(rows -> page(hits(rows), asked, order));
    }

    private static Uni<Page<Found>> oneByOne(
            Work work, Asked asked, Plan plan, TicketOrder order, Optional<List<String>> place) {
        var window = asked.conditions();
        var across = AcrossTimes.of(asked.filter(), order);
        var newest = window(window, across, order, place);
        var tickets = Case.select("(" + newest + ")");
        var orderBy = across.map(AcrossTimes::orderBy).orElseGet(order::orderBy);
        // Found before its columns are: they would be read of all that come before it.
        var last =
                Case.select("(SELECT t.* FROM (" + newest + ") t" + orderBy + " OFFSET " + (WINDOW - 1) + " LIMIT 1)");
        var conditions = plan.restrict(window.more());
        return work.query(
                        tickets + conditions.where() + orderBy + " LIMIT " + (asked.limit() + 1),
                        conditions.parameters())
                .map(rows -> page(hits(rows), asked, order))
                .flatMap(page -> page.nextCursor() != null
                        ? Uni.createFrom().item(page)
                        : work.query(last, window.parameters())
                                .map(end ->
                                        end.isEmpty() ? page : goingOn(page, asked, order, Hit.of(end.getFirst()))));
    }

    private static String window(
            Conditions conditions, Optional<AcrossTimes> across, TicketOrder order, Optional<List<String>> place) {
        if (across.isPresent()) {
            return across.get().tickets(conditions, place, WINDOW);
        }
        place.ifPresent(key -> order.after(key, conditions));
        return "SELECT t.* FROM ticket t" + conditions.where() + order.orderBy() + " LIMIT " + WINDOW;
    }

    /** The window was not the last: the next page may have more, even if this one has none. */
    private static Page<Found> goingOn(Page<Found> page, Asked asked, TicketOrder order, Hit end) {
        return new Page<>(page.items(), asked.seal().close(order.key(end.shown().ticket(), null)));
    }

    private static List<Hit> hits(List<Row> rows) {
        return rows.stream().map(Hit::of).toList();
    }

    private static Page<Found> page(List<Hit> hits, Asked asked, TicketOrder order) {
        var shown = hits.size() > asked.limit() ? hits.subList(0, asked.limit()) : hits;
        return new Page<>(
                shown.stream()
                        .map(hit -> new Found(TicketView.of(hit.shown(), asked.viewer()), List.of()))
                        .toList(),
                hits.size() > asked.limit()
                        ? asked.seal()
                                .close(order.key(
                                        shown.getLast().shown().ticket(),
                                        shown.getLast().score()))
                        : null);
    }

    private Uni<Page<Found>> withHighlights(Work work, Plan plan, Page<Found> page) {
        var ids = page.items().stream().map(found -> found.ticket().id()).toList();
        return highlights
                .of(work, plan, ids)
                .map(passages -> new Page<>(
                        page.items().stream()
                                .map(found -> new Found(
                                        found.ticket(),
                                        Objects.requireNonNullElse(
                                                passages.get(found.ticket().id()), List.of())))
                                .toList(),
                        page.nextCursor()));
    }
}
