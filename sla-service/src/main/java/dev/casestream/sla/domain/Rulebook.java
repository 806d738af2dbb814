package dev.casestream.sla.domain;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/**
 * What holds at a time.
 *
 * @param policies in their order: the first that matches is a ticket's
 * @param calendars those of the policies, and the older ones that clocks still run by
 */
public record Rulebook(List<SlaPolicy> policies, Map<CalendarRef, BusinessCalendar> calendars) {

    Optional<SlaPolicy> match(Ticket ticket) {
        return policies.stream().filter(policy -> policy.when().match(ticket)).findFirst();
    }

    public BusinessCalendar calendar(CalendarRef ref) {
        return Objects.requireNonNull(calendars.get(ref), ref::toString);
    }
}
