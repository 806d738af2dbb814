package dev.casestream.sla.domain;

import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockWarned;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.sla.domain.TicketClocks.Outcome;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * The clocks' database and its one clock; replicas that look for what is due and a consumer that follows tickets, a step
 * at a time from a seed, dying and stalling between any two. Decisions are the domain's own.
 */
final class SimulatedTimers {

    /** What must have been seen. */
    enum Sometimes {
        A_LOCKED_TICKET_WAS_LEFT_TO_ANOTHER,
        A_REPLICA_DIED_WITH_WHAT_WAS_DUE,
        A_STALLED_REPLICA_LOST_ITS_LOCK,
        A_FOLLOWER_DIED_BEFORE_ITS_COMMIT,
        A_TIMER_FIRED_LATE,
        A_CLOCK_WAS_RESTARTED
    }

    /** A row of the timer table; cancelled ones are gone. */
    private record Row(UUID clock, int share, long cycle) {}

    private final Random random;
    private final Rulebook rules;
    private final Map<UUID, TicketClocks> tickets = new HashMap<>();
    private final Map<UUID, Long> versions = new HashMap<>();
    private final Map<Row, TimerPlan.Armed> armed = new HashMap<>();
    private final Map<UUID, Object> locks = new HashMap<>();
    private final Set<Row> fired = new HashSet<>();
    private final Map<UUID, List<SlaEvent>> said = new HashMap<>();
    private final List<String> violations = new ArrayList<>();
    private final Map<Sometimes, Integer> seen = new EnumMap<>(Sometimes.class);
    private final boolean mayFail;
    private Instant now = Story.RECEIVED;

    SimulatedTimers(Random random, Rulebook rules, boolean mayFail) {
        this.random = random;
        this.rules = rules;
        this.mayFail = mayFail;
    }

    Instant now() {
        return now;
    }

    void pass(Duration time) {
        now = now.plus(time);
    }

    boolean strikes(int oneIn) {
        return mayFail && random.nextInt(oneIn) == 0;
    }

    void saw(Sometimes what) {
        seen.merge(what, 1, Integer::sum);
    }

    Map<Sometimes, Integer> seen() {
        return seen;
    }

    List<String> violations() {
        return violations;
    }

    /** What was said of each clock. */
    Map<UUID, List<SlaEvent>> said() {
        return said;
    }

    /** Locks a ticket that has something due and that nobody else has locked, as {@code SKIP LOCKED} does. */
    @Nullable
    UUID claim(Object replica) {
        for (var timer : armed.values()) {
            if (!timer.mark().at().isAfter(now)) {
                if (locks.putIfAbsent(timer.ticket(), replica) == null) {
                    return timer.ticket();
                }
                saw(Sometimes.A_LOCKED_TICKET_WAS_LEFT_TO_ANOTHER);
            }
        }
        return null;
    }

    boolean holds(UUID ticket, Object who) {
        return locks.get(ticket) == who;
    }

    void release(Object who) {
        locks.values().removeIf(holder -> holder == who);
    }

    /** Everything about a ticket that is due by the database's clock, in one transaction. */
    void fire(UUID ticket) {
        commit(ticket, clocks(ticket).tick(now));
    }

    /** A transaction that dies leaves nothing behind and is done again; one that stalls loses its lock to this. */
    void follow(TicketEvent event) {
        var ticket = event.ticketId();
        locks.remove(ticket);
        while (strikes(5)) {
            saw(Sometimes.A_FOLLOWER_DIED_BEFORE_ITS_COMMIT);
            followed(event);
        }
        var outcome = followed(event);
        commit(ticket, outcome);
    }

    private Outcome followed(TicketEvent event) {
        var ticket = event.ticketId();
        var before = event instanceof TicketOpened opened ? TicketClocks.of(opened) : clocks(ticket);
        var ids = new long[] {before.clocks().size()};
        return before.on(event, rules, () -> new UUID(ticket.getLeastSignificantBits(), ++ids[0]));
    }

    private TicketClocks clocks(UUID ticket) {
        return Objects.requireNonNull(tickets.get(ticket));
    }

    private void commit(UUID ticket, Outcome outcome) {
        tickets.put(ticket, outcome.clocks());
        var numbered = new ArrayList<TimerPlan.Said>();
        for (var event : outcome.events()) {
            numbered.add(new TimerPlan.Said(versions.merge(ticket, 1L, Long::sum), event));
            said.computeIfAbsent(event.clock().id(), key -> new ArrayList<>()).add(event);
            judge(event);
        }
        var plan = TimerPlan.of(numbered, outcome.clocks().clocks());
        plan.fired()
                .forEach(one -> armed.keySet().stream()
                        .filter(row -> row.clock().equals(one.clock()) && row.share() == one.share())
                        .toList()
                        .forEach(this::fire));
        plan.cancelled().forEach(clock -> {
            if (armed.keySet().removeIf(row -> row.clock().equals(clock))) {
                saw(Sometimes.A_CLOCK_WAS_RESTARTED);
            }
        });
        plan.armed().forEach(one -> armed.put(new Row(one.clock(), one.mark().share(), one.cycle()), one));
    }

    private void judge(SlaEvent event) {
        if (event instanceof ClockWarned || event instanceof ClockBreached) {
            if (event.at().isAfter(now)) {
                violations.add("early: " + event + " at " + now);
            } else if (Duration.between(event.at(), now).toMinutes() > 30) {
                saw(Sometimes.A_TIMER_FIRED_LATE);
            }
        }
    }

    private void fire(Row row) {
        armed.remove(row);
        if (!fired.add(row)) {
            violations.add("fired twice: " + row);
        }
    }

    boolean isAnythingDue() {
        return armed.values().stream().anyMatch(timer -> !timer.mark().at().isAfter(now));
    }
}
