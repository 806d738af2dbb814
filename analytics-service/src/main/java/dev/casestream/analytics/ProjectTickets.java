package dev.casestream.analytics;

import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.TicketEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps facts and metrics in step with what happens to tickets. */
@ApplicationScoped
class ProjectTickets {

    private final Gate gate;
    private final Projection projection;

    ProjectTickets(Gate gate, Projection projection) {
        this.gate = gate;
        this.projection = projection;
    }

    @Incoming("tickets")
    Uni<Void> on(Batch<TicketEvent> batch) {
        return gate.apply(batch, (work, events) -> projection.apply(work, Source.TICKETS, events));
    }
}
