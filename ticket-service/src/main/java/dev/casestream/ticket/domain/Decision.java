package dev.casestream.ticket.domain;

import dev.casestream.contracts.TicketEvent;
import java.util.List;

/** What becomes of a command. */
public sealed interface Decision {

    /** @param events what happened, in order; none when the ticket is as the command wants it already */
    record Accepted(List<TicketEvent> events) implements Decision {}

    /**
     * @param rule which rule says no, a stable code
     * @param detail the same for people
     */
    record Refused(String rule, String detail) implements Decision {}
}
