package dev.casestream.contracts;

/** Where a ticket stands. Custom statuses are labels inside one of these. */
public enum TicketStatus {
    /** Nobody has taken it. */
    NEW,
    /** With us. */
    OPEN,
    /** Waiting for the customer. */
    PENDING,
    /** Waiting for a third party. */
    ON_HOLD,
    SOLVED,
    CLOSED
}
