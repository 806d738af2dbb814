package dev.casestream.analytics.metrics;

import dev.casestream.analytics.domain.TicketHistory;
import dev.casestream.analytics.domain.TicketState;
import dev.casestream.contracts.TicketEvent;
import org.jspecify.annotations.Nullable;

/**
 * What one event did to one ticket.
 *
 * @param event null when it was a clock's
 */
public record Change(
        TicketState before, TicketState after, @Nullable TicketEvent event) {

    @Nullable
    TicketHistory historyBefore() {
        return before.history();
    }

    @Nullable
    TicketHistory historyAfter() {
        return after.history();
    }
}
