package dev.casestream.sla.domain;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketEscalated;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * What service levels depend on of a ticket.
 *
 * @param agent who has it now
 * @param taken whether any agent ever had it
 * @param responded whether an agent has ever answered
 */
public record Ticket(
        UUID id,
        String number,
        Priority priority,
        @Nullable String category,
        String channel,
        @Nullable String team,
        @Nullable String agent,
        boolean taken,
        boolean responded) {

    public static Ticket opened(TicketOpened e) {
        return new Ticket(
                e.ticketId(), e.number(), e.priority(), e.category(), e.channel(), e.team(), null, false, false);
    }

    Ticket after(TicketEvent event) {
        return switch (event) {
            case TicketTriaged e -> ranked(e.priority(), e.category());
            case TicketEscalated e -> ranked(e.priority(), category);
            case TicketAssigned e ->
                new Ticket(
                        id,
                        number,
                        priority,
                        category,
                        channel,
                        e.team(),
                        e.agent(),
                        taken || e.agent() != null,
                        responded);
            case ReplyAccepted e ->
                new Ticket(
                        id,
                        number,
                        priority,
                        category,
                        channel,
                        team,
                        agent,
                        taken,
                        responded || e.authorRole() == AuthorRole.AGENT);
            default -> this;
        };
    }

    private Ticket ranked(Priority newPriority, @Nullable String newCategory) {
        return new Ticket(id, number, newPriority, newCategory, channel, team, agent, taken, responded);
    }
}
