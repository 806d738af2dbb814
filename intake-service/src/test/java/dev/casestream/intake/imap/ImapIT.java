package dev.casestream.intake.imap;

import static dev.casestream.intake.Scene.admin;
import static dev.casestream.intake.Scene.sql;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.imap.ImapHostManager;
import com.icegreen.greenmail.store.FolderException;
import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import dev.casestream.intake.ReplyKeys;
import dev.casestream.intake.Scene;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.UUID;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Mailboxes of a real IMAP server. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class ImapIT {

    private static final ServerSetup ANY_PORT = ServerSetup.IMAP.dynamicPort();

    @Inject
    ImportMail importMail;

    @ConfigProperty(name = "casestream.imap.dir")
    Path directory;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private GreenMail server;
    private GreenMailUser user;
    private Path file;

    @BeforeEach
    void start() throws IOException {
        Files.createDirectories(directory);
        file = directory.resolve("m" + run + ".properties");
        begin(ANY_PORT);
    }

    private void begin(ServerSetup setup) {
        server = new GreenMail(setup);
        server.start();
        user = server.setUser("support@example.org", "support", "correct horse");
    }

    @AfterEach
    void stop() throws IOException {
        Files.deleteIfExists(file);
        await().atMost(Duration.ofSeconds(20)).until(() -> !importMail.states().containsKey("m" + run));
        server.stop();
        Scene.assertSumsAgree();
    }

    private void open(String password) throws IOException {
        Files.writeString(
                file,
                "host=127.0.0.1\nport=" + server.getImap().getPort() + "\ntls=none\nuser=support\npassword=" + password
                        + "\naddress=support@casestream.local\n");
    }

    private void lies(String id) {
        var mail = "From: Ada <ada-" + id + "@example.org>\r\nTo: support@example.org\r\nMessage-ID: <" + id + "-" + run
                + "@example.org>\r\nSubject: imap " + id + " " + run + "\r\n\r\nMy parcel has not arrived yet.\r\n";
        try {
            user.deliver(new MimeMessage(
                    Session.getInstance(new Properties()),
                    new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
        } catch (jakarta.mail.MessagingException e) {
            throw new IllegalStateException(e);
        }
    }

    private List<String> imported() {
        return entries().stream()
                .map(entry -> String.valueOf(entry.get("subject")))
                .filter(subject -> subject.matches("imap .* " + run))
                .sorted()
                .toList();
    }

    private static List<Map<String, Object>> entries() {
        return admin().queryParam("channel", "email")
                .queryParam("limit", 200)
                .get("/v1/inquiries")
                .then()
                .extract()
                .path("items");
    }

    private static long duplicates() {
        return admin().get("/v1/ledger").then().extract().jsonPath().getLong("total.duplicate");
    }

    @Test
    void what_lies_there_and_what_comes_is_imported_once_and_left_unseen() throws Exception {
        lies("one");
        open("correct horse");
        await().atMost(Duration.ofSeconds(30)).until(() -> imported().size() == 1);

        lies("two");
        await().atMost(Duration.ofSeconds(60)).until(() -> imported().size() == 2);
        assertThat(inbox().getUnseenCount()).isEqualTo(2);
        assertThat(entries())
                .filteredOn(entry -> String.valueOf(entry.get("subject")).endsWith(run))
                .allMatch(entry -> "support@casestream.local".equals(entry.get("account")));
        assertThat(importMail.states()).containsEntry("m" + run, true);
    }

    private com.icegreen.greenmail.store.MailFolder inbox() throws FolderException {
        ImapHostManager host = server.getManagers().getImapHostManager();
        return host.getInbox(user);
    }

    @Test
    void two_processes_on_one_mailbox_import_each_mail_once() throws Exception {
        var before = duplicates();
        for (int i = 0; i < 40; i++) {
            lies("both" + i);
        }
        open("correct horse");
        var account = ImapAccount.read(file);
        try (var other = importMail.mailbox(account, "another process")) {
            Thread.ofVirtual().start(other);
            await().atMost(Duration.ofSeconds(30)).until(() -> imported().size() >= 20);
            // The lease goes over in the middle of it, to whoever is quicker.
            sql("UPDATE mailbox SET leased_until = '2000-01-01' WHERE name = 'm" + run + "'");
            for (int i = 40; i < 60; i++) {
                lies("both" + i);
            }
            await().atMost(Duration.ofSeconds(40)).until(() -> imported().size() == 60);
        }
        assertThat(imported()).doesNotHaveDuplicates();
        assertThat(duplicates()).isEqualTo(before);
    }

    @Test
    void mailbox_that_is_left_in_order_is_no_warning() throws Exception {
        lies("left");
        open("correct horse");
        await().atMost(Duration.ofSeconds(30)).until(() -> imported().size() == 1);
        var warnings = new CopyOnWriteArrayList<String>();
        var listening = new Handler() {
            @Override
            public void publish(LogRecord told) {
                if (told.getLevel().intValue() >= Level.WARNING.intValue()) {
                    warnings.add(told.getLoggerName() + ": " + told.getMessage());
                }
            }

            @Override
            public void flush() {}

            @Override
            public void close() {}
        };
        var logger = Logger.getLogger("dev.casestream.intake.imap");
        logger.addHandler(listening);
        try {
            Files.delete(file);
            await().atMost(Duration.ofSeconds(20))
                    .until(() -> Thread.getAllStackTraces().keySet().stream()
                            .noneMatch(thread -> thread.getName().equals("mailbox-m" + run)));
        } finally {
            logger.removeHandler(listening);
        }
        assertThat(warnings).isEmpty();
    }

    @Test
    void renumbered_mailbox_is_read_again_without_a_second_request() throws Exception {
        lies("again");
        open("correct horse");
        await().atMost(Duration.ofSeconds(30)).until(() -> imported().size() == 1);
        var before = duplicates();

        sql("UPDATE mailbox SET uid_validity = 1 WHERE name = 'm" + run + "'");
        lies("later");
        await().atMost(Duration.ofSeconds(30)).until(() -> imported().size() == 2);
        assertThat(duplicates()).isEqualTo(before + 1);
    }

    @Test
    void server_that_goes_and_a_wrong_password_are_told_and_tried_again() throws Exception {
        open("wrong");
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Boolean.FALSE.equals(importMail.states().get("m" + run)));
        open("correct horse");
        lies("first");
        await().atMost(Duration.ofSeconds(30)).until(() -> imported().size() == 1);

        var port = server.getImap().getPort();
        server.stop();
        await().atMost(Duration.ofSeconds(30))
                .until(() -> Boolean.FALSE.equals(importMail.states().get("m" + run)));
        begin(new ServerSetup(port, "127.0.0.1", ServerSetup.PROTOCOL_IMAP));
        lies("second");
        await().atMost(Duration.ofSeconds(60)).until(() -> imported().size() == 2);
        assertThat(importMail.states()).containsEntry("m" + run, true);
    }
}
