package dev.casestream.local;

import static dev.casestream.local.supervisor.RunState.Status.READY;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.local.key.Keys;
import dev.casestream.local.mail.Letter;
import dev.casestream.local.postgres.PostgresServer;
import dev.casestream.local.supervisor.RunState.Phase;
import dev.casestream.local.supervisor.StateFile;
import jakarta.mail.Session;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.ThreadLocalRandom;
import java.util.stream.Stream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.consumer.KafkaConsumer;
import org.apache.kafka.clients.producer.KafkaProducer;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.TopicPartition;
import org.apache.kafka.common.serialization.StringDeserializer;
import org.apache.kafka.common.serialization.StringSerializer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** The real servers under the real supervisor, killed and interrupted. Budget: 90 s. */
class PlatformIT {
    private static final String[] UP = {"up", "--only=postgres,kafka,mail"};
    private static final List<String> CHILDREN = List.of("postgres", "kafka", "mail");
    private static final Path VAR = temporary();
    private static final CommandLineRun CASESTREAM = new CommandLineRun(
            CommandLineRun.CHECKOUT, VAR, 20_000 + ThreadLocalRandom.current().nextInt(20_000));

    @BeforeAll
    static void a_first_start_unpacks_and_formats() throws Exception {
        up();
    }

    @AfterEach
    void stop() throws Exception {
        CASESTREAM.run("down");
    }

    @AfterAll
    static void forget() throws Exception {
        Trees.delete(VAR);
    }

    @Test
    void a_killed_child_is_started_again_and_what_it_had_taken_is_still_there() throws Exception {
        upIfDown();
        write();
        var before = CHILDREN.stream().map(CASESTREAM::process).toList();
        CHILDREN.forEach(CASESTREAM::kill);
        await().atMost(Duration.ofSeconds(90))
                .until(() -> CHILDREN.stream()
                        .map(CASESTREAM::child)
                        .allMatch(child -> child.restarts() == 1 && child.status() == READY));
        assertThat(CHILDREN.stream().map(CASESTREAM::process)).doesNotContainAnyElementsOf(before);
        assertThat(CASESTREAM.run("status").output()).contains("was killed by signal 9");
        assertWritten();

        assertThat(CASESTREAM.run("down").status()).isZero();
        up();
        assertWritten();
    }

    @Test
    void more_mail_than_fits_into_its_memory_does_not_end_the_mail_server() throws Exception {
        upIfDown();
        var process = CASESTREAM.process("mail");
        var page = ("x".repeat(78) + "\r\n").repeat(1000);
        for (int letter = 0; letter < 60; letter++) {
            post("large@example.com", page.repeat(40));
        }
        post("large@example.com", page.repeat(500));
        post("large@example.com", "the last");
        assertThat(CASESTREAM.process("mail")).isEqualTo(process);
        assertThat(CASESTREAM.run("inbox", "large@example.com", "--last=1").output())
                .contains("the last");
        assertThat(shownOverImap("large@example.com")).isBetween(2, 50);
    }

    @Test
    void going_down_leaves_no_process_and_says_so() throws Exception {
        upIfDown();
        var processes = everything();
        assertThat(CASESTREAM.run("down").output()).contains("Stopped.");
        assertThat(processes).noneMatch(ProcessHandle::isAlive);
        assertThat(CASESTREAM.state().phase()).isEqualTo(Phase.STOPPED);
        assertThat(CASESTREAM.run("status").status()).isEqualTo(1);
    }

    @Test
    void an_interrupted_start_leaves_no_orphans() throws Exception {
        CASESTREAM.run("down");
        Files.deleteIfExists(VAR.resolve("run/state.json"));
        var up = CASESTREAM.start(Files.createTempFile(Path.of("target"), "casestream", ".out"), UP);
        await().until(() -> new StateFile(VAR.resolve("run/state.json"))
                .read()
                .filter(state -> state.children().stream().anyMatch(child -> child.process() != null))
                .isPresent());
        var processes = everything();
        up.destroyForcibly();
        await().atMost(Duration.ofSeconds(30)).until(() -> processes.stream().noneMatch(ProcessHandle::isAlive));
        assertThat(CASESTREAM.state().children()).allMatch(child -> child.process() == null);
    }

