package dev.casestream.ticket.listing;

import dev.casestream.chassis.data.Work;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.listing.TicketList.Asked;
import dev.casestream.ticket.search.Search;
import dev.casestream.ticket.search.Search.Plan;
import dev.casestream.ticket.visibility.Visibility.Own;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** How many tickets a list has: by the tally where it knows, otherwise by counting them or by the database's estimate. */
@ApplicationScoped
public class TicketCount {

    private static final String TALLY = """
            SELECT coalesce(sum(t.tickets), 0)::bigint AS total
            FROM (SELECT nullif(team, '') AS team, nullif(agent, '') AS agent, status, tickets,
                         (array_position(ARRAY['LOW', 'MEDIUM', 'HIGH', 'CRITICAL'], priority) - 1)::smallint AS urgency
                  FROM (TABLE ticket_tally UNION ALL TABLE ticket_tally_change) kept) t""";

    private final Search search;

    TicketCount(Search search) {
        this.search = search;
    }

    /** A count; {@code more} when there are more than that. */
    public record Count(long tickets, boolean more) {}

    Uni<Long> exact(Work work, Asked asked) {
        return isTallied(asked) ? tallied(work, asked) : counted(work, asked);
    }

    Uni<Long> estimated(Work work, Asked asked) {
        return isTallied(asked)
                ? tallied(work, asked)
                : wanted(work, asked)
                        .flatMap(wanted -> work.query(
                                "EXPLAIN (FORMAT JSON) SELECT 1 FROM ticket t" + wanted.where(), wanted.parameters()))
                        .map(rows -> Search.planned(rows.getFirst().getValue(0)));
    }

    /** Counts no further than a limit, unless the tally knows without counting. */
    public Uni<Count> upTo(Work work, Asked asked, int limit) {
        return isTallied(asked)
                ? tallied(work, asked).map(tickets -> new Count(tickets, false))
                : wanted(work, asked)
                        .flatMap(wanted -> work.query(
                                "SELECT count(*) AS total FROM (SELECT 1 FROM ticket t" + wanted.where() + " LIMIT "
                                        + (limit + 1) + ") counted",
                                wanted.parameters()))
                        .map(rows -> rows.getFirst().getLong("total"))
                        .map(tickets -> new Count(Math.min(tickets, limit), tickets > limit));
    }

    private static boolean isTallied(Asked asked) {
        return asked.filter().isTallied() && !(asked.viewer() instanceof Own);
    }

    private static Uni<Long> tallied(Work work, Asked asked) {
        var wanted = asked.conditions();
        return work.query(TALLY + wanted.where(), wanted.parameters())
                .map(rows -> rows.getFirst().getLong("total"));
    }

    private Uni<Long> counted(Work work, Asked asked) {
        return wanted(work, asked)
                .flatMap(wanted ->
                        work.query("SELECT count(*) AS total FROM ticket t" + wanted.where(), wanted.parameters()))
                .map(rows -> rows.getFirst().getLong("total"));
    }

    private Uni<Conditions> wanted(Work work, Asked asked) {
        var conditions = asked.conditions();
        Optional<Uni<Plan>> plan = asked.filter().words().map(words -> search.plan(work, asked.viewer(), words));
        return plan.map(planned -> planned.map(one -> one.restrictAll(conditions)))
                .orElse(Uni.createFrom().item(conditions));
    }
}
