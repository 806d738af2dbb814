package dev.casestream.e2e.nemesis;

import static org.awaitility.Awaitility.await;

import dev.casestream.e2e.Platform;
import dev.casestream.e2e.nemesis.Deeds.Surge;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.awaitility.core.ConditionTimeoutException;
import org.jspecify.annotations.Nullable;

/**
 * Lets one fault after another happen to the platform under load, in an order from a seed; when all are over and
 * everything has come to rest, the checker judges.
 */
final class Nemesis {

    private static final Duration RECOVERY = Duration.ofSeconds(180);
    private static final Duration REST = Duration.ofSeconds(240);
    private static final Map<String, String> LATER = Map.of("FIRST_RESPONSE", "PT10S", "RESOLUTION", "PT40S");
    private static final Map<String, String> SOON = Map.of("FIRST_RESPONSE", "PT5S", "RESOLUTION", "PT12S");

    /** How long one fault took, and until a request was a ticket again. */
    record Struck(String fault, Duration lasted, Duration recovery, long megabytes) {}

    /** What came of a run. */
    record Report(
            long seed,
            Instant begun,
            List<Struck> struck,
            List<Surge> surges,
            Map<String, String> notRun,
            Verdict verdict,
            long rest) {}

    private final long seed;
    private final Instant begun = Instant.now();
    private final List<Struck> struck = new ArrayList<>();
    private final Map<String, String> notRun = new TreeMap<>();

    Nemesis(long seed) {
        this.seed = seed;
    }

    /**
     * @param time for all faults; null for a few that take seconds
     * @param wanted parts of the names of the faults; empty for all of them
     */
    Report run(@Nullable Duration time, List<String> wanted) throws Exception {
        System.out.println("nemesis: seed " + seed);
        promiseQuickAnswers(time == null ? SOON : LATER);
        var history = History.anew(Path.of("target/nemesis-history.jsonl"));
        var clients = new Clients(history);
        var catalogue = new Catalogue(new Random(seed), clients);
        try (clients) {
            var faults = chosen(time == null ? catalogue.some() : catalogue.all(), wanted);
            Collections.shuffle(faults, new Random(seed));
            for (var fault : faults) {
                if (time != null && Instant.now().isAfter(begun.plus(time))) {
                    notRun.put(fault.name(), "the time was over");
                } else {
                    strike(fault, clients);
                }
            }
        }
        forgetQuickAnswers();
        notRun.putAll(catalogue.notPossible());
        var healed = System.nanoTime();
        var gathering = new Gathering(clients.subject(), clients.domain());
        var verdict = settled(history, gathering, catalogue.deeds());
        return new Report(
                seed,
                begun,
                struck,
                catalogue.deeds().surges(),
                notRun,
                verdict,
                Duration.ofNanos(System.nanoTime() - healed).toSeconds());
    }

    private static List<Fault> chosen(List<Fault> faults, List<String> wanted) {
        for (var part : wanted) {
            if (faults.stream().noneMatch(fault -> fault.name().contains(part))) {
                throw new IllegalArgumentException("no fault is called \"" + part + "\"; there are: "
                        + faults.stream().map(Fault::name).toList());
            }
        }
        return new ArrayList<>(faults.stream()
                .filter(fault -> wanted.isEmpty()
                        || wanted.stream().anyMatch(part -> fault.name().contains(part)))
                .toList());
    }

    private void strike(Fault fault, Clients clients) throws Exception {
        var start = System.nanoTime();
        fault.strike();
        var over = System.nanoTime();
        await("recovery from: " + fault.name())
                .atMost(RECOVERY)
                .ignoreExceptions()
                .until(() -> Platform.isReady() && clients.isServed(Duration.ofSeconds(20)));
        struck.add(new Struck(
                fault.name(),
                Duration.ofNanos(over - start),
                Duration.ofNanos(System.nanoTime() - over),
                Processes.residentMegabytes()));
        System.out.println("nemesis: " + struck.getLast());
    }

    /** Judged again and again, once nothing is left to come, or for as long as that may take. */
    private static Verdict settled(History history, Gathering gathering, Deeds deeds) throws IOException {
        var operations = history.read();
        var legal = LegalSteps.documented();
        var last = new ArrayList<Verdict>();
        try {
            await("an end of all work").atMost(REST).ignoreExceptions().until(gathering::isAllDone);
        } catch (ConditionTimeoutException e) {
            System.out.println("nemesis: " + e.getMessage());
        }
        try {
            await("rest")
                    .atMost(REST)
                    .pollInterval(Duration.ofSeconds(5))
                    .ignoreExceptions()
                    .until(() -> {
                        last.add(new Checker(operations, gathering.gather(operations), deeds, legal).check());
                        return last.getLast().findings().isEmpty();
                    });
        } catch (ConditionTimeoutException e) {
            if (last.isEmpty()) {
                throw e;
            }
        }
        return last.getLast();
    }

    /** Warnings after half of the time and breaches after it, for whoever is not answered by then. */
    private static void promiseQuickAnswers(Map<String, String> targets) {
        Platform.as("admin")
                .contentType("application/json")
                .body(Map.of(
                        "id",
                        "nemesis",
                        "name",
                        "Nemesis",
                        "position",
                        0,
                        "when",
                        Map.of("channels", List.of("web")),
                        "targets",
                        targets,
                        "warnAt",
                        List.of(50),
                        "calendar",
                        "around-the-clock"))
                .post("/v1/sla/policies")
                .then()
                .statusCode(201);
    }

    /** Others use this platform too. */
    private static void forgetQuickAnswers() {
        var policy = "/v1/sla/policies/nemesis";
        var version = Platform.as("admin").get(policy).header("ETag");
        Platform.as("admin").header("If-Match", version).delete(policy).then().statusCode(204);
    }
}
