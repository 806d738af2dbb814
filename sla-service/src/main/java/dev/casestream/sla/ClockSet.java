package dev.casestream.sla;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.sla.domain.CalendarRef;
import dev.casestream.sla.domain.TicketClocks;
import dev.casestream.sla.domain.TicketClocks.Outcome;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** A ticket's clocks in one transaction: as they are, and what was said of them that is not yet written. */
final class ClockSet {

    /**
     * Something said of a clock.
     *
     * @param trigger the type of event that it answers to; {@code timer} when it was time alone
     */
    record Said(SlaEvent event, long version, Cause cause, String trigger) {}

    private final List<Said> said = new ArrayList<>();
    private TicketClocks clocks;
    private Cause cause;
    private long version;

    ClockSet(TicketClocks clocks, long version, Cause cause) {
        this.clocks = clocks;
        this.version = version;
        this.cause = cause;
    }

    void become(TicketClocks next) {
        clocks = next;
    }

    /** @param why from now on also what timers are caused by */
    void become(Outcome outcome, Cause why, String trigger) {
        clocks = outcome.clocks();
        cause = why;
        for (var event : outcome.events()) {
            said.add(new Said(event, ++version, why, trigger));
        }
    }

    TicketClocks clocks() {
        return clocks;
    }

    Cause cause() {
        return cause;
    }

    long version() {
        return version;
    }

    List<Said> said() {
        return said;
    }

    Stream<CalendarRef> calendars() {
        return clocks.clocks().stream().map(clock -> clock.run().terms().calendar());
    }
}
