package dev.casestream.contracts;

/** What a message on a ticket is. A note never reaches a customer. */
public enum MessageKind {
    CUSTOMER,
    REPLY,
    NOTE,
    SYSTEM
}
