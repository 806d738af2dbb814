package dev.casestream.e2e.nemesis;

import dev.casestream.e2e.Platform;
import dev.casestream.e2e.nemesis.Deeds.Stop;
import dev.casestream.e2e.nemesis.Deeds.Surge;
import java.io.IOException;
import java.nio.file.FileStore;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;

/** The faults that can happen on this machine, and why the others cannot. */
final class Catalogue {

    /** Longer than a consumer's session, shorter than what the relay's transaction may be idle. */
    private static final Duration A_PAUSE = Duration.ofSeconds(14);

    /** Longer than the relay's lease on its buckets, which is 30 s. */
    private static final Duration BEYOND_LEASES = Duration.ofSeconds(36);

    private static final Duration UNDER_LOAD = Duration.ofSeconds(10);
    private static final Duration A_MOMENT = Duration.ofSeconds(3);
    private static final Duration A_SURGE = Duration.ofSeconds(8);
    private static final long LARGEST_DISK = 4L << 30;
    private static final Path FAKETIME = Path.of("/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1");

    private final Random random;
    private final Clients clients;
    private final Map<String, String> notPossible = new TreeMap<>();
    private final List<Surge> surges = new ArrayList<>();
    private final List<Stop> stops = new ArrayList<>();
    private int poisonings;
    private int flaps;

    Catalogue(Random random, Clients clients) {
        this.random = random;
        this.clients = clients;
    }

    Deeds deeds() {
        return new Deeds(poisonings, List.copyOf(surges), List.copyOf(stops), flaps);
    }

    Map<String, String> notPossible() {
        return notPossible;
    }

    /** A few that take seconds. */
    List<Fault> some() {
        var faults = new ArrayList<>(interference());
        faults.add(paused("sla-service", A_PAUSE));
        faults.add(agentsComeAndGo());
        faults.add(overload(2, A_MOMENT));
        return faults;
    }

    List<Fault> all() throws IOException {
        var faults = kills();
        faults.addAll(interference());
        faults.add(paused("sla-service", A_PAUSE));
        faults.add(paused("notification-service", A_PAUSE));
        faults.add(paused("postgres", A_PAUSE));
        faults.add(paused("ticket-service", BEYOND_LEASES));
        faults.add(paused("kafka", BEYOND_LEASES));
        faults.add(new Fault("each service restarted in turn", () -> {
            for (var service : Gathering.SERVICES) {
                stops.add(new Stop(service, Processes.terminate(service)));
            }
        }));
        faults.add(replicas("ticket-service"));
        faults.add(replicas("sla-service"));
        faults.add(agentsComeAndGo());
        addClockStep(faults);
        addFullDisk(faults, Platform.directory());
        faults.add(overload(2, A_SURGE));
        faults.add(overload(5, A_SURGE));
        return faults;
    }

    private static List<Fault> kills() {
        return new ArrayList<>(Platform.children().stream()
                .map(child -> new Fault("kill -9 " + child, () -> Processes.kill(child)))
                .toList());
    }

    private List<Fault> interference() {
        return List.of(
                new Fault("records repeated and shuffled", () -> Interference.repeat(random)),
                new Fault("unreadable records", () -> poisonings += Interference.poison(random)));
    }

    private static Fault paused(String child, Duration time) {
        return new Fault(child + " stands still for " + time.toSeconds() + " s", () -> Processes.pause(child, time));
    }

    /** Two more come, one is killed, one is asked to go. */
    private Fault replicas(String service) {
        return new Fault("second and third " + service + " come and go", () -> {
            var port = Platform.port(service);
            try (var second = Processes.replicaOf(service, port + 100, Map.of());
                    var third = Processes.replicaOf(service, port + 200, Map.of())) {
                second.awaitReady();
                third.awaitReady();
                Fault.lasts(UNDER_LOAD);
                second.kill();
                Fault.lasts(UNDER_LOAD);
                stops.add(new Stop(service, third.terminate()));
            }
        });
    }

    /** One goes and gives the own tickets away, another only goes; both come back. */
    private static Fault agentsComeAndGo() {
        return new Fault("agents come and go", () -> {
            for (int turn = 0; turn < 2; turn++) {
                isNow("bob", "away-and-reassign");
                isNow("carol", "away");
                Fault.lasts(A_MOMENT);
                isNow("bob", "online");
                isNow("carol", "online");
                Fault.lasts(A_MOMENT);
            }
        });
    }

    private static void isNow(String agent, String availability) {
        Platform.as("admin")
                .contentType("application/json")
                .body(Map.of("availability", availability))
                .put("/v1/agents/{id}/availability", agent)
                .then()
                .statusCode(200);
    }

    private void addClockStep(List<Fault> faults) {
        var name = "the wall clock of a second sla-service steps by an hour, and back";
        if (!Files.exists(FAKETIME)) {
            notPossible.put(name, "libfaketime is not installed");
            return;
        }
        faults.add(new Fault(name, () -> {
            var clock = Files.writeString(Files.createTempFile("clock", ".txt"), "+0");
            var environment = Map.of(
                    "LD_PRELOAD",
                    FAKETIME.toString(),
                    "FAKETIME_TIMESTAMP_FILE",
                    clock.toString(),
                    "FAKETIME_CACHE_DURATION",
                    "1",
                    "FAKETIME_DONT_FAKE_MONOTONIC",
                    "1");
            try (var stepped = Processes.replicaOf("sla-service", Platform.port("sla-service") + 100, environment)) {
                stepped.awaitReady();
                for (var step : List.of("+3600", "+0", "-3600")) {
                    Files.writeString(clock, step);
                    Fault.lasts(UNDER_LOAD);
                    flaps += stepped.isReady() ? 0 : 1;
                }
            } finally {
                Files.delete(clock);
            }
        }));
    }

    private void addFullDisk(List<Fault> faults, Path directory) throws IOException {
        var name = "the disk that everything is on is full";
        var disk = Files.getFileStore(directory);
        if (disk.getTotalSpace() > LARGEST_DISK) {
            notPossible.put(name, "no small tmpfs could be mounted");
            return;
        }
        faults.add(new Fault(name, () -> fill(directory, disk)));
    }

    private static void fill(Path directory, FileStore disk) throws IOException {
        var ballast = directory.resolve("ballast");
        try (var out = Files.newOutputStream(ballast)) {
            var block = new byte[64 << 10];
            while (disk.getUsableSpace() > 0) {
                out.write(block);
            }
        } catch (IOException e) {
            // Full: that is what it is for.
        }
        try {
            Fault.lasts(UNDER_LOAD.multipliedBy(2));
        } finally {
            Files.delete(ballast);
        }
    }

    /** Many times what it can take, which is measured first by asking as fast as it answers. */
    private Fault overload(int times, Duration time) {
        return new Fault("overload, " + times + " times the capacity", () -> {
            var capacity = new Crowd(clients::askOnce).capacity(time.dividedBy(2));
            surges.add(new Crowd(clients::askOnce).surge(times, capacity, time));
            System.out.println("nemesis: " + surges.getLast());
        });
    }
}
