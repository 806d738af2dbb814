package dev.casestream.testkit;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/** A real broker in a process of its own, so that a test can kill it. Its data and port outlive a kill. */
public final class Kafka {

    private static final String SHARED = "casestream.test.broker";

    private final Path directory;
    private final int port;
    private final int controllerPort;

    private Kafka(Path directory, int port, int controllerPort) {
        this.directory = directory;
        this.port = port;
        this.controllerPort = controllerPort;
    }

    /** The broker of this JVM, of which a {@code @QuarkusTest} sees this class through two class loaders. */
    static Kafka ofThisJvm() {
        synchronized (System.getProperties()) {
            var known = System.getProperty(SHARED);
            if (known != null) {
                var parts = known.split("\\|");
                return new Kafka(Path.of(parts[0]), Integer.parseInt(parts[1]), Integer.parseInt(parts[2]));
            }
            var kafka = new Kafka(temporaryDirectory(), freePort(), freePort());
            kafka.restart();
            System.setProperty(SHARED, kafka.directory + "|" + kafka.port + "|" + kafka.controllerPort);
            return kafka;
        }
    }

    public String bootstrapServers() {
        return "127.0.0.1:" + port;
    }

    /** As {@code kill -9} does it. */
    public void kill() {
        ProcessHandle.of(Long.getLong(SHARED + ".pid")).ifPresent(running -> {
            running.destroyForcibly();
            running.onExit().join();
        });
    }

    /** From now on it answers nothing; its connections stay open. */
    public void freeze() {
        signal("STOP");
    }

    /** Goes on as if nothing had been. */
    public void thaw() {
        signal("CONT");
    }

    private static void signal(String name) {
        try {
            new ProcessBuilder("kill", "-" + name, System.getProperty(SHARED + ".pid"))
                    .inheritIO()
                    .start()
                    .onExit()
                    .join();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Starts it on its data and port; ready when this returns. */
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
            System.setProperty(SHARED + ".pid", Long.toString(started.pid()));
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

    private static Path temporaryDirectory() {
        try {
            return Files.createTempDirectory("casestream-kafka");
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static int freePort() {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
