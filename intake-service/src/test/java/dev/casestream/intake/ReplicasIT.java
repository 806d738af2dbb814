package dev.casestream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.icegreen.greenmail.user.GreenMailUser;
import com.icegreen.greenmail.util.GreenMail;
import com.icegreen.greenmail.util.ServerSetup;
import jakarta.mail.MessagingException;
import jakarta.mail.Session;
import jakarta.mail.internet.MimeMessage;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Properties;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Two processes on one mailbox of a real server: each mail is imported once, also when the one that imports stops. */
class ReplicasIT {

    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private GreenMail server;
    private GreenMailUser user;
    private IntakeProcess one;
    private IntakeProcess other;

    @BeforeEach
    void start(@TempDir Path directory) throws IOException {
        server = new GreenMail(ServerSetup.IMAP.dynamicPort());
        server.start();
        user = server.setUser("support@example.org", "support", "correct horse");
        var mailboxes = Files.createDirectories(directory.resolve("mailboxes"));
        Files.writeString(
                mailboxes.resolve("support.properties"),
                "host=127.0.0.1\nport=" + server.getImap().getPort() + "\ntls=none\nuser=support\n"
                        + "password=correct horse\naddress=support@casestream.local\n");
        var servers = IntakeProcess.servers(directory);
        servers.put("casestream.imap.dir", mailboxes.toString());
        one = IntakeProcess.on(servers, "replica-1").start();
        other = IntakeProcess.on(servers, "replica-2").start();
    }

    @AfterEach
    void stop() {
        one.close();
        other.close();
        server.stop();
    }

    @Test
    void each_mail_is_imported_once() {
        deliver(0, 100);
        await().atMost(PATIENCE).until(() -> sum(other, "received") >= 50);
        one.stop();
        deliver(100, 150);

        await().atMost(PATIENCE).until(() -> sum(other, "received") >= 150);
        assertThat(sum(other, "received")).isEqualTo(150);
        assertThat(sum(other, "duplicate")).isZero();
        one.start();
        deliver(150, 200);
        other.stop();
        deliver(200, 250);

        await().atMost(PATIENCE).until(() -> sum(one, "received") >= 250);
        assertThat(sum(one, "received")).isEqualTo(250);
        assertThat(sum(one, "duplicate")).isZero();
    }

    private void deliver(int from, int to) {
        for (int n = from; n < to; n++) {
            var mail = "From: sender" + n + "@example.org\r\nTo: support@example.org\r\nMessage-ID: <" + n
                    + "@example.org>\r\nSubject: mail " + n + "\r\n\r\nMy parcel has not arrived yet.\r\n";
            try {
                user.deliver(new MimeMessage(
                        Session.getInstance(new Properties()),
                        new ByteArrayInputStream(mail.getBytes(StandardCharsets.UTF_8))));
            } catch (MessagingException e) {
                throw new IllegalStateException(e);
            }
        }
    }

    private static int sum(IntakeProcess at, String outcome) {
        return at.admin().get("/v1/ledger").then().statusCode(200).extract().<Integer>path("total." + outcome);
    }
}
