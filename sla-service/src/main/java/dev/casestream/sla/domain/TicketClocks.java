package dev.casestream.sla.domain;

import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.MergeReverted;
import dev.casestream.contracts.TicketEvent.TicketAbsorbed;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.sla.domain.SlaClock.Cancelled;
import dev.casestream.sla.domain.SlaClock.Fulfilled;
import dev.casestream.sla.domain.SlaClock.Live;
import dev.casestream.sla.domain.SlaClock.Running;
import dev.casestream.sla.domain.SlaClock.Step;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** All clocks of one ticket: what becomes of them when something happens to it, and when time passes. */
public record TicketClocks(Ticket ticket, List<SlaClock> clocks) {

    /** What the clocks are afterwards, and what they say. */
    public record Outcome(TicketClocks clocks, List<SlaEvent> events) {}

    public static TicketClocks of(TicketOpened event) {
        return new TicketClocks(Ticket.opened(event), List.of());
    }

    /** Takes notice only: what is imported or replayed moves no clock. */
    public TicketClocks note(TicketEvent event) {
        return new TicketClocks(ticket.after(event), clocks);
    }

    /** Says what has become due by now. */
    public Outcome tick(Instant now) {
        return each(ticket, clock -> clock instanceof Running c ? c.tick(now) : new Step(clock, List.of()));
    }

    /**
     * Follows an event. What became due before it is said first, so that the outcome does not depend on when anybody
     * looked.
     *
     * @param ids gives an id to each new clock
     */
    public Outcome on(TicketEvent event, Rulebook rules, Supplier<UUID> ids) {
        var due = tick(event.at().minusNanos(1));
        var after = ticket.after(event);
        var policy = rules.match(after).orElse(null);
        var moved = due.clocks().each(after, clock -> moved(clock, event, policy, rules));
        var events = new ArrayList<>(due.events());
        events.addAll(moved.events());
        if (policy == null) {
            return new Outcome(moved.clocks(), events);
        }
        var all = new ArrayList<>(moved.clocks().clocks());
        for (var type : ClockType.values()) {
            var terms = policy.terms(type);
            if (terms != null && moved.clocks().wants(type, event, demand(type, event, policy))) {
                var run = new Run(ticket.id(), ids.get(), type, instance(type), terms, start(type, event));
                var step = started(SlaClock.activate(run, rules), demand(type, event, policy), event.at(), rules);
                all.add(step.clock());
                events.addAll(step.events());
            }
        }
        return new Outcome(new TicketClocks(after, List.copyOf(all)), events);
    }

    private Outcome each(Ticket after, Function<SlaClock, Step> transition) {
        var steps = clocks.stream().map(transition).toList();
        return new Outcome(
                new TicketClocks(after, steps.stream().map(Step::clock).toList()),
                steps.stream().flatMap(step -> step.events().stream()).toList());
    }

    private static Step moved(SlaClock clock, TicketEvent event, @Nullable SlaPolicy policy, Rulebook rules) {
        var type = clock.run().type();
        var terms = policy == null ? null : policy.terms(type);
        var demand = demand(type, event, policy);
        return switch (clock) {
            case Live live -> moved(live, demand, terms, event.at(), rules);
            case Fulfilled done ->
                type == ClockType.RESOLUTION && demand == Demand.RUN && terms != null
                        ? done.reopen(terms, event.at(), rules)
                        : new Step(done, List.of());
            case Cancelled gone -> new Step(gone, List.of());
        };
    }

    private static Step moved(Live clock, Demand demand, @Nullable Terms terms, Instant at, Rulebook rules) {
        if (demand == Demand.FULFIL) {
            return clock.fulfil(at, rules);
        }
        if (demand == Demand.CANCEL || terms == null) {
            return clock.cancel(at, rules);
        }
        var step = terms.equals(clock.run().terms()) ? new Step(clock, List.of()) : clock.retarget(terms, at, rules);
        return started(step, demand, at, rules);
    }

    /** Lets a live clock count or stand still, as the ticket's status asks. */
    private static Step started(Step step, Demand demand, Instant at, Rulebook rules) {
        if (!(step.clock() instanceof Live live) || live.counts() == (demand == Demand.RUN)) {
            return step;
        }
        var next = demand == Demand.RUN ? live.resume(at, rules) : live.pause(at, rules);
        var events = new ArrayList<>(step.events());
        events.addAll(next.events());
        return new Step(next.clock(), events);
    }

    private static Demand demand(ClockType type, TicketEvent event, @Nullable SlaPolicy policy) {
        return Demand.of(
                type, event, policy == null ? Set.of() : policy.pausedIn().getOrDefault(type, Set.of()));
    }

    /** Whether a new clock of a type has to begin: each once, but a next response with every unanswered turn. */
    private boolean wants(ClockType type, TicketEvent event, Demand demand) {
        if (demand == Demand.FULFIL || demand == Demand.CANCEL) {
            return false;
        }
        return switch (type) {
            case FIRST_ASSIGN -> !ticket.taken() && begins(type, event);
            case FIRST_RESPONSE -> !ticket.responded() && begins(type, event);
            case RESOLUTION -> begins(type, event);
            case NEXT_RESPONSE -> isTurn(event) && !owes(ClockType.FIRST_RESPONSE) && !owes(ClockType.NEXT_RESPONSE);
            case PERIODIC_UPDATE -> false;
        };
    }

    /** Once, and anew when a merge that cancelled it is undone. */
    private boolean begins(ClockType type, TicketEvent event) {
        return instance(type) == 1 || (event instanceof MergeReverted && !owes(type));
    }

    private boolean isTurn(TicketEvent event) {
        return switch (event) {
            case TicketAbsorbed e -> e.unansweredSince() != null && ticket.responded();
            case CustomerMessageReceived e -> !e.automatic() && ticket.responded();
            case TicketReopened e -> true;
            default -> false;
        };
    }

    private boolean owes(ClockType type) {
        return clocks.stream()
                .anyMatch(clock -> clock instanceof Live && clock.run().type() == type);
    }

    private int instance(ClockType type) {
        return 1
                + (int) clocks.stream()
                        .filter(clock -> clock.run().type() == type)
                        .count();
    }

    /** A promise counts from the customer's message, or from when it was made. */
    private static Instant start(ClockType type, TicketEvent event) {
        return switch (event) {
            case TicketOpened e -> earlier(e.receivedAt(), e.at());
            case CustomerMessageReceived e ->
                type == ClockType.NEXT_RESPONSE ? earlier(e.receivedAt(), e.at()) : e.at();
            case TicketAbsorbed e ->
                type == ClockType.NEXT_RESPONSE && e.unansweredSince() != null
                        ? earlier(e.unansweredSince(), e.at())
                        : e.at();
            default -> event.at();
        };
    }

    private static Instant earlier(Instant one, Instant other) {
        return one.isBefore(other) ? one : other;
    }
}
