package dev.casestream.intake.ledger;

import static dev.casestream.intake.Scene.admin;
import static dev.casestream.intake.Scene.sql;
import static org.assertj.core.api.Assertions.assertThat;

import dev.casestream.intake.ReplyKeys;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Map;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The sums are right whichever part of them was summed before. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class LedgerIT {

    private static final Instant HOUR = Instant.now().truncatedTo(ChronoUnit.HOURS);
    private static final Duration TIMEOUT = Duration.ofSeconds(30);

    @Inject
    SumHours sumHours;

    private String channel;

    @BeforeEach
    void fill() {
        channel = "past-" + UUID.randomUUID().toString().substring(0, 8);
        sql("UPDATE ledger_summed SET until = '" + HOUR.minus(Duration.ofHours(400)) + "'");
        sql("DELETE FROM ledger_hour");
        for (int ago = 1; ago <= 300; ago += 23) {
            for (int minutes = 0; minutes < 60; minutes += 20) {
                arrived(HOUR.minus(Duration.ofHours(ago)).plus(Duration.ofMinutes(minutes)), "accepted");
            }
            arrived(HOUR.minus(Duration.ofHours(ago)).plusSeconds(7), "quarantined");
        }
    }

    @AfterEach
    void empty() {
        sql("DELETE FROM raw_message WHERE inquiry_id IN (SELECT id FROM inquiry WHERE channel = '" + channel + "')");
    }

    private void arrived(Instant at, String outcome) {
        var id = UUID.randomUUID();
        sql("INSERT INTO raw_message VALUES ('" + id + "', '" + at + "', 'text/plain', 'x', 0, '{}', '')");
        sql("INSERT INTO inquiry (id, received_at, channel, outcome) VALUES ('" + id + "', '" + at + "', '" + channel
                + "', '" + outcome + "')");
    }

    private JsonPath sheet(Map<String, String> range) {
        return admin().queryParams(range)
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("channels.'" + channel + "'");
    }

    private void assertSums(@Nullable Instant from, @Nullable Instant to, int accepted) {
        var range = from == null
                ? Map.<String, String>of()
                : Map.of("from", from.toString(), "to", (to == null ? HOUR : to).toString());
        var sheet = sheet(range);
        assertThat(sheet.getInt("received"))
                .isEqualTo(accepted + sheet.getInt("quarantined") + sheet.getInt("rejected"));
        assertThat(sheet.getInt("accepted")).isEqualTo(accepted);
    }

    private void assertAllRight(int let) {
        assertSums(null, null, 42 + let);
        var whole = HOUR.minus(Duration.ofHours(24));
        assertSums(whole, null, 6 + let);
        assertSums(whole.plus(Duration.ofMinutes(10)), null, 5 + let);
        assertSums(whole.plus(Duration.ofMinutes(10)), whole.plus(Duration.ofMinutes(30)), 1);
        assertSums(whole.minus(Duration.ofHours(23)), whole.plus(Duration.ofMinutes(21)), 5);
    }

    @Test
    void sums_are_the_same_before_and_after_hours_were_summed_and_changed() {
        assertAllRight(0);
        sumHours.sum().await().atMost(TIMEOUT);
        assertAllRight(0);

        // The newest that is summed is 24 hours old: let through, it is counted there and nowhere else.
        sql("UPDATE inquiry SET outcome = 'accepted' WHERE channel = '" + channel + "' AND outcome = 'quarantined'"
                + " AND received_at >= '" + HOUR.minus(Duration.ofHours(2)) + "'");
        assertAllRight(1);
        sql("UPDATE inquiry SET outcome = 'rejected' WHERE channel = '" + channel + "' AND outcome = 'quarantined'");
        assertAllRight(1);
        assertThat(sheet(Map.of()).getInt("rejected")).isEqualTo(13);
        sumHours.sum().await().atMost(TIMEOUT);
        assertAllRight(1);
        assertThat(sheet(Map.of()).getInt("quarantined")).isZero();
    }
}
