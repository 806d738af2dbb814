package dev.casestream.analytics;

import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.SlaEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps facts and metrics in step with the clocks of tickets. */
@ApplicationScoped
class ProjectSla {

    private final Gate gate;
    private final Projection projection;

    ProjectSla(Gate gate, Projection projection) {
        this.gate = gate;
        this.projection = projection;
    }

    @Incoming("sla")
    Uni<Void> on(Batch<SlaEvent> batch) {
        return gate.apply(batch, (work, events) -> projection.apply(work, Source.SLA, events));
    }
}
