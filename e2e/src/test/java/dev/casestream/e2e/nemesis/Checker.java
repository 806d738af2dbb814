package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.nemesis.Evidence.Mail;
import dev.casestream.e2e.nemesis.Evidence.Published;
import dev.casestream.e2e.nemesis.Evidence.Ticket;
import dev.casestream.e2e.nemesis.Operation.Kind;
import java.time.Duration;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * Holds what clients know against what is there, as a pure function: every accepted request is one ticket, every event
 * of a key is on its topic once and in order, every customer was written to once, every timer fired once and not early,
 * every row and figure is what its events make it.
 */
record Checker(List<Operation> history, Evidence evidence, Deeds deeds, LegalSteps legal) {

    /** What a service may take to stop: its requests' 10 s, its relay's round, and a busy machine. */
    private static final Duration STOP = Duration.ofSeconds(20);

    Verdict check() {
        var verdict = new Verdict();
        inquiries(verdict);
        replies(verdict);
        topics(verdict);
        ClockCheck.of(evidence, verdict);
        new StateCheck(evidence, legal, verdict).check();
        new RoutingCheck(evidence, verdict).check();
        mails(verdict);
        deadLetters(verdict);
        processes(verdict);
        rest(verdict);
        return verdict;
    }

    private void inquiries(Verdict verdict) {
        var tickets = evidence.tickets().stream().collect(Collectors.groupingBy(Ticket::requester));
        for (var operation : of(Kind.INQUIRY)) {
            judge(
                    verdict,
                    operation,
                    tickets.getOrDefault(operation.customer(), List.of()).size());
        }
        var customers = customers();
        evidence.tickets()
                .forEach(ticket -> verdict.judge(
                        "phantom", !customers.contains(ticket.requester()), ticket + " that nobody asked for"));
    }

    private void replies(Verdict verdict) {
        var bodies = evidence.tickets().stream()
                .collect(Collectors.toMap(Ticket::requester, Ticket::replies, (one, other) -> one));
        for (var operation : of(Kind.REPLY)) {
            var there = bodies.getOrDefault(operation.customer(), List.of()).stream()
                    .filter(body -> body.contains(operation.id()))
                    .count();
            judge(verdict, operation, there);
        }
    }

    private static void judge(Verdict verdict, Operation operation, long there) {
        switch (operation.outcome()) {
            case OK -> {
                verdict.count("accepted", 1);
                verdict.judge("lost", there == 0, operation.toString());
            }
            case FAIL -> {
                verdict.count("refused", 1);
                verdict.judge("phantom", there > 0, operation.toString());
            }
            case UNKNOWN -> verdict.count(there > 0 ? "unknown, was done" : "unknown, was not done", 1);
        }
        verdict.judge("doubled", there > 1, operation + " has " + there + " effects");
    }

    private void topics(Verdict verdict) {
        var streams = evidence.published().stream()
                .collect(Collectors.groupingBy(record -> record.topic() + "/" + record.key()));
        streams.forEach((key, records) -> {
            var seen = new HashSet<Long>();
            long reached = 0;
            for (var record : records) {
                if (!seen.add(record.version())) {
                    verdict.count("published twice", 1);
                    continue;
                }
                verdict.judge("inversions", record.version() < reached, key + ": " + record);
                reached = Math.max(reached, record.version());
            }
            verdict.count("events", seen.size());
            verdict.judge("gaps", seen.size() != reached, key + ": " + seen.size() + " of " + reached);
        });
        for (var ticket : evidence.tickets()) {
            var last = streams.getOrDefault("casestream.tickets/" + ticket.id(), List.of()).stream()
                    .mapToLong(Published::version)
                    .max()
                    .orElse(0);
            verdict.judge("not published", last < ticket.version(), ticket + " up to " + last);
            verdict.judge("phantom", last > ticket.version(), ticket + " is published up to " + last);
        }
    }

    private void mails(Verdict verdict) {
        var letters = evidence.mails().stream()
                .collect(Collectors.groupingBy(
                        Mail::recipient, Collectors.mapping(Mail::messageId, Collectors.toList())));
        var customers = customers();
        letters.keySet()
                .forEach(address ->
                        verdict.judge("wrong recipients", !customers.contains(address), "a mail to " + address));
        for (var ticket : evidence.tickets()) {
            var ids = letters.getOrDefault(ticket.requester(), List.of());
            var distinct = Set.copyOf(ids).size();
            var expected = 1 + ticket.replies().size();
            verdict.count("mails", distinct);
            verdict.count("mailed twice with one id", ids.size() - distinct);
            verdict.judge("not mailed", distinct < expected, ticket + " has " + distinct + " mails");
            verdict.judge("mailed twice", distinct > expected, ticket + " has " + distinct + " mails");
        }
    }

    private void deadLetters(Verdict verdict) {
        verdict.count("poisonings", deeds.poisonings());
        evidence.deadLetters()
                .count()
                .forEach((topic, count) -> verdict.judge(
                        "dead letters amiss",
                        count != (topic.startsWith("casestream.tickets.dlq.") ? deeds.poisonings() : 0),
                        topic + " holds " + count));
        verdict.count("healthy dead letters", 0);
        evidence.deadLetters().keysOfHealthy().forEach(key -> verdict.judge("healthy dead letters", true, key));
    }

    private void processes(Verdict verdict) {
        for (var stop : deeds.stops()) {
            verdict.count("stops", 1);
            verdict.atLeast("stops, longest in ms", stop.took().toMillis());
            verdict.judge("stops too long", stop.took().compareTo(STOP) > 0, stop.toString());
        }
        for (var surge : deeds.surges()) {
            verdict.count("refused with a time to come again", surge.refused());
            verdict.judge("unanswered under overload", surge.silent() > 0, surge.toString());
            verdict.judge("failed under overload", surge.failed() > 0, surge.toString());
            verdict.judge("overload without refusals", surge.times() > 2 && surge.refused() == 0, surge.toString());
        }
        verdict.judge("health flaps", deeds.flaps() > 0, deeds.flaps() + " times not ready for a stepped clock");
    }

    private void rest(Verdict verdict) {
        evidence.unfinished().forEach((what, count) -> verdict.judge("stuck", count > 0, count + " in " + what));
        var sum = evidence.ledger().entrySet().stream()
                .filter(entry -> !entry.getKey().equals("received"))
                .mapToInt(Map.Entry::getValue)
                .sum();
        verdict.judge("ledger amiss", sum != evidence.ledger().getOrDefault("received", 0), "" + evidence.ledger());
    }

    private List<Operation> of(Kind kind) {
        return history.stream().filter(operation -> operation.kind() == kind).toList();
    }

    private Set<String> customers() {
        return of(Kind.INQUIRY).stream().map(Operation::customer).collect(Collectors.toSet());
    }
}
