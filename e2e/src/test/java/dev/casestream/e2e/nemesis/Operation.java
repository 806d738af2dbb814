package dev.casestream.e2e.nemesis;

import java.time.Instant;

/**
 * Something a client asked for, and what it knows of the outcome.
 *
 * @param customer address of the customer whom it is about; each inquiry has its own
 */
record Operation(String id, Kind kind, Instant at, Outcome outcome, String customer) {

    enum Kind {
        INQUIRY,
        REPLY
    }

    enum Outcome {
        /** It must have been done, once. */
        OK,
        /** It must not have been done. */
        FAIL,
        /** Nobody answered: it may have been done, at most once. */
        UNKNOWN
    }
}
