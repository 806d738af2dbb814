package dev.casestream.analytics.domain;

import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockFulfilled;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/**
 * Whether a clock's promise was kept: decided when it breaches or is fulfilled, whichever is first, and decided anew
 * when a late event shows that it was met after all.
 *
 * @param at of the breach, or of the fulfilment in time
 */
public record Verdict(UUID clock, ClockType type, String policy, Instant at, boolean met) {

    static List<Verdict> judge(List<Verdict> verdicts, SlaEvent event) {
        return switch (event) {
            case ClockBreached e -> decided(verdicts, of(e, false));
            case ClockFulfilled e ->
                e.met() || !isBreached(verdicts, e.clock().id()) ? decided(verdicts, of(e, e.met())) : verdicts;
            default -> verdicts;
        };
    }

    private static Verdict of(SlaEvent event, boolean met) {
        var clock = event.clock();
        return new Verdict(clock.id(), clock.type(), clock.policy(), event.at(), met);
    }

    private static boolean isBreached(List<Verdict> verdicts, UUID clock) {
        return verdicts.stream().anyMatch(verdict -> verdict.clock.equals(clock) && !verdict.met);
    }

    private static List<Verdict> decided(List<Verdict> verdicts, Verdict decision) {
        return Stream.concat(
                        verdicts.stream().filter(verdict -> !verdict.clock.equals(decision.clock)), Stream.of(decision))
                .toList();
    }
}
