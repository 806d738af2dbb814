package dev.casestream.contracts;

/** Who wrote a message. Only an agent's public reply is a response in the sense of a service level. */
public enum AuthorRole {
    CUSTOMER,
    AGENT,
    BOT,
    SYSTEM
}
