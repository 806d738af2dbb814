package dev.casestream.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** A real broker in a process of its own, so that a test can kill it. Its data and port outlive a kill. */
public final class Kafka implements AutoCloseable {

    private final Path directory;
    private final int port = freePort();
    private final int controllerPort = freePort();
    private @Nullable Process process;

    private Kafka(Path directory) {
        this.directory = directory;
    }

    /** Starts a broker with no topics; ready when this returns. */
    public static Kafka start() {
        try {
            var kafka = new Kafka(Files.createTempDirectory("casestream-kafka"));
            kafka.restart();
            return kafka;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** As {@code kill -9} does it. */
    public void kill() {
        var running = Objects.requireNonNull(process);
        running.destroyForcibly();
        try {
            running.waitFor(20, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Starts it again on the same data and port. */
    public void restart() {
        var command = List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx256m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "--enable-native-access=ALL-UNNAMED",
                "--sun-misc-unsafe-memory-access=allow",
                "-Djava.util.logging.manager=org.jboss.logmanager.LogManager",
                "-cp",
                System.getProperty("casestream.test.classpath", System.getProperty("java.class.path")),
                BrokerMain.class.getName(),
                directory.toString(),
                Integer.toString(port),
                Integer.toString(controllerPort));
        try {
            var started = new ProcessBuilder(command).redirectErrorStream(true).start();
            process = started;
            var output = new StringBuilder();
            var reader = started.inputReader();
            for (var line = reader.readLine(); line != null; line = reader.readLine()) {
                if (line.equals("BROKER READY")) {
                    Thread.ofVirtual().start(() -> reader.lines().forEach(ignored -> {}));
                    return;
                }
                output.append(line).append('\n');
            }
            throw new IllegalStateException("The broker did not start:\n" + output);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void close() {
        kill();
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
