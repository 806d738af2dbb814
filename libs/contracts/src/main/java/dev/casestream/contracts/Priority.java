package dev.casestream.contracts;

/** How urgent a ticket is, the least first. */
public enum Priority {
    LOW,
    MEDIUM,
    HIGH,
    CRITICAL
}
