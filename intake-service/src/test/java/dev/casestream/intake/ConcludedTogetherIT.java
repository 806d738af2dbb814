package dev.casestream.intake;

import static dev.casestream.intake.Scene.awaitOutcome;
import static dev.casestream.intake.Scene.outcome;
import static dev.casestream.intake.Scene.reason;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.intake.TakeMail.Mail;
import dev.casestream.intake.store.Originals;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import jakarta.inject.Inject;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.ConfigProvider;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** Mails that are read and concluded in one transaction do not let each other through. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class ConcludedTogetherIT {

    private static final int READERS = 2;
    private static final Duration TIMEOUT = Duration.ofSeconds(20);

    private final Scene scene = new Scene();
    private final String run = Ids.next().toString().replace("-", "");

    @Inject
    Tx tx;

    @Inject
    TakeMail takeMail;

    @Inject
    ReadArrivals readArrivals;

    @Inject
    Originals originals;

    @AfterEach
    void leave() {
        scene.close();
    }

    private String address(int number) {
        return "m" + number + "-" + run + "@example.org";
    }

    private Mail mail(int number) {
        var bytes = ("From: " + address(number)
                        + "\r\nTo: support@casestream.local\r\nSubject: Together\r\nMessage-ID: <" + Ids.next()
                        + "@example.org>\r\n\r\nWhere is my parcel?\r\n")
                .getBytes(StandardCharsets.UTF_8);
        try {
            return takeMail.mail(
                    originals.keep(new ByteArrayInputStream(bytes), TakeMail.LARGEST),
                    "support@casestream.local",
                    address(number),
                    List.of("support@casestream.local"));
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Stored, and not to be read yet. */
    private List<UUID> stored(int mails) {
        var ids = new ArrayList<UUID>();
        for (int i = 0; i < mails; i++) {
            var mail = mail(i);
            ids.add(tx.run(work -> takeMail.take(work, mail)
                            .map(Receipt::inquiryId)
                            .call(id -> work.update("UPDATE inquiry SET read_after = 'infinity' WHERE id = $1", id)))
                    .await()
                    .atMost(TIMEOUT));
        }
        return ids;
    }

    /** Keeps all readers waiting until these wait too, so that one of them takes them all. */
    private void readTogether(List<UUID> ids) throws SQLException {
        try (var connection = DriverManager.getConnection(
                        ConfigProvider.getConfig().getValue("casestream.test.jdbc-url", String.class));
                var statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("LOCK TABLE inquiry IN SHARE ROW EXCLUSIVE MODE");
            for (int i = 1; i <= READERS; i++) {
                var waiting = i;
                readArrivals.soon(Ids.next());
                await().until(() ->
                        Scene.count("pg_locks WHERE relation = 'inquiry'::regclass AND NOT granted") == waiting);
            }
            ids.forEach(readArrivals::soon);
            statement.execute("UPDATE inquiry SET read_after = clock_timestamp() WHERE id IN ("
                    + ids.stream().map(id -> "'" + id + "'").collect(Collectors.joining(", ")) + ")");
            connection.commit();
        }
    }

    @Test
    void of_mails_that_are_read_together_only_that_of_a_blocked_sender_is_held_back() throws SQLException {
        var ids = stored(6);
        var blocked = ids.get(3);
        var customer = Ids.next();
        scene.knows(customer, 1, List.of(new Identity("email", address(3), true)), true);
        await().until(() -> Scene.count("blocked_sender WHERE customer_id = '" + customer + "'") == 1);

        readTogether(ids);

        awaitOutcome(blocked, "quarantined");
        assertThat(reason(blocked)).isEqualTo("blocked-sender");
        ids.stream().filter(id -> !id.equals(blocked)).forEach(id -> {
            assertThat(scene.event(id).require().sender().email()).endsWith(run + "@example.org");
            assertThat(outcome(id)).isEqualTo("pending");
        });
        assertThat(scene.events(blocked)).isEmpty();
        Scene.assertSumsAgree();
    }
}
