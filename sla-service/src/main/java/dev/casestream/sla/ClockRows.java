package dev.casestream.sla;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Topic;
import dev.casestream.sla.ClockSet.Said;
import dev.casestream.sla.domain.SlaClock;
import dev.casestream.sla.domain.Ticket;
import dev.casestream.sla.domain.TicketClocks;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Where clocks lie, and what is said of them goes out: every statement is for all tickets of a batch. */
@ApplicationScoped
class ClockRows {

    private static final String SERVICE = "/sla-service";

    private final Outbox outbox;
    private final TimerRows timers;

    ClockRows(Outbox outbox, TimerRows timers) {
        this.outbox = outbox;
        this.timers = timers;
    }

    /** The clocks of tickets that are known, locked, in one order everywhere. */
    Uni<Map<UUID, ClockSet>> lock(Work work, Collection<UUID> tickets) {
        var ids = tickets.toArray(UUID[]::new);
        return work.query("""
                        SELECT ticket_id, ticket, version, correlation_id, causation_id, depth FROM ticket_clocks
                        WHERE ticket_id = ANY($1) ORDER BY ticket_id FOR UPDATE""", (Object) ids)
                .flatMap(rows -> work.query(
                                "SELECT ticket_id, state, data FROM clock WHERE ticket_id = ANY($1) ORDER BY ticket_id, type, instance",
                                (Object) ids)
                        .map(clocks -> sets(rows, clocks)));
    }

    private static Map<UUID, ClockSet> sets(List<Row> rows, List<Row> clockRows) {
        var clocks = clockRows.stream()
                .collect(Collectors.groupingBy(
                        row -> row.getUUID("ticket_id"), Collectors.mapping(ClockRows::clock, Collectors.toList())));
        var sets = new HashMap<UUID, ClockSet>();
        for (var row : rows) {
            var id = row.getUUID("ticket_id");
            sets.put(
                    id,
                    new ClockSet(
                            new TicketClocks(
                                    Codec.read(row.getString("ticket"), Ticket.class),
                                    clocks.getOrDefault(id, List.of())),
                            row.getLong("version"),
                            new Cause(
                                    row.getUUID("correlation_id"),
                                    row.getUUID("causation_id"),
                                    row.getInteger("depth"),
                                    "system:sla-service",
                                    Origin.LIVE)));
        }
        return sets;
    }

    static SlaClock clock(Row row) {
        return ClockState.read(row.getString("state"), row.getString("data"));
    }

