package dev.casestream.sla;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.sla.domain.CalendarRef;
import dev.casestream.sla.domain.Explanation;
import dev.casestream.sla.domain.Explanation.Stretch;
import dev.casestream.sla.domain.Explanation.Trigger;
import dev.casestream.sla.domain.Span;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tells of a clock which time was counted, by which rules, and what began and ended it. */
@ApplicationScoped
class ExplainClocks {

    private final Rules rules;

    ExplainClocks(Rules rules) {
        this.rules = rules;
    }

    /**
     * A stretch in which the clock counted.
     *
     * @param counted those parts of it in which the calendar was open
     */
    record Interval(
            Instant from,
            @Nullable Instant to,
            Trigger openedBy,
            @Nullable Trigger closedBy,
            String policy,
            int policyVersion,
            String calendar,
            int calendarVersion,
            List<Span> counted,
            Duration elapsed) {}

    Uni<List<Interval>> clock(Work work, UUID id) {
        return work.session()
                .createQuery("from ClockEventRow where clockId = :clock order by version", ClockEventRow.class)
                .setParameter("clock", id)
                .getResultList()
                .map(rows ->
                        Explanation.of(rows.stream().map(ClockEventRow::entry).toList()))
                .flatMap(stretches -> calendars(work, stretches)
                        .flatMap(calendars -> rules.load(work, Set.copyOf(calendars.values()))
                                .flatMap(rulebook -> work.now()
                                        .map(now -> stretches.stream()
                                                .map(stretch -> {
                                                    var ref = Objects.requireNonNull(calendars.get(stretch.clock()));
                                                    var to = stretch.to() == null ? now : stretch.to();
                                                    return interval(
                                                            stretch,
                                                            ref,
                                                            rulebook.calendar(ref)
                                                                    .open(stretch.from(), to));
                                                })
                                                .toList()))));
    }

    /** Events name a calendar's version only; which calendar it is of, their policy's version says. */
    private static Uni<Map<SlaEvent.Clock, CalendarRef>> calendars(Work work, List<Stretch> stretches) {
        var clocks = stretches.stream().map(Stretch::clock).distinct().toList();
        return work.query(
                        """
                        SELECT id, version, data FROM policy
                        WHERE (id, version) IN (SELECT * FROM unnest($1::text[], $2::int[]))""",
                        clocks.stream().map(SlaEvent.Clock::policy).toArray(String[]::new),
                        clocks.stream().map(SlaEvent.Clock::policyVersion).toArray(Integer[]::new))
                .map(rows -> {
                    var refs = new HashMap<SlaEvent.Clock, CalendarRef>();
                    for (var row : rows) {
                        var calendar = Codec.read(row.getString("data"), PolicyDocument.class)
                                .calendar();
                        clocks.stream()
                                .filter(clock -> clock.policy().equals(row.getString("id"))
                                        && clock.policyVersion() == row.getInteger("version"))
                                .forEach(clock -> refs.put(clock, new CalendarRef(calendar, clock.calendarVersion())));
                    }
                    return refs;
                });
    }

    private static Interval interval(Stretch stretch, CalendarRef calendar, List<Span> counted) {
        return new Interval(
                stretch.from(),
                stretch.to(),
                stretch.openedBy(),
                stretch.closedBy(),
                stretch.clock().policy(),
                stretch.clock().policyVersion(),
                calendar.id(),
                calendar.version(),
                counted,
                counted.stream().map(Span::length).reduce(Duration.ZERO, Duration::plus));
    }
}
