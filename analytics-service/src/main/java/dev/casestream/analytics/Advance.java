package dev.casestream.analytics;

import dev.casestream.analytics.domain.TicketState;
import dev.casestream.analytics.metrics.Catalogue;
import dev.casestream.analytics.metrics.Change;
import dev.casestream.analytics.metrics.Taken;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.TicketEvent;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * How far a batch brings one ticket.
 *
 * @param last the last event that changed something
 */
record Advance(UUID ticket, TicketState state, List<Measured> measured, Envelope<?> last) {

    /** A measurement and the event that gave it. */
    record Measured(Envelope<?> cause, Taken taken) {}

    /** Folds a batch; tickets that nothing changes are left out. */
    static <E> List<Advance> of(
            Source<E> source, Map<UUID, TicketState> known, List<Envelope<E>> events, Catalogue catalogue) {
        var advances = new LinkedHashMap<UUID, Advance>();
        for (var event : events) {
            var ticket = UUID.fromString(event.subject());
            var soFar = advances.get(ticket);
            var before = soFar != null ? soFar.state : known.getOrDefault(ticket, TicketState.EMPTY);
            var after = source.fold().apply(before, event);
            if (after == before) {
                continue;
            }
            var measured = soFar == null ? new ArrayList<Measured>() : new ArrayList<>(soFar.measured);
            var said = event.data() instanceof TicketEvent ofTicket ? ofTicket : null;
            catalogue
                    .measure(new Change(before, after, said))
                    .forEach(taken -> measured.add(new Measured(event, taken)));
            advances.put(ticket, new Advance(ticket, after, measured, event));
        }
        return List.copyOf(advances.values());
    }
}
