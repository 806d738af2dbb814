package dev.casestream.local.supervisor;

/** In this order children stop last to first; a service starts once the two stages before it are ready. */
public enum Stage {
    DATA,
    MESSAGING,
    SERVICE,
    EDGE;

    boolean waitsFor(Stage other) {
        return this == SERVICE && other.compareTo(SERVICE) < 0;
    }
}