    /** Writes what tickets, clocks and timers have become, and sends what was said. */
    Uni<Void> save(Work work, Instant now, Collection<ClockSet> sets) {
        if (sets.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var said = sets.stream().flatMap(set -> set.said().stream()).toList();
        var touched = said.stream().map(one -> one.event().clock().id()).collect(Collectors.toSet());
        var clocks = sets.stream()
                .flatMap(set -> set.clocks().clocks().stream())
                .filter(clock -> touched.contains(clock.run().id()))
                .toList();
        var tickets = saveTickets(work, List.copyOf(sets));
        return said.isEmpty()
                ? tickets
                : tickets.chain(() -> saveClocks(work, clocks))
                        .chain(() -> timers.follow(work, said, clocks))
                        .chain(() -> keep(work, said))
                        .chain(() -> outbox.add(work, outgoing(now, said)));
    }

    private static Uni<Void> saveTickets(Work work, List<ClockSet> sets) {
        var tickets = sets.stream().map(set -> set.clocks().ticket()).toList();
        var causes = sets.stream().map(ClockSet::cause).toList();
        return work.update(
                        """
                        INSERT INTO ticket_clocks AS t
                            (ticket_id, number, team, agent, ticket, version, correlation_id, causation_id, depth)
                        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::bigint[],
                                             $7::uuid[], $8::uuid[], $9::int[])
                        ON CONFLICT (ticket_id) DO UPDATE SET
                            team = excluded.team, agent = excluded.agent, ticket = excluded.ticket,
                            version = excluded.version, correlation_id = excluded.correlation_id,
                            causation_id = excluded.causation_id, depth = excluded.depth""",
                        tickets.stream().map(Ticket::id).toArray(UUID[]::new),
                        tickets.stream().map(Ticket::number).toArray(String[]::new),
                        tickets.stream().map(Ticket::team).toArray(String[]::new),
                        tickets.stream().map(Ticket::agent).toArray(String[]::new),
                        tickets.stream().map(Codec::write).toArray(String[]::new),
                        sets.stream().map(ClockSet::version).toArray(Long[]::new),
                        causes.stream().map(Cause::correlationId).toArray(UUID[]::new),
                        causes.stream().map(Cause::causationId).toArray(UUID[]::new),
                        causes.stream().map(Cause::causationDepth).toArray(Integer[]::new))
                .replaceWithVoid();
    }

    private static Uni<Void> saveClocks(Work work, List<SlaClock> clocks) {
        return work.update(
                        """
                        INSERT INTO clock (id, ticket_id, type, instance, state, due_at, data)
                        SELECT * FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::int[], $5::text[],
                                             $6::timestamptz[], $7::text[])
                        ON CONFLICT (id) DO UPDATE SET
                            state = excluded.state, due_at = excluded.due_at, data = excluded.data""",
                        clocks.stream().map(clock -> clock.run().id()).toArray(UUID[]::new),
                        clocks.stream().map(clock -> clock.run().ticketId()).toArray(UUID[]::new),
                        clocks.stream().map(clock -> clock.run().type().name()).toArray(String[]::new),
                        clocks.stream().map(clock -> clock.run().instance()).toArray(Integer[]::new),
                        clocks.stream()
                                .map(clock -> ClockState.of(clock).shown())
                                .toArray(String[]::new),
                        clocks.stream().map(ClockRows::dueAt).toArray(OffsetDateTime[]::new),
                        clocks.stream().map(Codec::write).toArray(String[]::new))
                .replaceWithVoid();
    }

    private static @Nullable OffsetDateTime dueAt(SlaClock clock) {
        return switch (clock) {
            case SlaClock.Running c -> utc(c.dueAt());
            case SlaClock.Breached c -> utc(c.breachedAt());
            case SlaClock.Paused c -> null;
            case SlaClock.Fulfilled c -> null;
            case SlaClock.Cancelled c -> null;
        };
    }

    private static Uni<Void> keep(Work work, List<Said> said) {
        return work.update(
                        """
                        INSERT INTO clock_event (ticket_id, version, clock_id, type, data, cause_id, cause_type)
                        SELECT * FROM unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::text[], $6::uuid[],
                                             $7::text[])""",
                        said.stream().map(one -> one.event().ticketId()).toArray(UUID[]::new),
                        said.stream().map(Said::version).toArray(Long[]::new),
                        said.stream().map(one -> one.event().clock().id()).toArray(UUID[]::new),
                        said.stream()
                                .map(one -> one.event().getClass().getSimpleName())
                                .toArray(String[]::new),
                        said.stream().map(one -> Codec.write(one.event())).toArray(String[]::new),
                        said.stream().map(one -> one.cause().causationId()).toArray(UUID[]::new),
                        said.stream().map(Said::trigger).toArray(String[]::new))
                .replaceWithVoid();
    }

    private static List<Outgoing> outgoing(Instant now, List<Said> said) {
        var outgoing = new ArrayList<Outgoing>(said.size());
        for (var one : said) {
            outgoing.add(Outgoing.to(
                    Topic.SLA,
                    one.cause().envelope(SERVICE, one.event().ticketId().toString(), one.version(), now, one.event())));
        }
        return outgoing;
    }

    static OffsetDateTime utc(Instant at) {
        return at.atOffset(ZoneOffset.UTC);
    }
}
