package dev.casestream.ticket.visibility;

import dev.casestream.chassis.rest.Problems;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.TicketRow;
import java.util.EnumMap;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;

/** Which tickets somebody may see, and change: one rule, as code for a ticket at hand and as SQL for lists. */
public sealed interface Visibility {

    boolean sees(TicketRow ticket);

    /** Whether one who sees it may do that with it. */
    boolean may(Right right, TicketRow ticket);

    /** @throws io.quarkiverse.resteasy.problem.HttpProblem 403 when one may not */
    default void require(Right right, TicketRow ticket) {
        if (!may(right, ticket)) {
            throw Problems.forbidden(
                    "no-right-to-" + right.name().toLowerCase(Locale.ROOT),
                    "You may read this ticket, but its team has not given you the right to do this");
        }
    }

    /** Adds the rule to a query in which the ticket is {@code t}. */
    Conditions restrict(Conditions conditions);

    /** Adds to a query of customers, {@code c}, who of them may be seen: whoever sees few tickets sees few people. */
    default Conditions restrictPeople(Conditions conditions) {
        return switch (this) {
            case Own own ->
                conditions.and("c.id = ANY(?)", (Object) own.customers().toArray(UUID[]::new));
            case AssignedTo mine ->
                conditions.and(
                        "EXISTS (SELECT 1 FROM ticket t WHERE t.customer_id = c.id AND t.agent = ?)", mine.agent());
            case OfTeams teams -> conditions;
            case Everything everything -> conditions;
        };
    }

    /** Customers see their side of a case only: no notes, nothing about how we work. */
    default boolean isCustomer() {
        return this instanceof Own;
    }

    record Everything() implements Visibility {
        @Override
        public boolean sees(TicketRow ticket) {
            return true;
        }

        @Override
        public boolean may(Right right, TicketRow ticket) {
            return true;
        }

        @Override
        public Conditions restrict(Conditions conditions) {
            return conditions;
        }
    }

    /** Tickets of teams by right, and those that one has oneself. @param teams in which one has each right */
    record OfTeams(Map<Right, Set<String>> teams, String agent) implements Visibility {

        public OfTeams {
            teams = new EnumMap<>(teams);
        }

        @Override
        public boolean sees(TicketRow ticket) {
            return may(Right.READ, ticket);
        }

        @Override
        public boolean may(Right right, TicketRow ticket) {
            return (ticket.team() != null && in(right).contains(ticket.team())) || agent.equals(ticket.agent());
        }

        private Set<String> in(Right right) {
            return teams.getOrDefault(right, Set.of());
        }

        @Override
        public Conditions restrict(Conditions conditions) {
            return conditions.and(
                    "t.team = ANY(?) OR t.agent = ?", in(Right.READ).toArray(String[]::new), agent);
        }
    }

    record AssignedTo(String agent) implements Visibility {
        @Override
        public boolean sees(TicketRow ticket) {
            return Objects.equals(ticket.agent(), agent);
        }

        @Override
        public boolean may(Right right, TicketRow ticket) {
            return sees(ticket);
        }

        @Override
        public Conditions restrict(Conditions conditions) {
            return conditions.and("t.agent = ?", agent);
        }
    }

    record Own(Set<UUID> customers) implements Visibility {
        @Override
        public boolean sees(TicketRow ticket) {
            return customers.contains(ticket.customerId());
        }

        @Override
        public boolean may(Right right, TicketRow ticket) {
            return right == Right.READ && sees(ticket);
        }

        @Override
        public Conditions restrict(Conditions conditions) {
            return conditions.and("t.customer_id = ANY(?)", (Object) customers.toArray(UUID[]::new));
        }
    }
}