    @Test
    void after_the_supervisor_is_killed_the_next_start_ends_what_it_left() throws Exception {
        upIfDown();
        var left = CHILDREN.stream().map(CASESTREAM::process).toList();
        CASESTREAM.state().supervisor().alive().orElseThrow().destroyForcibly();
        await().until(() -> CASESTREAM.state().supervisor().alive().isEmpty());
        assertThat(CASESTREAM.run("status").output()).contains("supervisor was killed");
        up();
        assertThat(left).noneMatch(process -> process.alive().isPresent());
    }

    @Test
    void a_busy_port_is_named_with_a_way_out() throws Exception {
        CASESTREAM.run("down");
        var port = 15432 + CASESTREAM.shift();
        try (var busy = new ServerSocket(port, 1, InetAddress.getByName("127.0.0.1"))) {
            var outcome = CASESTREAM.run(UP);
            assertThat(outcome.status()).isEqualTo(1);
            assertThat(outcome.output())
                    .contains("Port " + busy.getLocalPort() + ", which postgres needs, is in use")
                    .contains("CASESTREAM_PORT_SHIFT")
                    .doesNotContain("\tat ");
        }
    }

    private static void up() throws Exception {
        var outcome = CASESTREAM.run(UP);
        assertThat(outcome.status()).as(outcome.output()).isZero();
    }

    private static void upIfDown() throws Exception {
        if (!CASESTREAM.state().runs()) {
            up();
        }
    }

    private static List<ProcessHandle> everything() {
        var state = CASESTREAM.state();
        return Stream.concat(
                        Stream.of(state.supervisor()),
                        state.children().stream().flatMap(child -> Stream.ofNullable(child.process())))
                .flatMap(process -> process.alive().stream())
                .flatMap(process -> Stream.concat(Stream.of(process), process.descendants()))
                .toList();
    }

    private static void write() throws Exception {
        try (var connection = database();
                var statement = connection.createStatement()) {
            statement.execute("CREATE TABLE kept (word text)");
            statement.execute("INSERT INTO kept VALUES ('row')");
        }
        try (var producer = new KafkaProducer<>(
                Map.of("bootstrap.servers", broker(), "acks", "all"), new StringSerializer(), new StringSerializer())) {
            producer.send(new ProducerRecord<>("casestream.tickets", 0, "key", "record"))
                    .get();
        }
        post("bo@example.com", "mail");
    }

    private static void post(String to, String body) throws Exception {
        new Letter("ada@example.com", to, "kept", body, null, null).post(3025 + CASESTREAM.shift());
    }

    private static void assertWritten() throws Exception {
        try (var connection = database();
                var statement = connection.createStatement();
                var rows = statement.executeQuery("SELECT word FROM kept")) {
            assertThat(rows.next()).isTrue();
        }
        var partition = new TopicPartition("casestream.tickets", 0);
        try (var consumer = new KafkaConsumer<>(
                Map.<String, Object>of("bootstrap.servers", broker()),
                new StringDeserializer(),
                new StringDeserializer())) {
            consumer.assign(List.of(partition));
            consumer.seekToBeginning(List.of(partition));
            assertThat(consumer.poll(Duration.ofSeconds(10)))
                    .extracting(record -> record.value())
                    .contains("record");
        }
        try (var admin = Admin.create(Map.of("bootstrap.servers", broker()))) {
            assertThat(admin.listTopics().names().get()).contains("casestream.tickets.dlq.sla-service");
        }
        assertThat(CASESTREAM.run("inbox", "bo@example.com").output()).containsOnlyOnce("subject  kept");
        assertThat(CASESTREAM.run("inbox").output())
                .contains("bo@example.com  kept")
                .doesNotContain("subject");
        assertThat(CASESTREAM.run("inbox", "--full").output()).contains("subject  kept");
        assertThat(shownOverImap("bo@example.com")).isEqualTo(1);
    }

    private static int shownOverImap(String address) throws Exception {
        try (var store = Session.getInstance(new Properties()).getStore("imap")) {
            store.connect("127.0.0.1", 3143 + CASESTREAM.shift(), address, "any");
            var folder = Objects.requireNonNull(store.getFolder("INBOX"));
            return folder.getMessageCount();
        }
    }

    private static Connection database() throws Exception {
        return DriverManager.getConnection(
                "jdbc:postgresql://127.0.0.1:" + (15432 + CASESTREAM.shift()) + "/ticket",
                PostgresServer.USER,
                Keys.in(VAR.resolve("keys")).databasePassword());
    }

    private static String broker() {
        return "127.0.0.1:" + (19092 + CASESTREAM.shift());
    }

    private static Path temporary() {
        try {
            return Files.createTempDirectory("casestream-it");
        } catch (java.io.IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
