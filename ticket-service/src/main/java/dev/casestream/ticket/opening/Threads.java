package dev.casestream.ticket.opening;

import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.ticket.TicketRow;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** Which ticket a request belongs to, of those that a batch may mean: locked, and as they are by now. */
final class Threads {

    private final Map<UUID, TicketRow> tickets;
    private final Map<String, UUID> byNumber = new HashMap<>();
    private final Map<UUID, UUID> followUps = new HashMap<>();
    private final Map<String, UUID> conversations;
    private final Map<String, UUID> begun = new HashMap<>();
    private final Set<Part> parts;

    /** A customer who has written on a ticket. */
    record Part(UUID ticket, UUID customer) {}

    Threads(Map<UUID, TicketRow> tickets, Map<String, UUID> conversations, Set<Part> parts) {
        this.tickets = new HashMap<>();
        this.conversations = new HashMap<>(conversations);
        this.parts = new HashSet<>(parts);
        tickets.values().forEach(this::add);
    }

    /** The ticket that is meant, or the latest that followed it; none if a new one has to be opened. */
    Optional<TicketRow> meant(InquiryReceived inquiry, UUID sender) {
        return addressed(inquiry, sender).map(this::latest);
    }

    /** The ticket that it would go to if that had not been merged: what an undone merge gives back. */
    Optional<TicketRow> withoutMerge(InquiryReceived inquiry, UUID sender) {
        return addressed(inquiry, sender).map(this::untilMerged).filter(row -> row.mergedInto() != null);
    }

    private TicketRow untilMerged(TicketRow row) {
        return row.mergedInto() != null
                ? row
                : find(followUps.get(row.id())).map(this::untilMerged).orElse(row);
    }

    private Optional<TicketRow> addressed(InquiryReceived inquiry, UUID sender) {
        return hinted(inquiry, sender).or(() -> goingOn(inquiry, sender));
    }

    private Optional<TicketRow> hinted(InquiryReceived inquiry, UUID sender) {
        var hint = inquiry.hint();
        if (hint == null) {
            return Optional.empty();
        }
        var ticket = find(hint.ticketId() != null ? hint.ticketId() : byNumber.get(hint.number()));
        return switch (hint.basis()) {
            case REPLY_TOKEN, REFERENCES -> ticket;
            case SUBJECT_NUMBER -> ticket.filter(row -> takesPart(row, sender));
        };
    }

    private Optional<TicketRow> goingOn(InquiryReceived inquiry, UUID sender) {
        return find(conversations.get(inquiry.conversationKey())).filter(row -> takesPart(row, sender));
    }

    private Optional<TicketRow> find(@Nullable UUID id) {
        return id == null ? Optional.empty() : Optional.ofNullable(tickets.get(id));
    }

    private boolean takesPart(TicketRow row, UUID customer) {
        return row.customerId().equals(customer) || parts.contains(new Part(row.id(), customer));
    }

    private TicketRow latest(TicketRow row) {
        var next = row.mergedInto() == null ? followUps.get(row.id()) : row.mergedInto();
        return find(next).map(this::latest).orElse(row);
    }

    private void add(TicketRow row) {
        tickets.put(row.id(), row);
        byNumber.put(row.number(), row.id());
        if (row.followUpOf() != null) {
            followUps.merge(row.followUpOf(), row.id(), (one, other) -> one.compareTo(other) > 0 ? one : other);
        }
    }

    /** The conversation has gone on in this ticket. */
    void went(InquiryReceived inquiry, UUID sender, TicketRow row) {
        var home = withoutMerge(inquiry, sender).map(TicketRow::id).orElse(row.id());
        add(row);
        parts.add(new Part(row.id(), sender));
        if (!home.equals(conversations.put(inquiry.conversationKey(), home))) {
            begun.put(inquiry.conversationKey(), home);
        }
    }

    /** Conversations that go on in another ticket than before, or for the first time. */
    Map<String, UUID> begun() {
        return begun;
    }
}
