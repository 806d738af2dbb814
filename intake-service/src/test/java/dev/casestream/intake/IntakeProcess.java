package dev.casestream.intake;

import static org.awaitility.Awaitility.await;

import dev.casestream.testkit.Servers;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.ServerSocket;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The packaged service as a process of its own, which can be killed; its database, topics and ports outlive it. */
final class IntakeProcess implements AutoCloseable {

    private static final String KEY = "casestream.test.private-key";
    private static final Duration START = Duration.ofSeconds(60);

    private final String name;
    private final Map<String, String> settings;
    private final int http = freePort();
    private final int smtp = freePort();
    private @Nullable Process process;

    private IntakeProcess(String name, Map<String, String> settings) {
        this.name = name;
        this.settings = settings;
    }

    /** Servers that several may share, and the key with which tokens for them are signed. */
    static Map<String, String> servers(Path directory) {
        var settings = new HashMap<>(new Servers().start());
        settings.putAll(new ReplyKeys().start());
        settings.put(
                "casestream.attachments.dir", directory.resolve("attachments").toString());
        System.setProperty(KEY, Objects.requireNonNull(settings.remove(KEY)));
        return settings;
    }

    static IntakeProcess on(Map<String, String> servers, String name) {
        return new IntakeProcess(name, servers);
    }

    /** Returns when it serves. */
    IntakeProcess start() {
        var command = new ArrayList<>(
                List.of(Path.of(System.getProperty("java.home"), "bin", "java").toString()));
        command.addAll(
                List.of("-Xmx256m", "-XX:+ExitOnOutOfMemoryError", "-XX:+UseSerialGC", "-XX:TieredStopAtLevel=1"));
        settings.forEach((setting, value) -> command.add("-D" + setting + "=" + value));
        command.add("-Dquarkus.http.port=" + http);
        command.add("-Dcasestream.smtp.port=" + smtp);
        command.addAll(List.of("-jar", "target/quarkus-app/quarkus-run.jar"));
        var log = Path.of("target", name + ".log").toFile();
        try {
            process = new ProcessBuilder(command)
                    .redirectErrorStream(true)
                    .redirectOutput(ProcessBuilder.Redirect.appendTo(log))
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        await("start of " + name).atMost(START).ignoreExceptions().until(() -> isReady());
        return this;
    }

    private boolean isReady() {
        if (!running().isAlive()) {
            throw new IllegalStateException(name + " has ended; see its log in target/");
        }
        return RestAssured.get("http://127.0.0.1:" + http + "/q/health/ready").statusCode() == 200;
    }

    /** As {@code kill -9} does it. */
    void kill() {
        running().destroyForcibly().onExit().join();
    }

    /** In good order. */
    void stop() {
        running().destroy();
        running().onExit().join();
    }

    int smtp() {
        return smtp;
    }

    RequestSpecification admin() {
        return Scene.admin().baseUri("http://127.0.0.1").port(http);
    }

    private Process running() {
        return Objects.requireNonNull(process, "not started");
    }

    @Override
    public void close() {
        if (process != null) {
            kill();
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
