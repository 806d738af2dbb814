package dev.casestream.analytics;

import dev.casestream.analytics.Advance.Measured;
import dev.casestream.analytics.domain.TicketState;
import dev.casestream.analytics.metrics.Catalogue;
import dev.casestream.analytics.metrics.Change;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.TicketEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/** How far events bring their tickets, source after source; tickets that nothing changes are left out. */
final class Advances {

    private final Map<UUID, TicketState> known;
    private final Catalogue catalogue;
    private final Map<UUID, Advance> byTicket = new LinkedHashMap<>();

    /** @param known how the tickets were, but for new ones */
    Advances(Map<UUID, TicketState> known, Catalogue catalogue) {
        this.known = known;
        this.catalogue = catalogue;
    }

    <E> Advances fold(Source<E> source, List<Envelope<E>> events) {
        events.forEach(event -> fold(source, event));
        return this;
    }

    List<Advance> all() {
        return List.copyOf(byTicket.values());
    }

    private <E> void fold(Source<E> source, Envelope<E> event) {
        var ticket = Projection.ticket(event);
        var soFar = byTicket.get(ticket);
        var before = soFar != null ? soFar.state() : known.getOrDefault(ticket, TicketState.EMPTY);
        var after = source.fold().apply(before, event);
        if (after == before) {
            return;
        }
        var measured = soFar == null ? new ArrayList<Measured>() : soFar.measured();
        var said = event.data() instanceof TicketEvent ofTicket ? ofTicket : null;
        catalogue.measure(new Change(before, after, said)).forEach(taken -> measured.add(new Measured(event, taken)));
        byTicket.put(ticket, new Advance(ticket, after, measured, event));
    }
}
