package dev.casestream.sla.domain;

import dev.casestream.sla.domain.SimulatedTimers.Sometimes;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** One of several that look for what is due: claims a ticket, and says what is due of it, unless something happens. */
final class SimulatedReplica {

    private final SimulatedTimers timers;
    private @Nullable UUID claimed;
    private int stalledFor;

    SimulatedReplica(SimulatedTimers timers) {
        this.timers = timers;
    }

    boolean isBusy() {
        return claimed != null;
    }

    void step() {
        var ticket = claimed;
        if (stalledFor > 0) {
            stalledFor--;
        } else if (timers.strikes(10)) {
            stalledFor = 200;
        } else if (ticket == null) {
            claimed = timers.claim(this);
        } else if (timers.strikes(10)) {
            timers.saw(Sometimes.A_REPLICA_DIED_WITH_WHAT_WAS_DUE);
            end();
        } else {
            if (timers.holds(ticket, this)) {
                timers.fire(ticket);
            } else {
                timers.saw(Sometimes.A_STALLED_REPLICA_LOST_ITS_LOCK);
            }
            end();
        }
    }

    private void end() {
        timers.release(this);
        claimed = null;
    }
}
