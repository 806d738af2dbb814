package dev.casestream.ticket.assignment;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.RoutingEvent;
import dev.casestream.contracts.RoutingEvent.AssignmentProposed;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.Tickets;
import dev.casestream.ticket.domain.Decision.Accepted;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.domain.TicketCommand.ApplyProposal;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Gives a ticket to the agent whom routing-service proposes, or says why not. */
@ApplicationScoped
class ApplyAssignment {

    private final Gate gate;
    private final Tickets tickets;
    private final Lifecycle lifecycle;

    ApplyAssignment(Gate gate, Tickets tickets, Lifecycle lifecycle) {
        this.gate = gate;
        this.tickets = tickets;
        this.lifecycle = lifecycle;
    }

    @Incoming("routing")
    Uni<Void> on(Batch<RoutingEvent> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<RoutingEvent>> events) {
        var ids = events.stream().map(event -> event.require().ticketId()).collect(Collectors.toSet());
        return tickets.lock(work, ids)
                .flatMap(rows -> work.now().flatMap(now -> {
                    var changes = new Changes();
                    var current = new HashMap<>(rows);
                    events.forEach(event -> decide(event, current, changes, now));
                    return tickets.write(work, changes);
                }));
    }

    private void decide(Envelope<RoutingEvent> envelope, Map<UUID, TicketRow> current, Changes changes, Instant now) {
        switch (envelope.require()) {
            case AssignmentProposed e ->
                current.computeIfPresent(e.ticketId(), (id, row) -> {
                    var command = new ApplyProposal(
                            e.decisionId(), e.at(), e.ticketVersion(), e.team(), e.agent(), e.rule(), e.candidates());
                    return lifecycle.decide(row.ticket(), command, now) instanceof Accepted accepted
                            ? changes.apply(row, accepted.events(), Cause.of(envelope, "system:routing-service"))
                            : row;
                });
            default -> {}
        }
    }
}
