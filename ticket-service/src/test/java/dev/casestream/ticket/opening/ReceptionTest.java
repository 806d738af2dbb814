package dev.casestream.ticket.opening;

import static dev.casestream.contracts.TicketStatus.CLOSED;
import static dev.casestream.contracts.TicketStatus.NEW;
import static dev.casestream.contracts.TicketStatus.OPEN;
import static dev.casestream.contracts.TicketStatus.SOLVED;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.Alarm;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.EventRow;
import dev.casestream.ticket.Mail;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.domain.Lifecycle;
import dev.casestream.ticket.opening.Threads.Part;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What a batch of requests does to tickets, in memory. */
class ReceptionTest {

    private static final Instant NOW = Instant.parse("2026-03-02T09:00:00Z");
    private static final UUID ADA = new UUID(1, 1);
    private static final UUID BEN = new UUID(1, 2);

    private final Changes changes = new Changes();
    private int numbers = 2000;

    @Test
    void two_requests_of_a_conversation_in_one_batch_make_one_ticket() {
        var threads = threads(Map.of());
        var first = Mail.of("ada@example.org", "First");
        take(threads, ADA, first);
        take(threads, ADA, Mail.of("ada@example.org", "Second").in(first.conversation()));
        assertThat(changes.tickets()).singleElement().satisfies(row -> {
            assertThat(row.version()).isEqualTo(2);
            assertThat(row.subject()).isEqualTo("First");
        });
        assertThat(threads.begun()).hasSize(1);
        assertThat(changes.outgoing())
                .filteredOn(out -> out.event().require() instanceof MessageText)
                .hasSize(2);
    }

    @Test
    void a_token_counts_for_anyone_and_a_number_for_those_who_take_part() {
        var ticket = row("CS-1001", OPEN, null);
        for (var basis : List.of(Basis.REPLY_TOKEN, Basis.REFERENCES)) {
            assertThat(threads(Map.of(), ticket).meant(hinting(ticket, basis), BEN))
                    .contains(ticket);
        }
        var byNumber = Mail.of("x@example.org", "Re")
                .hinting(new TicketHint(null, "CS-1001", Basis.SUBJECT_NUMBER))
                .received();
        assertThat(threads(Map.of(), ticket).meant(byNumber, ADA)).contains(ticket);
        assertThat(threads(Map.of(), ticket).meant(byNumber, BEN)).isEmpty();
        var guest = new Threads(Map.of(ticket.id(), ticket), Map.of(), Set.of(new Part(ticket.id(), BEN)));
        assertThat(guest.meant(byNumber, BEN)).contains(ticket);
    }

    @Test
    void a_message_to_a_closed_ticket_goes_on_in_the_latest_that_followed_it() {
        var closed = row("CS-1001", CLOSED, null);
        var followed = row("CS-1002", CLOSED, closed.id());
        var latest = row("CS-1003", SOLVED, followed.id());
        var threads = threads(Map.of(), closed, followed, latest);
        take(threads, ADA, mailTo(closed));
        assertThat(changes.tickets()).singleElement().satisfies(row -> {
            assertThat(row.number()).isEqualTo("CS-1003");
            assertThat(row.status()).isEqualTo(OPEN);
        });
    }

    @Test
    void two_messages_to_a_closed_ticket_in_one_batch_open_one_follow_up() {
        var closed = row("CS-1001", CLOSED, null);
        var threads = threads(Map.of(), closed);
        take(threads, ADA, mailTo(closed));
        take(threads, ADA, mailTo(closed));
        assertThat(changes.tickets()).singleElement().satisfies(row -> {
            assertThat(row.followUpOf()).isEqualTo(closed.id());
            assertThat(row.team()).isEqualTo("billing");
            assertThat(row.version()).isEqualTo(2);
        });
    }

