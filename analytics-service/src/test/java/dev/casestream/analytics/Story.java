package dev.casestream.analytics;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.Clock;
import dev.casestream.contracts.SlaEvent.ClockActivated;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockFulfilled;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.MergeReverted;
import dev.casestream.contracts.TicketEvent.NoteAdded;
import dev.casestream.contracts.TicketEvent.ReopenReason;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketClosed;
import dev.casestream.contracts.TicketEvent.TicketMerged;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketReopened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import dev.casestream.contracts.TicketEvent.TimeEntryRemoved;
import dev.casestream.contracts.TicketEvent.TimeLogged;
import dev.casestream.contracts.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The story of one ticket, told as the events that its services say; time passes only where it is said. */
public final class Story {

    public final UUID ticket;
    public final List<Envelope<TicketEvent>> tickets = new ArrayList<>();
    public final List<Envelope<SlaEvent>> sla = new ArrayList<>();
    private final UUID customer = UUID.randomUUID();
    private Instant now;
    private final UUID another = UUID.randomUUID();
    private TicketStatus status = TicketStatus.NEW;
    private TicketStatus beforeMerge = TicketStatus.NEW;

    public Story(UUID ticket, Instant begin) {
        this.ticket = ticket;
        this.now = begin;
    }

    public static Story at(String begin) {
        return new Story(UUID.randomUUID(), Instant.parse(begin));
    }

    public Instant now() {
        return now;
    }

    public Story after(Duration passed) {
        now = now.plus(passed);
        return this;
    }

    public Story opened(String channel, String team) {
        return says(new TicketOpened(
                ticket,
                now,
                status,
                "CS-" + Math.floorMod(ticket.hashCode(), 10_000),
                customer,
                UUID.randomUUID(),
                UUID.randomUUID(),
                now.minusMillis(360),
                channel,
                "da",
                Priority.MEDIUM,
                null,
                1,
                List.of(),
                team,
                false,
                null));
    }

    public Story triaged(Priority priority, String category) {
        return says(new TicketTriaged(ticket, now, status, priority, category, 1, List.of()));
    }

    public Story assigned(String team, @Nullable String agent) {
        status = status == TicketStatus.NEW && agent != null ? TicketStatus.OPEN : status;
        return says(new TicketAssigned(ticket, now, status, team, agent, null));
    }

    public Story wrote() {
        status = status == TicketStatus.PENDING ? TicketStatus.OPEN : status;
        return says(new CustomerMessageReceived(
                ticket, now, status, UUID.randomUUID(), customer, null, now, "email", "da", false));
    }

    public Story replied(AuthorRole role, String author) {
        status = role == AuthorRole.AGENT ? TicketStatus.PENDING : status;
        return says(new ReplyAccepted(ticket, now, status, UUID.randomUUID(), role, author, customer, "email"));
    }

    public Story noted(String author) {
        return says(new NoteAdded(ticket, now, status, UUID.randomUUID(), author));
    }

    public Story solved(String agent) {
        status = TicketStatus.SOLVED;
        return says(new TicketSolved(ticket, now, status, agent));
    }

    public Story reopened() {
        return reopened(ReopenReason.CUSTOMER_MESSAGE);
    }

    public Story reopened(ReopenReason reason) {
        status = TicketStatus.OPEN;
        return says(new TicketReopened(ticket, now, status, reason));
    }

    /** It goes on in another ticket. */
    public Story merged() {
        beforeMerge = status;
        says(new TicketMerged(ticket, now, status, another));
        status = TicketStatus.CLOSED;
        return says(new TicketClosed(ticket, now, status, CloseReason.MERGED));
    }

    public Story unmerged() {
        status = beforeMerge;
        return says(new MergeReverted(ticket, now, status, another, List.of()));
    }

    public Story logged(UUID entry, String agent, int minutes) {
        return says(new TimeLogged(ticket, now, status, entry, agent, minutes, "research"));
    }

    public Story tookBack(UUID entry, int minutes) {
        return says(new TimeEntryRemoved(ticket, now, status, entry, minutes));
    }

    public Story closed() {
        status = TicketStatus.CLOSED;
        return says(new TicketClosed(ticket, now, status, CloseReason.AUTOMATIC));
    }

    public Story activated(ClockType type, Duration target) {
        return ticks(new ClockActivated(ticket, now, clock(type), target, now.plus(target)));
    }

    public Story breached(ClockType type, Duration target) {
        return ticks(new ClockBreached(ticket, now, clock(type), target));
    }

    public Story fulfilled(ClockType type, boolean met) {
        return ticks(new ClockFulfilled(ticket, now, clock(type), Duration.ofMinutes(5), Duration.ofMinutes(10), met));
    }

    private Clock clock(ClockType type) {
        return new Clock(new UUID(ticket.getMostSignificantBits(), type.ordinal()), type, 1, "default", 1, 1);
    }

    private Story says(TicketEvent event) {
        tickets.add(envelope("/ticket-service", tickets.size() + 1, event));
        return this;
    }

    private Story ticks(SlaEvent event) {
        sla.add(envelope("/sla-service", sla.size() + 1, event));
        return this;
    }

    private <E> Envelope<E> envelope(String source, long version, E event) {
        return new Envelope<>(
                UUID.randomUUID(),
                EventType.of(event.getClass()),
                source,
                ticket.toString(),
                now,
                version,
                UUID.randomUUID(),
                null,
                0,
                "system:test",
                Origin.LIVE,
                event);
    }
}
