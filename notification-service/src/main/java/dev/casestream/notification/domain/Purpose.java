package dev.casestream.notification.domain;

import java.util.Locale;

/** What a delivery is for. */
public enum Purpose {
    ACKNOWLEDGEMENT,
    REPLY;

    /** As in events and tables. */
    public String wire() {
        return name().toLowerCase(Locale.ROOT);
    }

    public static Purpose of(String wire) {
        return valueOf(wire.toUpperCase(Locale.ROOT));
    }
}
