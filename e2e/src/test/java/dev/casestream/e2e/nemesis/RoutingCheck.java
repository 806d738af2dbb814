package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Evidence.Desk.Agent;
import dev.casestream.e2e.nemesis.Evidence.Published;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/**
 * Nobody has a ticket that another was given too, nobody has more than there is room for by routing's doing, and nothing
 * waits while somebody is free.
 */
record RoutingCheck(Evidence evidence, Verdict verdict) {

    /** How long routing waits for an answer before it asks again. */
    private static final Duration ANSWER_WITHIN = Duration.ofSeconds(60);

    private static final String TEAM = "support";

    void check() {
        var tickets = Streams.of(evidence, Published.TICKETS);
        var answers = answers(tickets);
        var decisions = Streams.of(evidence, Published.ROUTING);
        decisions.forEach((ticket, ofTicket) -> proposals(ticket, ofTicket, answers));
        var proposed = decisions.values().stream()
                .flatMap(List::stream)
                .map(decision -> decision.event().path("decisionId").asText())
                .collect(Collectors.toSet());
        answers.forEach((decision, told) ->
                verdict.judge("phantom proposals", !proposed.contains(decision), decision + " is answered: " + told));
        capacities(tickets);
        desk(tickets);
    }

    /** What ticket-service said to each proposal. */
    private static Map<String, List<Published>> answers(Map<String, List<Published>> tickets) {
        return tickets.values().stream()
                .flatMap(List::stream)
                .filter(record -> isAnswer(record.type())
                        && !record.event().path("decisionId").asText("").isEmpty())
                .collect(Collectors.groupingBy(
                        record -> record.event().path("decisionId").asText()));
    }

    private static boolean isAnswer(String type) {
        return type.equals("TicketAssigned") || type.equals("AssignmentDeclined");
    }

    private void proposals(String ticket, List<Published> decisions, Map<String, List<Published>> answers) {
        var free = Instant.MIN;
        for (var decision : decisions) {
            if (!decision.type().equals("AssignmentProposed")) {
                continue;
            }
            var proposal = decision.event();
            var at = at(decision);
            var told = answers.getOrDefault(proposal.path("decisionId").asText(), List.of());
            verdict.count("proposals", 1);
            verdict.judge("proposed to two at once", at.isBefore(free), decision.toString());
            verdict.judge("proposals unanswered", told.isEmpty(), decision.toString());
            verdict.judge("assigned twice", told.size() > 1, ticket + ": " + told);
            for (var answer : told) {
                verdict.judge(
                        "assigned to another",
                        !answer.key().equals(ticket)
                                || !answer.event()
                                        .path("agent")
                                        .asText()
                                        .equals(proposal.path("agent").asText()),
                        decision + " and " + answer);
            }
            free = at.plus(ANSWER_WITHIN);
            for (var answer : told) {
                free = at(answer).isBefore(free) ? at(answer) : free;
            }
        }
    }

    /** Goes through the time of all tickets at once, and counts at each assignment by routing what its agent owes. */
    private void capacities(Map<String, List<Published>> tickets) {
        var room = evidence.desk().agents().stream().collect(Collectors.toMap(Agent::id, Agent::capacity));
        var owed = new HashMap<String, Integer>();
        var folds = new HashMap<String, TicketFold>();
        for (var moment : moments(tickets)) {
            var fold = folds.computeIfAbsent(moment.getFirst().key(), id -> new TicketFold());
            owe(owed, fold, -1);
            moment.forEach(fold::on);
            owe(owed, fold, 1);
            for (var record : moment) {
                var event = record.event();
                var agent = event.path("agent").asText("");
                if (record.type().equals("TicketAssigned")
                        && !event.path("decisionId").asText("").isEmpty()
                        && room.containsKey(agent)) {
                    var load = owed.getOrDefault(agent, 0);
                    verdict.atLeast("most tickets of an agent, of " + room.get(agent), load);
                    verdict.judge("over capacity", load > room.get(agent), agent + " has " + load + " after " + record);
                }
            }
        }
    }

    /** The events of a ticket that hold from the same instant on were committed together. */
    private static List<List<Published>> moments(Map<String, List<Published>> tickets) {
        var moments = new ArrayList<List<Published>>();
        tickets.values().forEach(events -> {
            for (var event : events) {
                if (!moments.isEmpty()
                        && moments.getLast().getLast().key().equals(event.key())
                        && at(moments.getLast().getLast()).equals(at(event))) {
                    moments.getLast().add(event);
                } else {
                    moments.add(new ArrayList<>(List.of(event)));
                }
            }
        });
        moments.sort(Comparator.comparing(moment -> at(moment.getFirst())));
        return moments;
    }

    private static void owe(Map<String, Integer> owed, TicketFold fold, int by) {
        if (fold.isOwed() && !fold.agent().isEmpty()) {
            owed.merge(fold.agent(), by, Integer::sum);
        }
    }

    /** At rest routing must see what the topic of tickets says, and leave nothing lying that somebody could take. */
    private void desk(Map<String, List<Published>> tickets) {
        var folds = tickets.values().stream()
                .map(events -> TicketFold.of(events, List.of()))
                .filter(TicketFold::isOwed)
                .toList();
        var waiting = folds.stream()
                .filter(fold -> fold.agent().isEmpty())
                .filter(fold -> fold.team().isEmpty() || fold.team().equals(TEAM))
                .count();
        var owed = folds.stream().collect(Collectors.groupingBy(TicketFold::agent, Collectors.counting()));
        var free = evidence.desk().agents().stream()
                .filter(agent -> agent.online() && owed.getOrDefault(agent.id(), 0L) < agent.capacity())
                .count();
        var desk = evidence.desk();
        verdict.judge(
                "queue amiss", desk.waiting() != waiting, desk.waiting() + " wait by routing, by the topic " + waiting);
        verdict.judge(
                "places amiss",
                desk.agentsFree() != free,
                desk.agentsFree() + " free by routing, by the topic " + free);
        verdict.judge("waiting in vain", waiting > 0 && free > 0, waiting + " wait and " + free + " agents are free");
    }

    private static Instant at(Published record) {
        return Instant.parse(record.event().path("at").asText());
    }
}
