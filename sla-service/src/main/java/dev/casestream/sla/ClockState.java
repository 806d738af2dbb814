package dev.casestream.sla;

import dev.casestream.chassis.events.Codec;
import dev.casestream.sla.domain.SlaClock;
import java.util.Arrays;
import java.util.Locale;

/** A clock's state as it is stored and shown. */
enum ClockState {
    RUNNING(SlaClock.Running.class),
    PAUSED(SlaClock.Paused.class),
    FULFILLED(SlaClock.Fulfilled.class),
    BREACHED(SlaClock.Breached.class),
    CANCELLED(SlaClock.Cancelled.class);

    private final Class<? extends SlaClock> type;

    ClockState(Class<? extends SlaClock> type) {
        this.type = type;
    }

    static ClockState of(SlaClock clock) {
        return Arrays.stream(values())
                .filter(state -> state.type.isInstance(clock))
                .findFirst()
                .orElseThrow();
    }

    static SlaClock read(String state, String data) {
        return Codec.read(data, valueOf(state.toUpperCase(Locale.ROOT)).type);
    }

    String shown() {
        return name().toLowerCase(Locale.ROOT);
    }
}
