package dev.casestream.e2e.nemesis;

import static dev.casestream.e2e.nemesis.Operation.Outcome.FAIL;
import static dev.casestream.e2e.nemesis.Operation.Outcome.OK;
import static dev.casestream.e2e.nemesis.Operation.Outcome.UNKNOWN;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.e2e.nemesis.Deeds.Stop;
import dev.casestream.e2e.nemesis.Deeds.Surge;
import dev.casestream.e2e.nemesis.Evidence.DeadLetters;
import dev.casestream.e2e.nemesis.Evidence.Desk;
import dev.casestream.e2e.nemesis.Evidence.Desk.Agent;
import dev.casestream.e2e.nemesis.Evidence.Mail;
import dev.casestream.e2e.nemesis.Evidence.Published;
import dev.casestream.e2e.nemesis.Evidence.Ticket;
import dev.casestream.e2e.nemesis.Operation.Kind;
import dev.casestream.e2e.nemesis.Operation.Outcome;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
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
    private final List<String> healthyDeadLetters = new ArrayList<>();
    private final Map<String, Map<String, String>> facts = new HashMap<>();
    private final List<Agent> agents = new ArrayList<>(List.of(new Agent("bob", 1, false)));
    private long waiting;
    private long free;
    private final LegalSteps legal = LegalSteps.documented();
    private Deeds deeds = Deeds.NONE;

    CheckerTest() throws IOException {
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
        deeds = new Deeds(1, List.of(), List.of(new Stop("sla-service", Duration.ofSeconds(3))), 0);
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
                .containsEntry("steps", 3L)
                .containsEntry("row cells", 16L)
                .containsEntry("stops, longest in ms", 3_000L)
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
        tickets.add(new Ticket("eve-2", "eve", 0, List.of(), Map.of()));
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
        finds("phantom", "rows amiss", "facts amiss");
    }

    @Test
    void an_accepted_reply_that_is_not_there_is_lost_and_one_that_is_there_twice_is_doubled() {
        history.add(new Operation("reply-1", Kind.REPLY, START, OK, "ann"));
        assertThat(check().figures()).containsEntry("lost", 1L);
        tickets.set(0, new Ticket("ann-1", "ann", 2, List.of("reply-1", "again reply-1"), row(2)));
        assertThat(check().figures()).containsEntry("lost", 0L).containsEntry("doubled", 1L);
    }

    @Test
    void a_committed_event_that_is_not_on_the_topic_is_found() {
        tickets.set(0, new Ticket("ann-1", "ann", 3, List.of(), row(2)));
        finds("not published");
    }

    @Test
    void a_version_after_its_successor_is_an_inversion_and_a_missing_one_a_gap() {
        committed(4);
        published.add(event("ann", 4));
        finds("gaps", "facts amiss");
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
        deeds = new Deeds(1, List.of(), List.of(), 0);
        finds("dead letters amiss");
        deeds = Deeds.NONE;
        deadLetters.put("casestream.sla.dlq.analytics-service", 1L);
        finds("dead letters amiss");
        healthyDeadLetters.add("ann-1");
        finds("dead letters amiss", "healthy dead letters");
    }

    @Test
    void what_has_not_come_to_an_end_is_stuck_and_a_ledger_that_does_not_add_up_is_found() {
        unfinished.put("outbox of ticket-service", 3L);
        finds("stuck");
        unfinished.clear();
        ledger.put("accepted", 0);
        finds("ledger amiss");
    }

    @Test
    void a_row_that_is_not_what_its_events_make_it_is_found() {
        var other = row(2);
        other.put("priority", "HIGH");
        tickets.set(0, new Ticket("ann-1", "ann", 2, List.of(), other));
        finds("rows amiss");
    }

    @Test
    void a_figure_that_counts_an_event_twice_or_a_breach_not_at_all_is_found() {
        fact().put("internal_notes", "2");
        finds("facts amiss");
        fact().put("internal_notes", "1");
        said(1, "FIRST_RESPONSE", "ClockActivated", 0, 0, 20);
        said(2, "FIRST_RESPONSE", "ClockBreached", 21, 20, null);
        finds("facts amiss");
        fact().put("first_response_breached", "true");
        assertThat(check().findings()).isEmpty();
        facts.clear();
        finds("facts missing");
    }

    @Test
    void a_step_that_no_command_leads_to_is_found() {
        committed(3);
        tickets.getFirst().row().put("status", "SOLVED");
        fact().put("status", "SOLVED");
        waiting = 0;
        published.add(ticketEvent("ann", 3, "NoteAdded", 3, "\"status\": \"SOLVED\""));
        finds("steps amiss");
    }

    @Test
    void a_proposal_is_answered_once_and_by_the_agent_whom_it_names() {
        isGiven("ann", 3, "decision", "bob", 10);
        finds("phantom proposals");
        published.add(proposed("ann", 1, "decision", "bob", 9));
        assertThat(check().findings()).isEmpty();
        published.add(proposed("ann", 2, "another", "bob", 20));
        finds("proposals unanswered");
    }

    @Test
    void a_ticket_that_two_agents_were_asked_for_at_once_is_found() {
        isGiven("ann", 3, "decision", "bob", 10);
        published.add(proposed("ann", 1, "decision", "bob", 5));
        published.add(proposed("ann", 2, "another", "cid", 9));
        declined(4, "another", "cid");
        finds("proposed to two at once");
    }

    @Test
    void a_proposal_that_is_followed_twice_or_for_another_agent_is_found() {
        isGiven("ann", 3, "decision", "bob", 10);
        published.add(proposed("ann", 1, "decision", "cid", 9));
        finds("assigned to another");
        published.set(published.size() - 1, proposed("ann", 1, "decision", "bob", 9));
        declined(4, "decision", "bob");
        finds("assigned twice");
    }

    @Test
    void more_tickets_than_an_agent_has_room_for_are_found() {
        asked("ben", OK);
        there("ben", 2);
        mails.add(new Mail("ben", "<ack-2>"));
        isGiven("ann", 3, "decision", "bob", 10);
        published.add(proposed("ann", 1, "decision", "bob", 9));
        assertThat(check().findings()).isEmpty();
        isGiven("ben", 3, "another", "bob", 20);
        published.add(proposed("ben", 1, "another", "bob", 19));
        finds("over capacity");
    }

    @Test
    void a_ticket_that_waits_while_somebody_is_free_and_a_desk_that_miscounts_are_found() {
        agents.set(0, new Agent("bob", 1, true));
        finds("places amiss", "waiting in vain");
        free = 1;
        finds("waiting in vain");
        agents.set(0, new Agent("bob", 1, false));
        free = 0;
        waiting = 2;
        finds("queue amiss");
    }

    @Test
    void a_stop_without_end_and_a_health_that_depends_on_the_clock_are_found() {
        deeds = new Deeds(0, List.of(), List.of(new Stop("sla-service", Duration.ofSeconds(21))), 0);
        finds("stops too long");
        deeds = new Deeds(0, List.of(), List.of(), 1);
        finds("health flaps");
    }

    @Test
    void overload_that_is_met_with_silence_failures_or_patience_is_found() {
        surge(5, 100, 0, 0);
        assertThat(check().findings()).isEmpty();
        surge(5, 100, 0, 1);
        finds("unanswered under overload");
        surge(5, 100, 1, 0);
        finds("failed under overload");
        surge(5, 0, 0, 0);
        finds("overload without refusals");
    }

    private void surge(int times, int refused, int failed, int silent) {
        deeds = new Deeds(
                0,
                List.of(new Surge(times, 100, 500, 80, refused, failed, silent, Duration.ofSeconds(1))),
                List.of(),
                0);
    }

    private void asked(String customer, Outcome outcome) {
        history.add(new Operation("ask-" + customer, Kind.INQUIRY, START, outcome, customer));
    }

    /** A ticket that waits for somebody, with a note on it for each version after its first. */
    private void there(String customer, long version) {
        tickets.add(new Ticket(customer + "-1", customer, version, List.of(), row(version)));
        facts.put(customer + "-1", fact(version));
        for (long v = 1; v <= version; v++) {
            published.add(event(customer, v));
        }
        waiting++;
    }

    /** Ann's ticket is at this version, by its row and its figures. */
    private void committed(long version) {
        tickets.set(0, new Ticket("ann-1", "ann", version, List.of(), row(version)));
        facts.put("ann-1", fact(version));
    }

    private static Map<String, String> row(long version) {
        return new HashMap<>(Map.of(
                "number",
                "CS-1",
                "status",
                "NEW",
                "priority",
                "MEDIUM",
                "level",
                "1",
                "version",
                Long.toString(version)));
    }

    private static Map<String, String> fact(long version) {
        var fact = row(version);
        fact.remove("version");
        fact.putAll(Map.of(
                "row_version", Long.toString(version),
                "opened_at", START.plusSeconds(1).toString(),
                "customer_messages", "1",
                "public_replies", "0",
                "internal_notes", Long.toString(version - 1),
                "reopens", "0",
                "handoffs", "0",
                "first_response_breached", "false",
                "resolution_breached", "false"));
        return fact;
    }

    private Map<String, String> fact() {
        return Objects.requireNonNull(facts.get("ann-1"));
    }

    private static Published event(String customer, long version) {
        return version == 1
                ? ticketEvent(
                        customer,
                        1,
                        "TicketOpened",
                        1,
                        "\"status\": \"NEW\", \"number\": \"CS-1\", \"priority\": \"MEDIUM\", \"level\": 1, \"team\": null")
                : ticketEvent(customer, version, "NoteAdded", 2, "\"status\": \"NEW\"");
    }

    private static Published ticketEvent(String customer, long version, String type, int second, String more) {
        return new Published(
                Published.TICKETS,
                customer + "-1",
                type,
                version,
                START,
                "{\"at\": \"%s\", %s}".formatted(START.plusSeconds(second), more));
    }

    private static Published proposed(String customer, long version, String decision, String agent, int second) {
        return new Published(
                Published.ROUTING,
                customer + "-1",
                "AssignmentProposed",
                version,
                START,
                "{\"at\": \"%s\", \"decisionId\": \"%s\", \"agent\": \"%s\"}"
                        .formatted(START.plusSeconds(second), decision, agent));
    }

    /** A ticket that waited has an agent from now on, as row and figures say too. */
    private void isGiven(String customer, long version, String decision, String agent, int second) {
        published.add(ticketEvent(
                customer,
                version,
                "TicketAssigned",
                second,
                "\"status\": \"OPEN\", \"agent\": \"%s\", \"decisionId\": \"%s\"".formatted(agent, decision)));
        var row = row(version);
        row.putAll(Map.of("status", "OPEN", "agent", agent));
        tickets.replaceAll(ticket -> ticket.requester().equals(customer)
                ? new Ticket(ticket.id(), customer, version, List.of(), row)
                : ticket);
        var fact = fact(version - 1);
        fact.putAll(Map.of(
                "status",
                "OPEN",
                "agent",
                agent,
                "row_version",
                Long.toString(version),
                "first_assigned_at",
                START.plusSeconds(second).toString()));
        facts.put(customer + "-1", fact);
        waiting--;
    }

    private void declined(long version, String decision, String agent) {
        published.add(ticketEvent(
                "ann",
                version,
                "AssignmentDeclined",
                30,
                "\"status\": \"OPEN\", \"agent\": \"%s\", \"decisionId\": \"%s\"".formatted(agent, decision)));
        var row = tickets.getFirst().row();
        row.put("version", Long.toString(version));
        tickets.set(0, new Ticket("ann-1", "ann", version, List.of(), row));
        fact().put("row_version", Long.toString(version));
    }

    private void said(long version, String type, int second, int at, @Nullable Integer due) {
        said(version, "NEXT_RESPONSE", type, second, at, due);
    }

    private void said(long version, String clock, String type, int second, int at, @Nullable Integer due) {
        published.add(new Published(
                Published.SLA,
                "ann-1",
                type,
                version,
                START.plusSeconds(second),
                "{\"at\": \"%s\", \"clock\": {\"id\": \"clock\", \"type\": \"%s\"}, \"dueAt\": %s, \"share\": 50}"
                        .formatted(
                                START.plusSeconds(at),
                                clock,
                                due == null ? "null" : "\"" + START.plusSeconds(due) + "\"")));
        fact().put("row_version", Long.toString(2 + version));
    }

    private Verdict check() {
        return new Checker(
                        history,
                        new Evidence(
                                START.plusSeconds(60),
                                tickets,
                                published,
                                facts,
                                new Desk(agents, waiting, free),
                                mails,
                                ledger,
                                unfinished,
                                new DeadLetters(deadLetters, healthyDeadLetters)),
                        deeds,
                        legal)
                .check();
    }

    /** These and nothing else. */
    private void finds(String... figures) {
        assertThat(check().findings().stream().map(finding -> finding.split(":", 2)[0]))
                .containsOnly(figures);
    }
}
