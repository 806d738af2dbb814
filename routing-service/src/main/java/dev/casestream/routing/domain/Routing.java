package dev.casestream.routing.domain;

import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.RoutingEvent.AssignmentDeferred;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.contracts.RoutingEvent.Candidate;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.Collectors;

/** Decides who should have a ticket. Every decision names everyone looked at, with score or reason. */
public final class Routing {

    /** Pushed to the least loaded agent who is online. */
    public static final String LEAST_LOADED = "least-loaded.v1";

    /** The same, for a ticket whose agent has left and gives it away. */
    public static final String AWAY_AND_REASSIGN = "away-and-reassign.v1";

    /** An agent asked for the next one. */
    public static final String PULLED = "pulled.v1";

    private Routing() {}

    /** A decision and what it makes of the assignment. */
    public record Routed(Assignment assignment, RoutingEvent said) {}

    /**
     * Serves tickets in the order of their urgency, each seeing the places that those before it took.
     *
     * @param open tickets that need an agent
     * @return what is to be said; a ticket that goes on waiting says nothing again
     */
    public static List<Routed> route(
            Collection<Assignment> open, Collection<Agent> agents, Supplier<UUID> decisionIds, Instant now) {
        var desk = agents.stream().collect(Collectors.toMap(Agent::id, Function.identity()));
        var routed = new ArrayList<Routed>();
        for (var assignment : open.stream().sorted(Assignment.MOST_URGENT_FIRST).toList()) {
            var ticket = assignment.ticket();
            var candidates = desk.values().stream()
                    .filter(agent ->
                            agent.teams().contains(ticket.team()) || agent.id().equals(ticket.agent()))
                    .toList();
            var said = decide(assignment, candidates, decisionIds.get(), now);
            if (said instanceof AssignmentProposed proposed) {
                desk.computeIfPresent(proposed.agent(), (id, agent) -> agent.taking(proposed.at()));
            }
            if (said instanceof AssignmentProposed || !assignment.search().deferred()) {
                routed.add(new Routed(assignment.after(said), said));
            }
        }
        return routed;
    }

    /** Gives a ticket to the agent who asks for it, if that agent is eligible. */
    public static Routed pull(Assignment assignment, Agent agent, UUID decisionId, Instant now) {
        var said = decide(assignment, List.of(agent), PULLED, decisionId, now);
        return new Routed(assignment.after(said), said);
    }

    /** Chooses the eligible agent with the lowest score. */
    public static RoutingEvent decide(Assignment assignment, Collection<Agent> agents, UUID decisionId, Instant now) {
        var rule = assignment.ticket().agent() == null ? LEAST_LOADED : AWAY_AND_REASSIGN;
        return decide(assignment, agents, rule, decisionId, now);
    }

    private static RoutingEvent decide(
            Assignment assignment, Collection<Agent> agents, String rule, UUID decisionId, Instant now) {
        var ticket = assignment.ticket();
        var at = assignment.search().later(now);
        var eligible = agents.stream()
                .filter(agent -> agent.exclusion(ticket.team()).isEmpty())
                .sorted(Agent.PREFERRED_FIRST)
                .toList();
        var candidates = candidates(ticket, agents, eligible);
        return eligible.isEmpty()
                ? new AssignmentDeferred(ticket.id(), at, decisionId, ticket.version(), ticket.team(), rule, candidates)
                : new AssignmentProposed(
                        ticket.id(),
                        at,
                        decisionId,
                        ticket.version(),
                        ticket.team(),
                        eligible.getFirst().id(),
                        rule,
                        candidates);
    }

    /** The eligible in the order of preference, then the others by id, among them whoever has the ticket now. */
    private static List<Candidate> candidates(Ticket ticket, Collection<Agent> agents, List<Agent> eligible) {
        var candidates = new ArrayList<Candidate>();
        eligible.forEach(agent -> candidates.add(new Candidate(agent.id(), agent.score(), null)));
        agents.stream()
                .sorted(Comparator.comparing(Agent::id))
                .forEach(agent -> agent.exclusion(ticket.team())
                        .ifPresent(reason -> candidates.add(new Candidate(agent.id(), null, reason))));
        var owner = ticket.agent();
        if (owner != null && agents.stream().noneMatch(agent -> agent.id().equals(owner))) {
            candidates.add(new Candidate(owner, null, "not-in-team"));
        }
        return List.copyOf(candidates);
    }
}
