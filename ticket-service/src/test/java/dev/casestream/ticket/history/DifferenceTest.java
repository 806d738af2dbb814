package dev.casestream.ticket.history;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SerializationFeature;
import com.fasterxml.jackson.datatype.jsr310.JavaTimeModule;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketTriaged;
import dev.casestream.contracts.TicketStatus;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.Test;

class DifferenceTest {

    private static final Instant OPENED = Instant.parse("2026-01-01T10:00:00Z");
    private static final UUID TICKET = new UUID(0, 1);

    private final ObjectMapper json = new ObjectMapper()
            .registerModule(new JavaTimeModule())
            .disable(SerializationFeature.WRITE_DATES_AS_TIMESTAMPS);

    private final List<TicketEvent> events = List.of(
            new TicketOpened(
                    TICKET,
                    OPENED,
                    TicketStatus.NEW,
                    "CS-1",
                    new UUID(0, 2),
                    null,
                    new UUID(0, 3),
                    OPENED,
                    "email",
                    "en",
                    Priority.LOW,
                    null,
                    1,
                    List.of(),
                    "support",
                    false,
                    null),
            new TicketTriaged(
                    TICKET, OPENED.plusSeconds(60), TicketStatus.NEW, Priority.HIGH, "billing", 1, List.of("vip")),
            new TicketAssigned(TICKET, OPENED.plusSeconds(120), TicketStatus.OPEN, "support", "alice", null),
            new TicketTriaged(
                    TICKET, OPENED.plusSeconds(180), TicketStatus.OPEN, Priority.LOW, "billing", 1, List.of("vip")));

    @Test
    void fields_that_are_other_than_before_are_told_and_no_others() {
        var difference = Difference.of(json, OPENED, OPENED.plusSeconds(200), events);
        assertThat(difference.events()).isEqualTo(3);
        assertThat(difference.changes())
                .extracting(change -> change.field() + " " + change.before() + " " + change.after())
                .containsExactly(
                        "agent null \"alice\"",
                        "category null \"billing\"",
                        "status \"NEW\" \"OPEN\"",
                        "tags [] [\"vip\"]");
    }

    @Test
    void before_its_opening_there_was_nothing() {
        assertThat(Difference.of(json, OPENED.minusSeconds(1), OPENED, events.subList(0, 1))
                        .changes())
                .anySatisfy(change -> {
                    assertThat(change.field()).isEqualTo("number");
                    assertThat(change.before()).isNull();
                });
    }

    @Test
    void between_an_instant_and_itself_nothing_changes() {
        assertThat(Difference.of(json, OPENED.plusSeconds(300), OPENED.plusSeconds(300), events)
                        .changes())
                .isEmpty();
    }
}
