package dev.casestream.notification.domain;

import java.util.Locale;

/** Where a delivery stands. */
public enum DeliveryState {
    /** Waits for its words, its address, its turn or its next attempt. */
    QUEUED,
    /** The channel's server has taken it over. */
    SENT,
    DELIVERED,
    /** Given up; somebody can have it resent. */
    FAILED,
    /** Taken over and sent back; somebody can have it resent. */
    BOUNCED,
    /** Not sent on purpose. */
    SUPPRESSED;

    /** As in the API and in tables. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static DeliveryState of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
