package dev.casestream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.contracts.Attachment;
import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import io.restassured.path.json.JsonPath;
import java.io.BufferedReader;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.zip.ZipEntry;
import java.util.zip.ZipOutputStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.io.TempDir;

/**
 * Mail that is meant to do harm, by SMTP to a process of 256 MB that would end at the first want of memory: each is
 * answered in time and accounted for, and the next mail is served by the same process.
 */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
class HostileIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);
    private static final String PLAIN = "Content-Type: text/plain\r\n\r\n";
    private static final String MIXED = "MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n";

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private Path store;
    private IntakeProcess intake;
    private KafkaProbe kafka;
    private int mails;

    @BeforeAll
    void start(@TempDir Path directory) {
        var servers = IntakeProcess.servers(directory);
        servers.put("casestream.smtp.deadline", "PT8S");
        store = Path.of(Objects.requireNonNull(servers.get("casestream.attachments.dir")));
        kafka = new KafkaProbe(
                Objects.requireNonNull(servers.get("kafka.bootstrap.servers")),
                Objects.requireNonNull(servers.get("casestream.topics.prefix")));
        intake = IntakeProcess.on(servers, "hostile-it").start();
    }

    @AfterAll
    void stop() {
        intake.close();
        kafka.close();
    }

    /** By the process that was there before, which has not died of it. */
    @AfterEach
    void the_next_mail_is_served() throws IOException {
        var id = taken(PLAIN + "My parcel has not arrived, and I have waited for two weeks.");
        assertThat(request(id).text()).startsWith("My parcel");
        Map<String, Integer> total = intake.admin()
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .path("total");
        var received = total.remove("received");
        assertThat(total.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(received);
    }

    @Test
    void ten_thousand_parts() throws IOException {
        awaitReason(
                taken(MIXED + "--b\r\nContent-Type: text/plain\r\n\r\nx\r\n".repeat(10_000) + "--b--"),
                "too-many-parts");
    }

    @Test
    void two_hundred_levels() throws IOException {
        var mail = new StringBuilder("MIME-Version: 1.0\r\n");
        for (int i = 0; i < 200; i++) {
            mail.append("Content-Type: multipart/mixed; boundary=b%d\r\n\r\n--b%d\r\n".formatted(i, i));
        }
        awaitReason(taken(mail + "\r\nx"), "too-deep");
    }

    @Test
    void hundred_thousand_headers() throws IOException {
        awaitReason(taken("X-A: b\r\n".repeat(100_000) + "\r\nx"), "too-many-headers");
    }

    @Test
    void line_of_fifty_megabytes() throws IOException {
        assertThat(sent(PLAIN, "x".repeat(1 << 20), 50)).startsWith("552");
        assertThat(entries("rejected").getList("items.reason")).contains("too-large");
    }

    @Test
    void line_of_twenty_megabytes_from_each_of_eight() throws IOException, InterruptedException, ExecutionException {
        var answers = new ArrayList<Future<String>>();
        try (var senders = Executors.newVirtualThreadPerTaskExecutor()) {
            for (int i = 0; i < 8; i++) {
                answers.add(senders.submit(() -> sent(PLAIN, "x".repeat(1 << 20), 20)));
            }
        }
        for (var answer : answers) {
            assertThat(request(id(answer.get())).text()).hasSize(256 * 1024);
        }
    }

    @Test
    void zip_bomb_is_kept_as_it_is_and_never_unpacked() throws IOException {
        var bomb = bomb();
        var id = taken(MIXED + "--b\r\n" + PLAIN + "See the file.\r\n--b\r\nContent-Type: application/zip\r\n"
                + "Content-Disposition: attachment; filename=invoice.zip\r\nContent-Transfer-Encoding: base64\r\n\r\n"
                + Base64.getMimeEncoder().encodeToString(bomb) + "\r\n--b--");

        var attachment = request(id).attachments().getFirst();
        assertThat(attachment.size()).isEqualTo(bomb.length);
        try (var files = Files.walk(store)) {
            assertThat(files.filter(Files::isRegularFile)
                            .filter(file -> file.getFileName().toString().equals(attachment.hash()))
                            .toList())
                    .singleElement()
                    .satisfies(file -> assertThat(file).hasBinaryContent(bomb));
        }
    }

    @Test
    void names_with_paths_and_invisible_characters_are_names_only() throws IOException {
        var id = taken(MIXED + "--b\r\nContent-Disposition: attachment;"
                + " filename*=UTF-8''..%2F..%2F%E2%80%8B.ht%00access%E2%80%AEgpj.exe\r\n\r\nMZ\r\n"
                + "--b\r\nContent-Disposition: attachment; filename=\"C:\\\\Windows\\\\win.ini\"\r\n\r\nx\r\n"
                + "--b\r\nContent-Disposition: attachment; filename=\"/etc/passwd\"\r\n\r\nx\r\n--b--");

        assertThat(request(id).attachments())
                .extracting(Attachment::name)
                .containsExactly("htaccessgpj.exe", "win.ini", "passwd");
    }

    @Test
    void nul_bytes() throws IOException {
        assertThat(request(taken(PLAIN + "a\0b\0c")).text()).isEqualTo("abc");
    }

    @Test
    void session_that_ends_in_the_midst_of_a_mail_leaves_nothing() throws IOException {
        var before = received();
        try (var session = new Session()) {
            session.begin("half@example.org");
            session.write("Subject: half\r\n\r\nIt is on");
        }
        taken(PLAIN + "Another comes at once.");
        assertThat(received()).isEqualTo(before + 1);
    }

    @Test
    void sessions_that_stop_in_the_midst_of_a_mail_are_ended_and_leave_nothing() throws IOException {
        var before = received();
        var held = new ArrayList<Session>();
        for (int i = 0; i < 15; i++) {
            var session = new Session();
            session.begin("held@example.org");
            session.write("Subject: held\r\n\r\nIt is on");
            held.add(session);
        }
        taken(PLAIN + "There is room for others meanwhile.");
        for (var session : held) {
            assertThat(session.end()).as("ended by the server").isNull();
            session.close();
        }
        assertThat(received()).isEqualTo(before + 1);
    }

    @Test
    void flood_from_one_sender_is_held_back_where_people_see_it() throws IOException {
        var before = received();
        try (var session = new Session()) {
            for (int i = 0; i < 300; i++) {
                session.begin("flood@example.org");
                assertThat(session.finish(head("flood-" + run + "@example.org") + PLAIN + "Round " + i))
                        .startsWith("250");
            }
        }
        assertThat(received()).isEqualTo(before + 300);
        await().atMost(PATIENCE).until(() -> heldBack() == 280);
    }

    private long heldBack() {
        var count = 0L;
        String cursor = null;
        do {
            var request = intake.admin().queryParam("outcome", "quarantined").queryParam("limit", 200);
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/v1/inquiries")
                    .then()
                    .statusCode(200)
                    .extract()
                    .jsonPath();
            count += page.getList("items.reason").stream()
                    .filter("loop-budget"::equals)
                    .count();
            cursor = page.getString("nextCursor");
        } while (cursor != null);
        return count;
    }

    /** A thousand times as large once it is unpacked, and then there is another in it. */
    private static byte[] bomb() throws IOException {
        var packed = new byte[0];
        for (int level = 0; level < 2; level++) {
            var out = new ByteArrayOutputStream();
            try (var zip = new ZipOutputStream(out)) {
                zip.putNextEntry(new ZipEntry("inner-" + level + ".zip"));
                zip.write(packed);
                zip.closeEntry();
                zip.putNextEntry(new ZipEntry("zeros-" + level));
                for (int i = 0; i < 100; i++) {
                    zip.write(new byte[1 << 20]);
                }
                zip.closeEntry();
            }
            packed = out.toByteArray();
        }
        return packed;
    }

    private String head(String from) {
        return "From: <" + from + ">\r\nTo: support@casestream.local\r\nMessage-ID: <" + ++mails + "-" + run
                + "@example.org>\r\nSubject: mail " + mails + "\r\n";
    }

    /** The request as which a mail is taken in. */
    private UUID taken(String mail) throws IOException {
        return id(sent(mail, "", 0));
    }

    private static UUID id(String answer) {
        assertThat(answer).startsWith("250");
        return UUID.fromString(answer.substring(answer.lastIndexOf(' ') + 1));
    }

    /** What the server answers a mail with, and how many times as much behind it. */
    private String sent(String mail, String more, int times) throws IOException {
        var head = head("ada" + UUID.randomUUID() + "@example.org");
        try (var session = new Session()) {
            session.begin("ada@example.org");
            session.write(head + mail);
            for (int i = 0; i < times; i++) {
                session.write(more);
            }
            return session.finish("");
        }
    }

    private InquiryReceived request(UUID id) {
        return await().atMost(PATIENCE)
                .until(
                        () -> kafka.<InquiryEvent>read(Topic.INQUIRIES).stream()
                                .map(event -> (InquiryReceived) event.require())
                                .filter(request -> request.inquiryId().equals(id))
                                .toList(),
                        requests -> !requests.isEmpty())
                .getFirst();
    }

    private void awaitReason(UUID id, String reason) {
        await().atMost(PATIENCE)
                .untilAsserted(() -> assertThat(intake.admin()
                                .get("/v1/inquiries/{id}", id)
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath()
                                .getString("reason"))
                        .isEqualTo(reason));
    }

    private JsonPath entries(String outcome) {
        return intake.admin()
                .get("/v1/inquiries?limit=200&outcome=" + outcome)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath();
    }

    private int received() {
        return intake.admin().get("/v1/ledger").then().statusCode(200).extract().path("total.received");
    }

    /** An SMTP session, byte by byte. */
    private final class Session implements AutoCloseable {

        private final Socket socket = new Socket("127.0.0.1", intake.smtp());
        private final BufferedReader in =
                new BufferedReader(new InputStreamReader(socket.getInputStream(), StandardCharsets.US_ASCII));

        Session() throws IOException {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            in.readLine();
            say("HELO hostile");
        }

        void begin(String from) throws IOException {
            for (var command : List.of("MAIL FROM:<" + from + ">", "RCPT TO:<support@casestream.local>", "DATA")) {
                assertThat(say(command)).matches("[23].*");
            }
        }

        String finish(String rest) throws IOException {
            return say(rest + "\r\n.");
        }

        private String say(String words) throws IOException {
            write(words + "\r\n");
            return String.valueOf(in.readLine());
        }

        void write(String words) throws IOException {
            socket.getOutputStream().write(words.getBytes(StandardCharsets.ISO_8859_1));
        }

        /** What the server says last without being asked; null when it ends the session. */
        @Nullable
        String end() throws IOException {
            try {
                return in.readLine();
            } catch (java.net.SocketException e) {
                return null;
            }
        }

        @Override
        public void close() throws IOException {
            socket.close();
        }
    }
}
