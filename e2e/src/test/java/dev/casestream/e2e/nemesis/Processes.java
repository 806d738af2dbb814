package dev.casestream.e2e.nemesis;

import static org.awaitility.Awaitility.await;

import dev.casestream.e2e.Platform;
import io.restassured.RestAssured;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Signals to the platform's processes, and further replicas of its services. */
final class Processes {

    private static final Duration START = Duration.ofSeconds(120);

    private Processes() {}

    /** Dies at once; returns when there is a new one. */
    static void kill(String child) {
        var restarts = Platform.restarts(child);
        Platform.kill(child);
        awaitRestart(child, restarts);
    }

    /** Is asked to stop; returns when there is a new one, with the time that the old one took to go. */
    static Duration terminate(String child) throws IOException {
        var restarts = Platform.restarts(child);
        var process = Platform.process(child);
        var asked = System.nanoTime();
        signal("TERM", process);
        process.onExit().orTimeout(START.toSeconds(), TimeUnit.SECONDS).join();
        var took = Duration.ofNanos(System.nanoTime() - asked);
        awaitRestart(child, restarts);
        return took;
    }

    private static void awaitRestart(String child, int restarts) {
        await().atMost(START).ignoreExceptions().until(() -> Platform.restarts(child) > restarts);
    }

    /** Stands still with all its children and its connections open, and goes on as if nothing had been. */
    static void pause(String child, Duration time) throws IOException {
        var family = family(Platform.process(child));
        for (var process : family) {
            signal("STOP", process);
        }
        try {
            Fault.lasts(time);
        } finally {
            for (var process : family) {
                signal("CONT", process);
            }
        }
    }

    private static List<ProcessHandle> family(ProcessHandle process) {
        return Stream.concat(Stream.of(process), process.descendants()).toList();
    }

    private static void signal(String signal, ProcessHandle process) throws IOException {
        new ProcessBuilder("kill", "-" + signal, Long.toString(process.pid()))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
    }

    /** One more of a service, with the command and the settings of the first but a port of its own. */
    static Replica replicaOf(String service, int port, Map<String, String> environment) throws IOException {
        var first = Platform.process(service).pid();
        var builder = new ProcessBuilder(words(Path.of("/proc/" + first + "/cmdline")));
        builder.environment().clear();
        for (var setting : words(Path.of("/proc/" + first + "/environ"))) {
            var equals = setting.indexOf('=');
            builder.environment().put(setting.substring(0, equals), setting.substring(equals + 1));
        }
        builder.environment().put("QUARKUS_HTTP_PORT", Integer.toString(port));
        builder.environment().putAll(environment);
        var log = Platform.directory().resolve("log/" + service + "-" + port + ".log");
        var process = builder.redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.appendTo(log.toFile()))
                .start();
        return new Replica(process, port);
    }

    private static List<String> words(Path file) throws IOException {
        var words = new ArrayList<String>();
        for (var word : new String(Files.readAllBytes(file), StandardCharsets.UTF_8).split("\0")) {
            if (!word.isEmpty()) {
                words.add(word);
            }
        }
        return words;
    }

    /** Resident memory of everything that runs, a shared page in equal parts for all who share it. */
    static long residentMegabytes() {
        return family(Platform.supervisor()).stream()
                        .mapToLong(Processes::residentKilobytes)
                        .sum()
                / 1024;
    }

    private static long residentKilobytes(ProcessHandle process) {
        try (var lines = Files.lines(Path.of("/proc/" + process.pid() + "/smaps_rollup"))) {
            return lines.filter(line -> line.startsWith("Pss:"))
                    .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                    .findFirst()
                    .orElse(0);
        } catch (IOException | UncheckedIOException e) {
            // Gone meanwhile.
            return 0;
        }
    }

    /** A further replica, gone when it is closed, or when this JVM ends. */
    record Replica(Process process, int port) implements AutoCloseable {

        Replica {
            Runtime.getRuntime().addShutdownHook(new Thread(process::destroyForcibly));
        }

        void awaitReady() {
            await().atMost(START).ignoreExceptions().until(this::isReady);
        }

        boolean isReady() {
            return RestAssured.get("http://127.0.0.1:" + port + "/q/health/ready")
                            .statusCode()
                    == 200;
        }

        Duration terminate() {
            var asked = System.nanoTime();
            process.destroy();
            process.onExit().orTimeout(START.toSeconds(), TimeUnit.SECONDS).join();
            return Duration.ofNanos(System.nanoTime() - asked);
        }

        void kill() {
            process.destroyForcibly().onExit().join();
        }

        @Override
        public void close() {
            kill();
        }
    }
}
