package dev.casestream.sla.domain;

import static dev.casestream.contracts.ClockType.FIRST_RESPONSE;
import static dev.casestream.contracts.ClockType.NEXT_RESPONSE;
import static dev.casestream.contracts.ClockType.RESOLUTION;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketHeld;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.sla.domain.SimulatedTimers.Sometimes;
import dev.casestream.sla.domain.SlaPolicy.Conditions;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** Timers, looked at by replicas that die, stall and rival: each thing is said once, not early, and never forgotten. */
class TimerSimulationTest {

    private static final int SEEDS = Integer.getInteger("casestream.simulation.seeds", 100);
    private static final int MINUTES = 3_000;
    private static final int STEPS_TO_QUIESCE = 5_000;
    private static final List<UUID> TICKETS =
            LongStream.rangeClosed(1, 3).mapToObj(n -> new UUID(0, n)).toList();
    private static final CalendarRef ALWAYS = new CalendarRef("always", 1);
    private static final Rulebook RULES = new Rulebook(
            List.of(new SlaPolicy(
                    "all",
                    1,
                    new Conditions(Set.of(), Set.of(), Set.of(), Set.of()),
                    Map.of(
                            FIRST_RESPONSE, Duration.ofHours(2),
                            NEXT_RESPONSE, Duration.ofHours(1),
                            RESOLUTION, Duration.ofHours(12)),
                    List.of(50, 80),
                    ALWAYS,
                    Map.of(RESOLUTION, Set.of(TicketStatus.PENDING, TicketStatus.ON_HOLD)))),
            Map.of(ALWAYS, BusinessCalendar.always(ZoneOffset.UTC)));

    @Test
    void each_warning_and_breach_is_said_once_and_on_the_databases_time() {
        var seen = new EnumMap<Sometimes, Integer>(Sometimes.class);
        for (long seed = 0; seed < SEEDS; seed++) {
            var troubled = live(seed, true);
            assertThat(troubled.violations()).as("seed %d", seed).isEmpty();
            assertThat(troubled.isAnythingDue()).as("missed by seed %d", seed).isFalse();
            var untroubled = live(seed, false);
            assertThat(troubled.said()).as("seed %d", seed).isEqualTo(untroubled.said());
            troubled.seen().forEach((what, times) -> seen.merge(what, times, Integer::sum));
        }
        System.out.printf("timers: %d seeds x %d minutes, %s%n", SEEDS, MINUTES, seen);
        assertThat(seen.keySet()).as("the faults happened").isEqualTo(EnumSet.allOf(Sometimes.class));
    }

    /** The same lives of tickets, whatever happens to those who look at them. */
    private static SimulatedTimers live(long seed, boolean troubled) {
        var lives = new Random(seed);
        var timers = new SimulatedTimers(new Random(~seed), RULES, troubled);
        var replicas =
                List.of(new SimulatedReplica(timers), new SimulatedReplica(timers), new SimulatedReplica(timers));
        for (int minute = 0; minute < MINUTES; minute++) {
            for (var ticket : TICKETS) {
                if (minute == 0 || lives.nextInt(150) == 0) {
                    timers.follow(event(ticket, minute, timers.now(), lives));
                }
            }
            replicas.forEach(SimulatedReplica::step);
            timers.pass(Duration.ofMinutes(1));
        }
        timers.pass(Duration.ofDays(30));
        for (int step = 0; step < STEPS_TO_QUIESCE; step++) {
            replicas.forEach(SimulatedReplica::step);
        }
        return timers;
    }

    private static TicketEvent event(UUID id, int minute, Instant at, Random lives) {
        if (minute == 0) {
            return new TicketOpened(
                    id,
                    at,
                    TicketStatus.NEW,
                    "CS-1",
                    id,
                    null,
                    id,
                    at,
                    "email",
                    null,
                    Priority.LOW,
                    null,
                    1,
                    List.of(),
                    "support",
                    false,
                    null);
        }
        return switch (lives.nextInt(5)) {
            case 0 -> new TicketHeld(id, at, TicketStatus.ON_HOLD);
            case 1 -> new CustomerMessageReceived(id, at, TicketStatus.OPEN, id, id, null, at, "email", null, false);
            case 2 -> new ReplyAccepted(id, at, TicketStatus.PENDING, id, AuthorRole.AGENT, "alice", id, "email");
            case 3 -> new TicketSolved(id, at, TicketStatus.SOLVED, "alice");
            default -> new TicketReopened(id, at, TicketStatus.OPEN, ReopenReason.CORRECTION);
        };
    }
}
