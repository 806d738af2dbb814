package dev.casestream.analytics.metrics;

import dev.casestream.analytics.Story;
import dev.casestream.analytics.domain.TicketState;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.TicketEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** What the service keeps, without the service: states and measurements by their keys. */
final class Fold {

    private static final Catalogue CATALOGUE = new Catalogue(List.of(
            new Backlog(),
            new CorrectionRate(),
            new FirstAssignTime(),
            new FirstResponseTime(),
            new Handoffs(),
            new MergeRate(),
            new OneTouchShare(),
            new RepliesPerTicket(),
            new ReopenRate(),
            new ResolutionTime(),
            new SlaAttainment(),
            new TicketVolume(),
            new TimeLogged()));

    private final Map<UUID, TicketState> states = new LinkedHashMap<>();
    private final List<Taken> taken = new ArrayList<>();
    private final Map<List<Object>, Measurement> measurements = new LinkedHashMap<>();

    static Fold ofAll(Story... stories) {
        var fold = new Fold();
        for (var story : stories) {
            story.tickets.forEach(fold::ticketEvent);
            story.sla.forEach(fold::slaEvent);
        }
        return fold;
    }

    void ticketEvent(Envelope<TicketEvent> event) {
        var before = state(event);
        keep(event, new Change(before, before.withTicketEvent(event), event.data()));
    }

    void slaEvent(Envelope<SlaEvent> event) {
        var before = state(event);
        keep(event, new Change(before, before.withSlaEvent(event), null));
    }

    Map<UUID, TicketState> states() {
        return states;
    }

    List<Taken> taken() {
        return taken;
    }

    Map<List<Object>, Measurement> measurements() {
        return measurements;
    }

    private TicketState state(Envelope<?> event) {
        return states.getOrDefault(UUID.fromString(event.subject()), TicketState.EMPTY);
    }

    private void keep(Envelope<?> event, Change change) {
        if (change.before() == change.after()) {
            return;
        }
        var ticket = UUID.fromString(event.subject());
        states.put(ticket, change.after());
        for (var one : CATALOGUE.measure(change)) {
            taken.add(one);
            measurements.put(List.of(ticket, one.of().name(), one.measurement().instance()), one.measurement());
        }
    }
}
