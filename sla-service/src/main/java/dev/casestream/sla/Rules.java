package dev.casestream.sla;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.sla.domain.BusinessCalendar;
import dev.casestream.sla.domain.CalendarRef;
import dev.casestream.sla.domain.Rulebook;
import dev.casestream.sla.domain.SlaPolicy;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** The rules in force, read from their tables. */
@ApplicationScoped
class Rules {

    /** A version never changes, so it is parsed once. */
    private final Map<CalendarRef, BusinessCalendar> parsed = new ConcurrentHashMap<>();

    /** @param pinned older calendars that are needed besides the live ones */
    Uni<Rulebook> load(Work work, Set<CalendarRef> pinned) {
        return work.query(
                        """
                        SELECT id, version, live, data FROM calendar
                        WHERE live OR (id, version) IN (SELECT * FROM unnest($1::text[], $2::int[]))""",
                        pinned.stream().map(CalendarRef::id).toArray(String[]::new),
                        pinned.stream().map(CalendarRef::version).toArray(Integer[]::new))
                .flatMap(rows -> {
                    var calendars = new HashMap<CalendarRef, BusinessCalendar>();
                    var live = new HashMap<String, Integer>();
                    for (var row : rows) {
                        var ref = new CalendarRef(row.getString("id"), row.getInteger("version"));
                        calendars.put(ref, calendar(ref, row));
                        if (row.getBoolean("live")) {
                            live.put(ref.id(), ref.version());
                        }
                    }
                    return Versions.POLICIES
                            .live(work)
                            .map(policies -> new Rulebook(inOrder(policies, live), calendars));
                });
    }

    private BusinessCalendar calendar(CalendarRef ref, Row row) {
        return parsed.computeIfAbsent(
                ref,
                key -> Codec.read(row.getString("data"), CalendarDocument.class).toCalendar());
    }

    private static List<SlaPolicy> inOrder(List<Versions.Version> policies, Map<String, Integer> calendars) {
        record Placed(int position, SlaPolicy policy) {}
        return policies.stream()
                .map(version -> {
                    var document = Codec.read(version.data(), PolicyDocument.class);
                    var calendarVersion = Objects.requireNonNull(calendars.get(document.calendar()));
                    return new Placed(
                            document.position(), document.toPolicy(version.id(), version.version(), calendarVersion));
                })
                .sorted(Comparator.comparingInt(Placed::position)
                        .thenComparing(placed -> placed.policy().id()))
                .map(Placed::policy)
                .toList();
    }
}
