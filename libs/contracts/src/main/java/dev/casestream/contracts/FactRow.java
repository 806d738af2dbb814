package dev.casestream.contracts;

/**
 * A row for BI tools: flat, {@code snake_case}, one full row a key, pseudonymous, with explicit nulls. The component
 * names below are written in snake case on the topic.
 */
public sealed interface FactRow permits TicketFact {

    /** Rises with each change of the row; the highest wins. */
    long rowVersion();
}
