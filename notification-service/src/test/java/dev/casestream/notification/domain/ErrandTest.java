package dev.casestream.notification.domain;

import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.NoteAdded;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.ReplyCopied;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class ErrandTest {

    private static final Instant NOW = Instant.parse("2026-11-21T10:00:00Z");
    private static final UUID TICKET = new UUID(1, 1);
    private static final UUID CUSTOMER = new UUID(2, 2);
    private static final UUID MESSAGE = new UUID(3, 3);

    @Test
    void new_request_is_acknowledged() {
        var errand = Errand.of(live(opened(new UUID(4, 4), false))).orElseThrow();

        assertThat(errand.purpose()).isEqualTo(Purpose.ACKNOWLEDGEMENT);
        assertThat(errand.thread()).isEqualTo(TICKET + "/" + CUSTOMER);
        assertThat(errand.withheld()).isNull();
    }

    @Test
    void automatic_mail_is_not_answered_and_that_can_be_seen() {
        assertThat(Errand.of(live(opened(new UUID(4, 4), true))))
                .get()
                .extracting(Errand::withheld)
                .isEqualTo("automatic-mail");
    }

    @Test
    void ticket_that_an_agent_opened_is_not_acknowledged() {
        assertThat(Errand.of(live(opened(null, false)))).isEmpty();
    }

    @Test
    void reply_is_delivered_and_a_note_is_not() {
        assertThat(Errand.of(live(reply()))).get().extracting(Errand::purpose).isEqualTo(Purpose.REPLY);
        assertThat(Errand.of(live(new NoteAdded(TICKET, NOW, TicketStatus.OPEN, MESSAGE, "alice"))))
                .isEmpty();
    }

    @Test
    void reply_goes_also_to_who_asked_in_a_ticket_that_was_merged() {
        var other = new UUID(5, 5);
        assertThat(Errand.of(live(new ReplyCopied(TICKET, NOW, TicketStatus.PENDING, MESSAGE, other, "email"))))
                .get()
                .satisfies(errand -> {
                    assertThat(errand.purpose()).isEqualTo(Purpose.REPLY);
                    assertThat(errand.recipient()).isEqualTo(other);
                    assertThat(errand.messageId()).isEqualTo(MESSAGE);
                });
    }

    @ParameterizedTest
    @EnumSource(value = Origin.class, names = "LIVE", mode = EnumSource.Mode.EXCLUDE)
    void nothing_is_sent_about_the_past(Origin origin) {
        assertThat(Errand.of(said(opened(new UUID(4, 4), false), origin))).isEmpty();
        assertThat(Errand.of(said(reply(), origin))).isEmpty();
    }

    @Test
    void same_event_makes_the_same_delivery_and_another_event_another() {
        var event = live(reply());

        assertThat(Errand.of(event).orElseThrow().delivery())
                .isEqualTo(Errand.of(event).orElseThrow().delivery())
                .isNotEqualTo(Errand.of(live(reply())).orElseThrow().delivery());
    }

    private static TicketOpened opened(@Nullable UUID inquiry, boolean automatic) {
        return new TicketOpened(
                TICKET,
                NOW,
                TicketStatus.NEW,
                "CS-1042",
                CUSTOMER,
                inquiry,
                MESSAGE,
                NOW,
                "email",
                "da",
                Priority.MEDIUM,
                null,
                1,
                List.of(),
                "support",
                automatic,
                null);
    }

    private static ReplyAccepted reply() {
        return new ReplyAccepted(
                TICKET, NOW, TicketStatus.PENDING, MESSAGE, AuthorRole.AGENT, "alice", CUSTOMER, "email");
    }

    private static Envelope<TicketEvent> live(TicketEvent event) {
        return said(event, Origin.LIVE);
    }

    private static Envelope<TicketEvent> said(TicketEvent event, Origin origin) {
        return new Envelope<>(
                UUID.randomUUID(),
                "casestream.Any.v1",
                "/ticket-service",
                TICKET.toString(),
                NOW,
                1,
                new UUID(9, 9),
                null,
                0,
                "system:ticket-service",
                origin,
                event);
    }
}
