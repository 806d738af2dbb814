package dev.casestream.e2e.nemesis;

import static dev.casestream.e2e.nemesis.Operation.Outcome.FAIL;
import static dev.casestream.e2e.nemesis.Operation.Outcome.OK;
import static dev.casestream.e2e.nemesis.Operation.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.e2e.nemesis.Evidence.Clock;
import dev.casestream.e2e.nemesis.Evidence.Mail;
import dev.casestream.e2e.nemesis.Evidence.Published;
import dev.casestream.e2e.nemesis.Evidence.Ticket;
import dev.casestream.e2e.nemesis.Operation.Kind;
import dev.casestream.e2e.nemesis.Operation.Outcome;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** A checker that finds nothing proves nothing: a good history, and one wrong thing at a time. */
class CheckerTest {

    private static final Instant START = Instant.parse("2026-11-22T12:00:00Z");

    private final List<Operation> history = new ArrayList<>();
    private final List<Ticket> tickets = new ArrayList<>();
    private final List<Published> published = new ArrayList<>();
    private final List<Mail> mails = new ArrayList<>();
    private final Map<String, Integer> ledger = new HashMap<>(Map.of("received", 1, "accepted", 1, "pending", 0));
    private final Map<String, Long> unfinished = new HashMap<>(Map.of("outbox of ticket-service", 0L));
    private final Map<String, Long> deadLetters = new HashMap<>(Map.of("casestream.tickets.dlq.sla-service", 0L));
    private int poisonings;

    CheckerTest() {
        asked("ann", OK);
        there("ann", 2);
        mails.add(new Mail("ann", "<ack>"));
    }

    @Test
    void what_is_good_is_found_good() {
        asked("ben", UNKNOWN);
        asked("cid", UNKNOWN);
        there("cid", 1);
        mails.add(new Mail("cid", "<ack-2>"));
        mails.add(new Mail("cid", "<ack-2>"));
        asked("dan", FAIL);
        published.add(published.getFirst());
        poisonings = 1;
        deadLetters.put("casestream.tickets.dlq.sla-service", 1L);
        var verdict = check();
        assertThat(verdict.findings()).isEmpty();
        assertThat(verdict.figures())
                .containsEntry("accepted", 1L)
                .containsEntry("refused", 1L)
                .containsEntry("unknown, was done", 1L)
                .containsEntry("unknown, was not done", 1L)
                .containsEntry("published twice", 1L)
                .containsEntry("mailed twice with one id", 1L)
                .containsEntry("events", 3L);
    }

    @Test
    void an_accepted_request_without_a_ticket_is_lost() {
        asked("eve", OK);
        finds("lost");
    }

    @Test
    void a_second_ticket_is_a_doubled_effect_even_if_nobody_knows_of_the_first() {
        asked("eve", UNKNOWN);
        there("eve", 1);
        tickets.add(new Ticket("eve-2", "eve", 0, List.of()));
        mails.add(new Mail("eve", "<1>"));
        finds("doubled");
    }

    @Test
    void a_refused_request_with_a_ticket_is_a_phantom() {
        asked("eve", FAIL);
        there("eve", 1);
        mails.add(new Mail("eve", "<1>"));
        finds("phantom");
    }

    @Test
    void a_ticket_that_nobody_asked_for_is_a_phantom() {
        there("eve", 1);
        assertThat(check().figures()).containsEntry("phantom", 1L);
    }

    @Test
    void an_event_that_was_not_committed_is_a_phantom() {
        published.add(event("ann", 3));
        finds("phantom");
    }

    @Test
    void an_accepted_reply_that_is_not_there_is_lost_and_one_that_is_there_twice_is_doubled() {
        history.add(new Operation("reply-1", Kind.REPLY, START, OK, "ann"));
        assertThat(check().figures()).containsEntry("lost", 1L);
        tickets.set(0, new Ticket("ann-1", "ann", 2, List.of("reply-1", "again reply-1")));
        assertThat(check().figures()).containsEntry("lost", 0L).containsEntry("doubled", 1L);
    }

    @Test
    void a_committed_event_that_is_not_on_the_topic_is_found() {
        tickets.set(0, new Ticket("ann-1", "ann", 3, List.of()));
        finds("not published");
    }

    @Test
    void a_version_after_its_successor_is_an_inversion_and_a_missing_one_a_gap() {
        tickets.set(0, new Ticket("ann-1", "ann", 4, List.of()));
        published.add(event("ann", 4));
        finds("gaps");
        published.add(event("ann", 3));
        finds("inversions");
    }

    @Test
    void mail_is_missed_and_a_second_one_with_another_id_is_found() {
        mails.add(new Mail("ann", "<another>"));
        finds("mailed twice");
        mails.clear();
        finds("not mailed");
        mails.add(new Mail("ann", "<ack>"));
        mails.add(new Mail("stranger", "<ack>"));
        finds("wrong recipients");
    }

    @Test
    void timers_fire_once_and_neither_early_nor_never() {
        said(1, "ClockActivated", 0, 0, 20);
        said(2, "ClockWarned", 10, 10, null);
        said(3, "ClockBreached", 21, 20, null);
        assertThat(check().findings()).isEmpty();
        assertThat(check().figures()).containsEntry("timers", 2L).containsEntry("timers, latest by ms", 1_000L);
        said(4, "ClockBreached", 22, 20, null);
        finds("timers fired twice");
    }

    @Test
    void a_breach_before_its_time_is_early() {
        said(1, "ClockActivated", 0, 0, 20);
        said(2, "ClockBreached", 19, 20, null);
        finds("timers early");
    }

    @Test
    void a_due_time_that_passes_in_silence_is_missed_unless_the_clock_was_paused() {
        said(1, "ClockActivated", 0, 0, 20);
        finds("timers missed");
        said(2, "ClockPaused", 5, 5, null);
        assertThat(check().findings()).isEmpty();
    }

    @Test
    void a_dead_letter_too_many_and_one_too_few_are_found() {
        poisonings = 1;
        finds("dead letters amiss");
        poisonings = 0;
        deadLetters.put("casestream.sla.dlq.analytics-service", 1L);
        finds("dead letters amiss");
    }

    @Test
    void what_has_not_come_to_an_end_is_stuck_and_a_ledger_that_does_not_add_up_is_found() {
        unfinished.put("outbox of ticket-service", 3L);
        finds("stuck");
        unfinished.clear();
        ledger.put("accepted", 0);
        finds("ledger amiss");
    }

    private void asked(String customer, Outcome outcome) {
        history.add(new Operation("ask-" + customer, Kind.INQUIRY, START, outcome, customer));
    }

    private void there(String customer, long version) {
        tickets.add(new Ticket(customer + "-1", customer, version, List.of()));
        for (long v = 1; v <= version; v++) {
            published.add(event(customer, v));
        }
    }

    private static Published event(String customer, long version) {
        return new Published("casestream.tickets", customer + "-1", "TicketOpened", version, START, null);
    }

    private void said(long version, String type, int second, int at, @Nullable Integer due) {
        published.add(new Published(
                "casestream.sla",
                "ann-1",
                type,
                version,
                START.plusSeconds(second),
                new Clock("clock", START.plusSeconds(at), due == null ? null : START.plusSeconds(due), 50)));
    }

    private Verdict check() {
        return new Checker(
                        history,
                        new Evidence(START.plusSeconds(60), tickets, published, mails, ledger, unfinished, deadLetters),
                        poisonings)
                .check();
    }

    private void finds(String figure) {
        assertThat(check().findings()).hasSize(1).allMatch(finding -> finding.startsWith(figure + ":"));
    }
}
