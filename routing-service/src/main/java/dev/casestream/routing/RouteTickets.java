package dev.casestream.routing;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.routing.domain.Assignment;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps in step with tickets, and looks for an agent where one is needed or a place has become free. */
@ApplicationScoped
class RouteTickets {

    private final Gate gate;
    private final AssignmentRows assignments;
    private final AgentRows agents;
    private final Dispatch dispatch;
    private final String defaultTeam;

    RouteTickets(
            Gate gate,
            AssignmentRows assignments,
            AgentRows agents,
            Dispatch dispatch,
            @ConfigProperty(name = "casestream.routing.default-team") String defaultTeam) {
        this.gate = gate;
        this.assignments = assignments;
        this.agents = agents;
        this.dispatch = dispatch;
        this.defaultTeam = defaultTeam;
    }

    @Incoming("tickets")
    Uni<Void> on(Batch<TicketEvent> batch) {
        return gate.apply(batch, this::apply);
    }

    Uni<Void> apply(Work work, List<Envelope<TicketEvent>> events) {
        var ids = events.stream().map(event -> event.require().ticketId()).collect(Collectors.toSet());
        return work.now()
                .flatMap(now -> assignments.lock(work, ids).flatMap(before -> {
                    var after = fold(before, events, now);
                    return assignments
                            .save(work, after)
                            .chain(() -> agents.teamsOf(work, freed(before, after)))
                            .flatMap(teams -> dispatch.round(work, union(teams, waitingTeams(after))));
                }));
    }

    private Collection<Assignment> fold(List<Assignment> before, List<Envelope<TicketEvent>> events, Instant now) {
        Map<UUID, Assignment> byTicket = new HashMap<>();
        before.forEach(assignment -> byTicket.put(assignment.ticket().id(), assignment));
        for (var event : events) {
            var id = event.require().ticketId();
            Assignment.on(byTicket.get(id), event, defaultTeam, now)
                    .ifPresent(assignment -> byTicket.put(id, assignment));
        }
        return byTicket.values();
    }

    /** The agents who have more places than before. */
    private static Set<String> freed(Collection<Assignment> before, Collection<Assignment> after) {
        var freed = new HashSet<String>();
        var places = after.stream()
                .collect(Collectors.toMap(assignment -> assignment.ticket().id(), Assignment::places));
        before.forEach(assignment -> assignment.places().stream()
                .filter(agent ->
                        !places.getOrDefault(assignment.ticket().id(), Set.of()).contains(agent))
                .forEach(freed::add));
        return freed;
    }

    private static Set<String> waitingTeams(Collection<Assignment> assignments) {
        return assignments.stream()
                .filter(assignment ->
                        assignment.waiting() && assignment.ticket().live())
                .map(assignment -> assignment.ticket().team())
                .collect(Collectors.toSet());
    }

    private static Set<String> union(Set<String> one, Set<String> other) {
        var both = new HashSet<>(one);
        both.addAll(other);
        return both;
    }
}
