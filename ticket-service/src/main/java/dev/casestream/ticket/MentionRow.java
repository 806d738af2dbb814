package dev.casestream.ticket;

import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.AgentsMentioned;
import java.util.List;
import java.util.UUID;
import java.util.stream.Stream;

/** Whom a note on a ticket addresses, as the table of mentions has it. */
public record MentionRow(String name, UUID ticketId) {

    public static String ofAgent(String id) {
        return "agent:" + id;
    }

    public static String ofTeam(String id) {
        return "team:" + id;
    }

    static List<MentionRow> in(TicketEvent event) {
        return event instanceof AgentsMentioned e
                ? Stream.concat(
                                e.agents().stream().map(MentionRow::ofAgent),
                                e.teams().stream().map(MentionRow::ofTeam))
                        .map(name -> new MentionRow(name, e.ticketId()))
                        .toList()
                : List.of();
    }
}
