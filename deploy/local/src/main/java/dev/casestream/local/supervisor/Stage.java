package dev.casestream.local.supervisor;

/** In this order children stop last to first; services wait for their infrastructure, and guests for everything. */
public enum Stage {
    DATA,
    MESSAGING,
    SERVICE,
    EDGE,
    GUEST;

    boolean waitsFor(Stage other) {
        return (this == SERVICE || this == GUEST) && other.compareTo(this) < 0;
    }
}
