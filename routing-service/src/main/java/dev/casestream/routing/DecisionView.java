package dev.casestream.routing;

import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.RoutingEvent.AssignmentDeferred;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.RoutingEvent.Candidate;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Why a ticket went to whom, as frontends read it. */
public record DecisionView(
        UUID id, UUID ticket, Instant decidedAt, Chosen chosen, String rule, List<Candidate> candidates) {

    /** @param agent null when nobody could take it */
    public record Chosen(@Nullable String agent, String team) {}

    static final String COLUMNS = "id, ticket_id, decided_at, team, agent, rule, candidates::text AS candidates";

    static DecisionView of(RoutingEvent said) {
        return switch (said) {
            case AssignmentProposed e ->
                new DecisionView(
                        e.decisionId(),
                        e.ticketId(),
                        e.at(),
                        new Chosen(e.agent(), e.team()),
                        e.rule(),
                        e.candidates());
            case AssignmentDeferred e ->
                new DecisionView(
                        e.decisionId(), e.ticketId(), e.at(), new Chosen(null, e.team()), e.rule(), e.candidates());
        };
    }

    static DecisionView of(Row row) {
        return new DecisionView(
                row.getUUID("id"),
                row.getUUID("ticket_id"),
                row.getOffsetDateTime("decided_at").toInstant(),
                new Chosen(row.getString("agent"), row.getString("team")),
                row.getString("rule"),
                List.of(Codec.read(row.getString("candidates"), Candidate[].class)));
    }
}
