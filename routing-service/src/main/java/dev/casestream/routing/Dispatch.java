package dev.casestream.routing;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.Topic;
import dev.casestream.routing.domain.Agent;
import dev.casestream.routing.domain.Routing;
import dev.casestream.routing.domain.Routing.Routed;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.stream.Collectors;

/** One round of routing in the transaction at hand: who waits in some teams, who is free there, what is decided. */
@ApplicationScoped
class Dispatch {

    static final String SOURCE = "/routing-service";
    static final String SYSTEM = "system:routing-service";

    private final AgentRows agents;
    private final AssignmentRows assignments;
    private final Outbox outbox;

    Dispatch(AgentRows agents, AssignmentRows assignments, Outbox outbox) {
        this.agents = agents;
        this.assignments = assignments;
        this.outbox = outbox;
    }

    /** Decides on what waits in these teams. Their agents stay locked until commit, so no place is given twice. */
    Uni<Void> round(Work work, Collection<String> teams) {
        if (teams.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return agents.desk(work, teams)
                .flatMap(desk -> assignments
                        .claim(work, placesByTeam(teams, desk))
                        .flatMap(open -> open.isEmpty()
                                ? Uni.createFrom().voidItem()
                                : work.now()
                                        .flatMap(now -> say(work, SYSTEM, Routing.route(open, desk, Ids::next, now)))));
    }

    /** Makes decisions lasting and public. */
    Uni<Void> say(Work work, String actor, List<Routed> routed) {
        if (routed.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var said = routed.stream().map(Routed::said).toList();
        return assignments
                .save(work, routed.stream().map(Routed::assignment).toList())
                .chain(() -> work.update("""
                        INSERT INTO decision (id, ticket_id, ticket_version, decided_at, team, agent, rule, candidates)
                        SELECT d."decisionId", d."ticketId", d."ticketVersion", d.at, d.team, d.agent, d.rule, d.candidates
                        FROM jsonb_to_recordset($1::text::jsonb) AS d("decisionId" uuid, "ticketId" uuid,
                            "ticketVersion" bigint, at timestamptz, team text, agent text, rule text, candidates jsonb)""", Codec.write(said)))
                .chain(() -> agents.setLastAssigned(work, lastAssigned(routed)))
                .chain(() -> outbox.add(
                        work, routed.stream().map(one -> outgoing(one, actor)).toList()));
    }

    private static Outgoing outgoing(Routed routed, String actor) {
        var ticket = routed.assignment().ticket();
        var trace = ticket.trace();
        var cause = new Cause(trace.correlationId(), trace.eventId(), trace.depth() + 1, actor, Origin.LIVE);
        return Outgoing.to(
                Topic.ROUTING,
                cause.envelope(
                        SOURCE,
                        ticket.id().toString(),
                        routed.assignment().search().version(),
                        routed.said().at(),
                        routed.said()));
    }

    private static Map<String, Instant> lastAssigned(List<Routed> routed) {
        var byAgent = new TreeMap<String, Instant>();
        routed.forEach(one -> {
            if (one.said() instanceof AssignmentProposed proposed) {
                byAgent.put(proposed.agent(), proposed.at());
            }
        });
        return byAgent;
    }

    private static Map<String, Integer> placesByTeam(Collection<String> teams, List<Agent> desk) {
        return new TreeSet<>(teams)
                .stream()
                        .collect(Collectors.toMap(
                                Function.identity(),
                                team -> desk.stream()
                                        .filter(agent -> agent.teams().contains(team))
                                        .mapToInt(Agent::places)
                                        .sum()));
    }
}
