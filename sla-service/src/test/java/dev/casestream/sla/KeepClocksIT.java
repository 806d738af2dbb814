package dev.casestream.sla;

import static dev.casestream.contracts.ClockType.FIRST_RESPONSE;
import static dev.casestream.contracts.ClockType.RESOLUTION;
import static dev.casestream.contracts.Priority.CRITICAL;
import static dev.casestream.contracts.Priority.HIGH;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.contracts.ClockType;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.SlaEvent.ClockActivated;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockCancelled;
import dev.casestream.contracts.SlaEvent.ClockFulfilled;
import dev.casestream.contracts.SlaEvent.ClockPaused;
import dev.casestream.contracts.SlaEvent.ClockResumed;
import dev.casestream.contracts.SlaEvent.ClockWarned;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class KeepClocksIT {

    private final KafkaProbe kafka = new KafkaProbe();

    @AfterEach
    void tearDown() {
        kafka.close();
    }

    @Test
    void an_opened_ticket_has_a_first_response_and_a_resolution_clock() {
        var ticket = ticket().opened(CRITICAL, "email", "support");
        var said = ticket.said(2);
        assertThat(said).extracting(Envelope::version).containsExactly(1L, 2L);
        assertThat(said)
                .extracting(Envelope::causationId)
                .containsOnly(ticket.told.getFirst().id());
        assertThat(said).extracting(Envelope::actor).containsOnly("system:sla-service");
        assertThat(activated(said, FIRST_RESPONSE).dueAt()).isEqualTo(ticket.receivedAt.plus(Duration.ofMinutes(15)));
        assertThat(activated(said, RESOLUTION).dueAt()).isEqualTo(ticket.receivedAt.plus(Duration.ofHours(4)));
        assertThat(activated(said, RESOLUTION).clock().policy()).isEqualTo("critical");
    }

    @Test
    void business_hours_hold_for_all_but_critical_tickets() {
        // Friday noon in Copenhagen: five hours left of that day.
        var friday = Instant.parse("2026-06-05T10:00:00Z");
        var said =
                new SomeTicket(kafka, friday).opened(HIGH, "email", "support").said(2);
        assertThat(activated(said, RESOLUTION).dueAt()).isEqualTo("2026-06-08T10:00:00Z");
    }

    @Test
    void a_reply_fulfils_pending_pauses_and_the_customers_message_resumes() {
        var ticket = ticket().opened(CRITICAL, "email", "support")
                .replied(Duration.ofMinutes(5), TicketStatus.PENDING)
                .written(Duration.ofMinutes(65));
        var said = ticket.said(5);
        assertThat(said)
                .extracting(event -> (Object) event.require().getClass())
                .containsExactlyInAnyOrder(
                        ClockActivated.class,
                        ClockActivated.class,
                        ClockFulfilled.class,
                        ClockPaused.class,
                        ClockResumed.class);
        assertThat(said).extracting(Envelope::version).containsExactly(1L, 2L, 3L, 4L, 5L);
        var fulfilled = only(said, ClockFulfilled.class);
        assertThat(fulfilled.elapsed()).isEqualTo(Duration.ofMinutes(5));
        assertThat(fulfilled.met()).isTrue();
        assertThat(only(said, ClockResumed.class).dueAt()).isEqualTo(ticket.receivedAt.plus(Duration.ofHours(5)));
    }

    @Test
    void what_is_delivered_again_has_no_effect() {
        var ticket = ticket().opened(CRITICAL, "email", "support").replied(Duration.ofMinutes(1), TicketStatus.OPEN);
        ticket.said(3);
        ticket.told.forEach(event -> kafka.say(Topic.TICKETS, event));
        ticket.merged(Duration.ofMinutes(2));
        var said = ticket.said(4);
        assertThat(said).hasSize(4);
        assertThat(only(said, ClockCancelled.class).clock().type()).isEqualTo(RESOLUTION);
    }

    @Test
    void an_imported_ticket_starts_no_clock() {
        var imported = ticket().imported()
                .opened(CRITICAL, "email", "support")
                .replied(Duration.ofMinutes(1), TicketStatus.OPEN);
        // Of the same key, so behind the import.
        var follower = new SomeTicket(kafka, imported.receivedAt).opened(CRITICAL, "email", "support");
        follower.said(2);
        imported.merged(Duration.ofMinutes(2));
        follower.merged(Duration.ofMinutes(2)).said(4);
        assertThat(imported.said()).isEmpty();
    }

    @Test
    void what_was_due_while_nobody_listened_is_said_with_its_own_time() {
        var ticket =
                new SomeTicket(kafka, Instant.now().minus(Duration.ofHours(1))).opened(CRITICAL, "email", "support");
        var said = ticket.said(5);
        assertThat(only(said, ClockBreached.class).at()).isEqualTo(ticket.receivedAt.plus(Duration.ofMinutes(15)));
        assertThat(said.stream()
                        .map(Envelope::require)
                        .filter(ClockWarned.class::isInstance)
                        .map(SlaEvent::at))
                .containsExactly(
                        ticket.receivedAt.plus(Duration.ofSeconds(450)),
                        ticket.receivedAt.plus(Duration.ofMinutes(12)));
    }

    @Test
    void many_tickets_at_once_keep_their_order() {
        var tickets = LongStream.range(0, 60)
                .mapToObj(i -> ticket().opened(Priority.values()[(int) i % 4], "email", "support"))
                .toList();
        tickets.forEach(ticket -> ticket.replied(Duration.ofMinutes(1), TicketStatus.OPEN));
        for (var ticket : tickets) {
            assertThat(ticket.said(3)).extracting(Envelope::version).containsExactly(1L, 2L, 3L);
        }
    }

    private SomeTicket ticket() {
        return new SomeTicket(kafka, Instant.now());
    }

    private static ClockActivated activated(List<Envelope<SlaEvent>> said, ClockType type) {
        return said.stream()
                .map(Envelope::require)
                .filter(ClockActivated.class::isInstance)
                .map(ClockActivated.class::cast)
                .filter(event -> event.clock().type() == type)
                .findFirst()
                .orElseThrow();
    }

    static <T> T only(List<Envelope<SlaEvent>> said, Class<T> type) {
        var found = said.stream()
                .map(Envelope::require)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
        assertThat(found).hasSize(1);
        return found.getFirst();
    }
}
