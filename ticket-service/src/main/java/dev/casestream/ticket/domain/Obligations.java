package dev.casestream.ticket.domain;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.SOLVED;

import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.Decision.Refused;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What has to be done before a ticket may go on.
 *
 * @param openChildren how many of its parts are not solved
 * @param timeMissing time has to be logged before it is solved, and none is
 */
public record Obligations(int openChildren, boolean timeMissing, List<Field> fields) {

    public static final Obligations NONE = new Obligations(0, false, List.of());

    /** Why a command that would bring a ticket into a status is refused; empty when everything is done. */
    public Optional<Refused> against(Ticket ticket, TicketStatus to, Map<String, Object> values) {
        if (ticket.status() == to) {
            return Optional.empty();
        }
        if (openChildren > 0 && (to == SOLVED || to == CLOSED)) {
            return refused("open-children", "Not solved yet are " + openChildren + " parts of it");
        }
        var missing = fields.stream()
                .filter(field -> field.isMissing(ticket.triage().category(), to, values))
                .map(Field::code)
                .collect(Collectors.joining(", "));
        if (!missing.isEmpty()) {
            return refused("missing-fields", "To be filled in before it is " + to + ": " + missing);
        }
        return timeMissing && to == SOLVED
                ? refused("time-missing", "Log the time that it took first")
                : Optional.empty();
    }

    private static Optional<Refused> refused(String rule, String detail) {
        return Optional.of(new Refused(rule, detail));
    }
}
