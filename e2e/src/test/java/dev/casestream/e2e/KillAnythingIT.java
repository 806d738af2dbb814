package dev.casestream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * {@code kill -9} of any process while requests come in: the supervisor brings it back, every request that was accepted
 * is one ticket with one acknowledgement, and nothing is there that nobody asked for.
 */
class KillAnythingIT {

    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final int REQUESTS = 24;

    @ParameterizedTest
    @ValueSource(
            strings = {
                "intake-service",
                "ticket-service",
                "routing-service",
                "sla-service",
                "notification-service",
                "analytics-service",
                "kafka",
                "postgres",
                "mail",
                "gateway"
            })
    void nothing_is_lost_and_nothing_doubled(String victim) {
        var run = UUID.randomUUID().toString().substring(0, 8);
        var restarts = Platform.restarts(victim);
        var accepted = new HashMap<String, Mailbox>();
        for (int i = 0; i < REQUESTS; i++) {
            if (i == REQUESTS / 3) {
                Platform.kill(victim);
            }
            var customer = Mailbox.of("Customer " + i + " of " + run);
            accepted.put(request(customer, run), customer);
        }
        await().atMost(RECOVERY).until(() -> Platform.restarts(victim) > restarts && Platform.isReady());

        for (var inquiry : accepted.keySet()) {
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(outcome(inquiry)).isEqualTo("accepted"));
        }
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(requesters(run))
                        .containsExactlyInAnyOrderElementsOf(
                                accepted.values().stream().map(Mailbox::address).toList()));
        for (var customer : accepted.values()) {
            await().atMost(RECOVERY)
                    .untilAsserted(() -> assertThat(customer.letters().stream()
                                    .map(Mailbox.Letter::messageId)
                                    .collect(Collectors.toSet()))
                            .as("acknowledgements to %s", customer.address())
                            .hasSize(1));
        }
    }

    @Test
    void the_ledger_adds_up_at_the_end() {
        var total = Platform.as("admin")
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .<Map<String, Integer>>path("total");
        assertThat(total.entrySet().stream()
                        .filter(outcome -> !outcome.getKey().equals("received"))
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .isEqualTo(total.get("received"));
    }

    /** Asks until it is accepted, always with the same key, as a client does that wants it once. */
    private static String request(Mailbox customer, String run) {
        var key = UUID.randomUUID().toString();
        return await().atMost(RECOVERY)
                .ignoreExceptions()
                .until(
                        () -> Platform.anonymous()
                                .header("Idempotency-Key", key)
                                .contentType("application/json")
                                .body(Map.of(
                                        "channel",
                                        "web",
                                        "sender",
                                        Map.of("name", customer.name(), "email", customer.address()),
                                        "subject",
                                        "Run " + run,
                                        "body",
                                        "Something broke and I would like it to work again, please."))
                                .post("/v1/inquiries")
                                .then()
                                .statusCode(202)
                                .extract()
                                .<String>path("inquiryId"),
                        id -> id != null);
    }

    private static String outcome(String inquiry) {
        return Platform.as("admin")
                .get("/v1/inquiries/{id}", inquiry)
                .then()
                .statusCode(200)
                .extract()
                .path("outcome");
    }

    private static List<String> requesters(String run) {
        var requesters = new ArrayList<String>();
        String cursor = null;
        do {
            var request = Platform.as("admin").queryParam("limit", 200).queryParam("channel", "web");
            var page = (cursor == null ? request : request.queryParam("cursor", cursor))
                    .get("/v1/tickets")
                    .then()
                    .statusCode(200)
                    .extract();
            requesters.addAll(
                    page.<List<String>>path("items.findAll { it.subject == 'Run " + run + "' }.requester.email"));
            cursor = page.path("nextCursor");
        } while (cursor != null);
        return requesters;
    }
}