    @Test
    void a_hint_at_a_ticket_that_is_not_there_opens_one() {
        var hint = new TicketHint(new UUID(9, 9), null, Basis.REPLY_TOKEN);
        take(threads(Map.of()), ADA, Mail.of("ada@example.org", "Lost").hinting(hint));
        assertThat(changes.tickets()).singleElement().satisfies(row -> {
            assertThat(row.team()).isEqualTo("support");
            assertThat(row.priority()).isEqualTo(Priority.MEDIUM);
        });
    }

    @Test
    void an_alarm_of_which_nobody_had_heard_before_it_was_over_is_opened_solved() {
        take(threads(Map.of()), ADA, Alarm.of("Disk full").says("resolved"));
        assertThat(changes.tickets()).singleElement().satisfies(row -> {
            assertThat(row.status()).isEqualTo(SOLVED);
            assertThat(row.version()).isEqualTo(2);
        });
    }

    @Test
    void the_end_of_an_alarm_is_added_to_a_closed_ticket_and_its_return_follows_it_up() {
        var closed = row("CS-1001", CLOSED, null);
        var alarm = Alarm.of("Disk full");
        var threads = threads(Map.of(alarm.conversation(), closed.id()), closed);
        take(threads, ADA, alarm.says("resolved"));
        assertThat(changes.tickets())
                .singleElement()
                .extracting(TicketRow::status)
                .isEqualTo(CLOSED);

        take(threads, ADA, alarm.says("firing"));
        assertThat(changes.tickets())
                .filteredOn(row -> closed.id().equals(row.followUpOf()))
                .singleElement()
                .extracting(TicketRow::status)
                .isEqualTo(NEW);
    }

    @Test
    void the_words_go_to_the_messages_and_none_to_the_facts() {
        take(threads(Map.of()), ADA, Mail.of("ada@example.org", "Secret subject"));
        var facts = changes.log().stream().map(EventRow::data).toList();
        assertThat(facts).noneMatch(fact -> fact.contains("Secret") || fact.contains("ada@"));
        assertThat(changes.outgoing())
                .extracting(out -> out.event().require())
                .filteredOn(MessageText.class::isInstance)
                .singleElement()
                .satisfies(text -> assertThat(((MessageText) text).subject()).isEqualTo("Secret subject"));
    }

    private void take(Threads threads, UUID sender, Mail mail) {
        take(threads, sender, mail.received());
    }

    private void take(Threads threads, UUID sender, InquiryReceived inquiry) {
        var reception = new Reception(new Lifecycle(Duration.ofDays(7)), "support", threads, changes, NOW);
        var cause = Cause.request("customer:" + sender);
        var arrival = new Arrival(inquiry, sender, UUID.randomUUID(), cause);
        reception.takeIn(arrival, () -> "CS-" + numbers++);
    }

    private static Threads threads(Map<String, UUID> conversations, TicketRow... rows) {
        return new Threads(
                Arrays.stream(rows).collect(Collectors.toMap(TicketRow::id, Function.identity())),
                conversations,
                Set.of());
    }

    private static Mail mailTo(TicketRow ticket) {
        return Mail.of("ada@example.org", "Re: " + ticket.number())
                .hinting(new TicketHint(ticket.id(), null, Basis.REPLY_TOKEN));
    }

    private static InquiryReceived hinting(TicketRow ticket, Basis basis) {
        return Mail.of("x@example.org", "Re")
                .hinting(new TicketHint(ticket.id(), null, basis))
                .received();
    }

    private static TicketRow row(String number, TicketStatus status, @Nullable UUID followUpOf) {
        return new TicketRow(
                UUID.nameUUIDFromBytes(number.getBytes(StandardCharsets.UTF_8)),
                number,
                3,
                "Old",
                status,
                Priority.MEDIUM,
                null,
                1,
                List.of(),
                "billing",
                "alice",
                ADA,
                "email",
                "en",
                Map.of(),
                null,
                followUpOf,
                NOW,
                NOW,
                status == SOLVED || status == CLOSED ? NOW : null,
                status == CLOSED ? NOW : null,
                null,
                null,
                null);
    }
}
