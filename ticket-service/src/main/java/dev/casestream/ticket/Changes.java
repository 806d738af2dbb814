package dev.casestream.ticket;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.Topic;
import dev.casestream.ticket.domain.Ticket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** What one transaction does to tickets: gathered in memory, written at once by {@link Tickets#write}. */
public final class Changes {

    public static final String SOURCE = "/ticket-service";

    private final Map<UUID, TicketRow> tickets = new LinkedHashMap<>();
    private final List<EventRow> log = new ArrayList<>();
    private final List<MessageRow> messages = new ArrayList<>();
    private final List<MentionRow> mentions = new ArrayList<>();
    private final List<Outgoing> outgoing = new ArrayList<>();

    public TicketRow open(TicketOpened opened, String subject, Map<String, Object> fields, Cause cause) {
        var row = TicketRow.of(Ticket.of(opened), subject, fields, null);
        say(opened, row.version(), cause);
        return keep(row);
    }

    /** Brings events onto a ticket whose row this transaction has locked. */
    public TicketRow apply(TicketRow row, List<TicketEvent> events, Cause cause) {
        var ticket = row.ticket();
        for (var event : events) {
            ticket = ticket.evolve(event);
            say(event, ticket.version(), cause);
        }
        return keep(row.with(ticket));
    }

    public TicketRow keep(TicketRow row) {
        tickets.put(row.id(), row);
        return row;
    }

    public void say(MessageText text, Cause cause) {
        say(text, null, cause);
    }

    /** @param meantFor where it would be without a merge; null where it is */
    public void say(MessageText text, @Nullable UUID meantFor, Cause cause) {
        var row = MessageRow.of(text, meantFor);
        messages.add(row);
        outgoing.add(new Outgoing(
                Topic.MESSAGES,
                text.ticketId().toString(),
                cause.envelope(SOURCE, text.messageId().toString(), row.version(), text.createdAt(), text)));
    }

    private void say(TicketEvent event, long version, Cause cause) {
        Envelope<TicketEvent> envelope =
                cause.envelope(SOURCE, event.ticketId().toString(), version, event.at(), event);
        log.add(EventRow.of(envelope));
        mentions.addAll(MentionRow.in(event));
        outgoing.add(Outgoing.to(Topic.TICKETS, envelope));
    }

    public Collection<TicketRow> tickets() {
        return tickets.values();
    }

    public List<EventRow> log() {
        return log;
    }

    List<MessageRow> messages() {
        return messages;
    }

    List<MentionRow> mentions() {
        return mentions;
    }

    public List<Outgoing> outgoing() {
        return outgoing;
    }
}
