package dev.casestream.sla.domain;

import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.SlaEvent;
import java.time.Instant;
import java.util.UUID;

/** Which clock, since when and under which terms: what a clock has in each of its states. */
public record Run(UUID ticketId, UUID id, ClockType type, int instance, Terms terms, Instant startedAt) {

    Run under(Terms others) {
        return new Run(ticketId, id, type, instance, others, startedAt);
    }

    SlaEvent.Clock clock() {
        return new SlaEvent.Clock(
                id,
                type,
                instance,
                terms.policy(),
                terms.policyVersion(),
                terms.calendar().version());
    }
}
