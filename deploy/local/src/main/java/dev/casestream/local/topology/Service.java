package dev.casestream.local.topology;

import dev.casestream.local.Installation;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** The six services and their usual ports. */
public enum Service {
    INTAKE(8081),
    TICKET(8082),
    ROUTING(8083),
    SLA(8084),
    NOTIFICATION(8085),
    ANALYTICS(8086);

    /** Replicas of a service lie this far apart. */
    private static final int STRIDE = 100;

    private final int port;

    Service(int port) {
        this.port = port;
    }

    public static Optional<Service> of(String name) {
        return Stream.of(values())
                .filter(service -> service.module().equals(name))
                .findFirst();
    }

    public String module() {
        return database() + "-service";
    }

    public String database() {
        return name().toLowerCase(Locale.ROOT);
    }

    /** {@code ticket-service}, and {@code ticket-service-2} for the second replica. */
    String childName(int replica) {
        return replica == 1 ? module() : module() + "-" + replica;
    }

    int port(Installation installation, int replica) {
        return installation.port(port) + STRIDE * (replica - 1);
    }

    int smtpPort(Installation installation, int replica) {
        return installation.port(2525) + STRIDE * (replica - 1);
    }

    /** Customers and agents wait for its answers; the others only react to what it says. */
    boolean answersPeople() {
        return this == INTAKE || this == TICKET;
    }

    /** Intake holds whole mails and the models that tell languages. */
    int heapMegabytes() {
        return this == INTAKE ? 320 : 192;
    }

    Path jar(Installation installation) {
        return installation.home().resolve(module()).resolve("target/quarkus-app/quarkus-run.jar");
    }
}
