package dev.casestream.sla;

import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CloseReason;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketClosed;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;

/** A ticket as ticket-service tells of it, and what is said about its clocks. */
final class SomeTicket {

    private static final AtomicInteger NUMBERS = new AtomicInteger(1_000);

    final UUID id = Ids.next();
    final String number = "CS-" + NUMBERS.incrementAndGet();
    final Instant receivedAt;
    final List<Envelope<TicketEvent>> told = new ArrayList<>();
    private final KafkaProbe kafka;
    private Origin origin = Origin.LIVE;

    SomeTicket(KafkaProbe kafka, Instant receivedAt) {
        this.kafka = kafka;
        this.receivedAt = receivedAt.truncatedTo(ChronoUnit.MICROS);
    }

    SomeTicket imported() {
        origin = Origin.IMPORT;
        return this;
    }

    SomeTicket opened(Priority priority, String channel, String team) {
        return tell(new TicketOpened(
                id,
                receivedAt,
                TicketStatus.NEW,
                number,
                Ids.next(),
                Ids.next(),
                Ids.next(),
                receivedAt,
                channel,
                "en",
                priority,
                null,
                1,
                List.of(),
                team,
                false,
                null));
    }

    SomeTicket assigned(Duration after, String agent) {
        return tell(new TicketAssigned(id, receivedAt.plus(after), TicketStatus.OPEN, "support", agent, null));
    }

    SomeTicket replied(Duration after, TicketStatus status) {
        return tell(new ReplyAccepted(
                id, receivedAt.plus(after), status, Ids.next(), AuthorRole.AGENT, "alice", Ids.next(), "email"));
    }

    SomeTicket written(Duration after) {
        var at = receivedAt.plus(after);
        return tell(new CustomerMessageReceived(
                id, at, TicketStatus.OPEN, Ids.next(), Ids.next(), Ids.next(), at, "email", "en", false));
    }

    SomeTicket merged(Duration after) {
        return tell(new TicketClosed(id, receivedAt.plus(after), TicketStatus.CLOSED, CloseReason.MERGED));
    }

    private SomeTicket tell(TicketEvent event) {
        var request = Cause.request("customer:x");
        var cause = new Cause(request.correlationId(), null, 0, request.actor(), origin);
        told.add(cause.envelope("/ticket-service", id.toString(), told.size() + 1, event.at(), event));
        kafka.say(Topic.TICKETS, told.getLast());
        return this;
    }

    List<Envelope<SlaEvent>> said() {
        return kafka.read(Topic.SLA, id);
    }

    /** What was said, once it is so much. */
    List<Envelope<SlaEvent>> said(int events) {
        return await().atMost(Duration.ofSeconds(30)).until(this::said, said -> said.size() >= events);
    }
}
