package dev.casestream.contracts;

/** What a service-level clock measures. */
public enum ClockType {
    FIRST_ASSIGN,
    FIRST_RESPONSE,
    /** One instance per unanswered customer turn after the first response. */
    NEXT_RESPONSE,
    PERIODIC_UPDATE,
    RESOLUTION
}
