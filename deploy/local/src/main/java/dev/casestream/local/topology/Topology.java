package dev.casestream.local.topology;

import dev.casestream.local.Complaint;
import dev.casestream.local.Installation;
import dev.casestream.local.command.Casestream;
import dev.casestream.local.kafka.KafkaNode;
import dev.casestream.local.key.Keys;
import dev.casestream.local.mail.MailServer;
import dev.casestream.local.postgres.PostgresServer;
import dev.casestream.local.supervisor.ChildSpec;
import dev.casestream.local.supervisor.Readiness;
import dev.casestream.local.supervisor.Stage;
import java.io.IOException;
import java.net.URI;
import java.nio.file.Files;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/** Everything that runs on one machine. */
public record Topology(Installation installation, Keys keys, Wish wish) {

    public List<ChildSpec> children() throws IOException, InterruptedException {
        var children = new ArrayList<ChildSpec>();
        if (wish.wants("postgres")) {
            var databases = Stream.of(Service.values()).map(Service::database).toList();
            children.add(PostgresServer.spec(installation, databases, keys.databasePassword()));
        }
        if (wish.wants("kafka")) {
            children.add(kafka());
        }
        if (wish.wants("mail")) {
            children.add(mail());
        }
        for (var service : Service.values()) {
            if (wish.wants(service.module())) {
                for (int replica = 1; replica <= wish.replicas(service); replica++) {
                    children.add(service(service, replica));
                }
            }
        }
        if (wish.wants("gateway")) {
            children.add(gateway());
        }
        if (wish.demo()) {
            children.add(demo());
        }
        return children;
    }

    private ChildSpec kafka() {
        var port = installation.port(19092);
        var ready = installation.readyFile("kafka");
        var command = Jvm.main(
                192,
                KafkaNode.class,
                port,
                installation.var().resolve("kafka"),
                installation.home().resolve("deploy/kafka/topics.yaml"),
                ready);
        return new ChildSpec(
                "kafka", Stage.MESSAGING, command, Jvm.ENVIRONMENT, List.of(port, port + 1), Readiness.file(ready));
    }

    private ChildSpec mail() {
        var smtp = installation.port(3025);
        var imap = installation.port(3143);
        var ready = installation.readyFile("mail");
        var command = Jvm.main(96, MailServer.class, smtp, imap, installation.mail(), ready);
        return new ChildSpec(
                "mail", Stage.MESSAGING, command, Jvm.ENVIRONMENT, List.of(smtp, imap), Readiness.file(ready));
    }

    private ChildSpec service(Service service, int replica) throws IOException {
        var jar = service.jar(installation);
        if (!Files.exists(jar)) {
            throw new Complaint(
                    service.module() + " is not built: " + installation.home().relativize(jar) + " is missing.",
                    "Build it with ./mvnw -DskipTests package, or leave it out with --only.");
        }
        var environment = new LinkedHashMap<>(Jvm.ENVIRONMENT);
        environment.putAll(new Settings(installation, keys).of(service, replica));
        var port = service.port(installation, replica);
        var ports = service == Service.INTAKE ? List.of(port, service.smtpPort(installation, replica)) : List.of(port);
        return new ChildSpec(
                service.childName(replica),
                Stage.SERVICE,
                service.answersPeople()
                        ? Jvm.thorough(service.heapMegabytes(), jar)
                        : Jvm.yielding(Jvm.jar(service.heapMegabytes(), jar)),
                environment,
                ports,
                Readiness.http(URI.create("http://127.0.0.1:" + port + "/q/health/ready")));
    }

    private ChildSpec gateway() {
        var jar = installation.home().resolve("deploy/gateway/target/app/gateway.jar");
        if (!Files.exists(jar)) {
            throw new Complaint("The gateway is not built.", "Build it with ./mvnw -DskipTests package.");
        }
        var port = installation.port(8080);
        var environment = new HashMap<>(Jvm.ENVIRONMENT);
        environment.put("CASESTREAM_GATEWAY_HOST", "127.0.0.1");
        environment.put("CASESTREAM_GATEWAY_PORT", Integer.toString(port));
        environment.putAll(backends());
        return new ChildSpec(
                "gateway",
                Stage.EDGE,
                Jvm.jar(64, jar),
                environment,
                List.of(port),
                Readiness.http(URI.create("http://127.0.0.1:" + port + "/health/live")));
    }

    private ChildSpec demo() {
        var environment = new HashMap<>(Jvm.ENVIRONMENT);
        environment.put("CASESTREAM_VAR", installation.var().toString());
        environment.put("CASESTREAM_PORT_SHIFT", Integer.toString(installation.portShift()));
        return new ChildSpec(
                "demo",
                Stage.GUEST,
                Jvm.main(64, Casestream.class, "demo", "--rate", "0.5"),
                environment,
                List.of(),
                ProcessHandle::isAlive);
    }

    private Map<String, String> backends() {
        return Stream.of(Service.values())
                .collect(Collectors.toMap(
                        service -> "CASESTREAM_BACKENDS_" + service.name(),
                        service -> IntStream.rangeClosed(1, wish.replicas(service))
                                .mapToObj(replica -> "127.0.0.1:" + service.port(installation, replica))
                                .collect(Collectors.joining(","))));
    }
}
