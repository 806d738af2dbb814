package dev.casestream.bench.seed;

import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketClosed;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A ticket's whole past, and the rows that it has come to. */
record Seed(List<Envelope<TicketEvent>> events, Envelope<MessageText> text) {

    static final String TICKET = "id, number, version, subject, status, priority, category, level, tags, team, agent,"
            + " customer_id, channel, language, fields, resolution, follow_up_of, created_at, updated_at, solved_at, closed_at";

    static final String EVENT =
            "ticket_id, version, id, type, at, correlation_id, causation_id, causation_depth, actor," + " origin, data";

    static final String MESSAGE = "id, ticket_id, version, kind, author_role, author, channel, subject, body, language,"
            + " attachments, created_at";

    TicketOpened opened() {
        return (TicketOpened) events.getFirst().require();
    }

    private TicketEvent last() {
        return events.getLast().require();
    }

    private <E extends TicketEvent> @Nullable E said(Class<E> type) {
        return events.stream()
                .map(Envelope::require)
                .filter(type::isInstance)
                .map(type::cast)
                .findFirst()
                .orElse(null);
    }

    private static @Nullable Instant at(@Nullable TicketEvent event) {
        return event == null ? null : event.at();
    }

    /** In the order of {@link #TICKET}. */
    List<@Nullable Object> ticket() {
        var o = opened();
        var assigned = said(TicketAssigned.class);
        var solved = said(TicketSolved.class);
        return Arrays.asList(
                o.ticketId(),
                o.number(),
                events.size(),
                text.require().subject(),
                last().status(),
                o.priority(),
                o.category(),
                o.level(),
                "{" + String.join(",", o.tags()) + "}",
                o.team(),
                assigned == null ? null : assigned.agent(),
                o.customerId(),
                o.channel(),
                o.language(),
                "{}",
                last().status() == TicketStatus.NEW || solved == null ? null : "Done.",
                o.followUpOf(),
                o.at(),
                last().at(),
                at(solved),
                at(said(TicketClosed.class)));
    }

    /** In the order of {@link #EVENT}. */
    static List<@Nullable Object> row(Envelope<TicketEvent> event) {
        return Arrays.asList(
                event.require().ticketId(),
                event.version(),
                event.id(),
                event.type(),
                event.time(),
                event.correlationId(),
                event.causationId(),
                event.causationDepth(),
                event.actor(),
                event.origin(),
                Codec.write(event.require()));
    }

    /** In the order of {@link #MESSAGE}. */
    List<@Nullable Object> message() {
        var m = text.require();
        return Arrays.asList(
                m.messageId(),
                m.ticketId(),
                text.version(),
                m.kind(),
                m.authorRole(),
                m.author(),
                m.channel(),
                m.subject(),
                m.text(),
                m.language(),
                "[]",
                m.createdAt());
    }
}
