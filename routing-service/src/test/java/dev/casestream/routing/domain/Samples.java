package dev.casestream.routing.domain;

import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Tickets, agents and events for tests. */
final class Samples {

    static final Instant NOW = Instant.parse("2026-03-02T08:00:00Z");
    static final UUID TICKET = UUID.fromString("019cad9c-8ad8-7140-a942-9150abcbf244");
    static final UUID DECISION = UUID.fromString("019cad9c-8b82-78b5-b639-f152c8fc6ef3");

    private Samples() {}

    static Agent agent(String id, Availability availability, int load, int capacity) {
        return new Agent(id, Set.of("support"), availability, capacity, load, null);
    }

    static Agent agent(String id, int load) {
        return agent(id, Availability.ONLINE, load, 10);
    }

    static Assignment waiting() {
        return opened(TICKET, Priority.MEDIUM, NOW, Origin.LIVE);
    }

    static Assignment opened(UUID id, Priority priority, Instant receivedAt, Origin origin) {
        return Assignment.on(null, event(1, origin, openedEvent(id, priority, receivedAt, null)), "support", NOW)
                .orElseThrow();
    }

    static TicketOpened openedEvent(UUID id, Priority priority, Instant receivedAt, @Nullable String team) {
        return new TicketOpened(
                id,
                NOW,
                TicketStatus.NEW,
                "CS-" + (id.getLeastSignificantBits() & 0xFFFFF),
                id,
                null,
                id,
                receivedAt,
                "email",
                null,
                priority,
                null,
                1,
                List.of(),
                team,
                false,
                null);
    }

    static Envelope<TicketEvent> event(long version, Origin origin, TicketEvent event) {
        return new Envelope<>(
                new UUID(7, version),
                EventType.of(event.getClass()),
                "/ticket-service",
                event.ticketId().toString(),
                NOW,
                version,
                new UUID(1, 1),
                null,
                0,
                "system:ticket-service",
                origin,
                event);
    }

    /** What the assignment is after these, the first of them the second event about the ticket. */
    static Assignment after(Assignment assignment, TicketEvent... events) {
        var now = assignment;
        for (var event : events) {
            now = Assignment.on(now, event(now.ticket().version() + 1, Origin.LIVE, event), "support", NOW)
                    .orElseThrow();
        }
        return now;
    }
}
