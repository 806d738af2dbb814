package dev.casestream.sla;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Gate;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.sla.domain.Rulebook;
import dev.casestream.sla.domain.TicketClocks;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Keeps clocks in step with what happens to tickets. */
@ApplicationScoped
class KeepClocks {

    private static final String ACTOR = "system:sla-service";

    private final Gate gate;
    private final ClockRows rows;
    private final Rules rules;

    KeepClocks(Gate gate, ClockRows rows, Rules rules) {
        this.gate = gate;
        this.rows = rows;
        this.rules = rules;
    }

    @Incoming("tickets")
    Uni<Void> on(Batch<TicketEvent> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<TicketEvent>> events) {
        var tickets = events.stream()
                .map(event -> event.require().ticketId())
                .distinct()
                .toList();
        return rows.lock(work, tickets)
                .flatMap(sets -> rules.load(
                                work,
                                sets.values().stream()
                                        .flatMap(ClockSet::calendars)
                                        .collect(Collectors.toSet()))
                        .invoke(rulebook -> events.forEach(event -> follow(sets, event, rulebook)))
                        .chain(() -> work.now())
                        .flatMap(now -> rows.save(work, now, sets.values())));
    }

    private static void follow(Map<UUID, ClockSet> sets, Envelope<TicketEvent> event, Rulebook rulebook) {
        var data = event.require();
        var cause = Cause.of(event, ACTOR);
        if (data instanceof TicketOpened opened) {
            sets.putIfAbsent(opened.ticketId(), new ClockSet(TicketClocks.of(opened), 0, cause));
        }
        var set = sets.get(data.ticketId());
        if (set == null) {
            // We joined the topic after this ticket was opened.
            return;
        }
        if (event.origin() == Origin.LIVE) {
            set.become(set.clocks().on(data, rulebook, Ids::next), cause, event.type());
        } else {
            set.become(set.clocks().note(data));
        }
    }
}
