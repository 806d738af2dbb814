package dev.casestream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.restassured.response.ExtractableResponse;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/**
 * {@code kill -9} of every process in turn, while mails and forms come in and agents answer. The supervisor brings each
 * back, and in the end every request is one ticket, answered once, timed once and counted once.
 */
class KillAnythingIT {

    private static final Duration RECOVERY = Duration.ofSeconds(120);
    private static final int EACH_TIME = 3;

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final List<Mailbox> customers = new ArrayList<>();
    private final List<Mailbox> unanswered = new ArrayList<>();

    @Test
    void nothing_is_lost_and_nothing_doubled() {
        for (var victim : Platform.children()) {
            var restarts = Platform.restarts(victim);
            askAndAnswer();
            Platform.kill(victim);
            askAndAnswer();
            await("recovery of " + victim)
                    .atMost(RECOVERY)
                    .until(() -> Platform.restarts(victim) > restarts && Platform.isReady());
        }
        answerAll();
        await().atMost(RECOVERY).untilAsserted(this::everyConversationIsComplete);
        theLedgerAddsUp();
    }

    /** New requests by web form and mail, and replies to those that are tickets by now. */
    private void askAndAnswer() {
        for (int i = 0; i < EACH_TIME; i++) {
            var customer = Mailbox.of("Customer " + customers.size() + " of " + run);
            if (i == 0) {
                untilItWorks(() -> customer.write(subject(), words()));
            } else {
                fillInTheForm(customer);
            }
            customers.add(customer);
            unanswered.add(customer);
        }
        var tickets = tickets();
        for (var customer : List.copyOf(unanswered)) {
            if (tickets.containsKey(customer.address())) {
                answer(customer, tickets.get(customer.address()));
            }
        }
    }

    private void answerAll() {
        await().atMost(RECOVERY)
                .untilAsserted(() -> assertThat(tickets().keySet())
                        .containsExactlyInAnyOrderElementsOf(
                                customers.stream().map(Mailbox::address).toList()));
        var tickets = tickets();
        for (var customer : List.copyOf(unanswered)) {
            answer(customer, tickets.getOrDefault(customer.address(), List.of()));
        }
    }

    private void everyConversationIsComplete() {
        var tickets = tickets();
        for (var customer : customers) {
            var ids = tickets.getOrDefault(customer.address(), List.of());
            assertThat(ids).as("tickets of %s", customer.address()).hasSize(1);
            var id = ids.getFirst();
            assertThat(get("agent", "/v1/tickets/" + id + "/messages", "items.kind"))
                    .as("messages of %s", id)
                    .containsExactly("customer", "reply");
            assertThat(get("admin", "/v1/tickets/" + id + "/events", "items.version"))
                    .as("versions of %s", id)
                    .hasSizeGreaterThanOrEqualTo(2)
                    .isEqualTo(IntStream.rangeClosed(
                                    1,
                                    get("admin", "/v1/tickets/" + id + "/events", "items.version")
                                            .size())
                            .boxed()
                            .toList());
            assertThat(customer.letters().stream()
                            .map(Mailbox.Letter::messageId)
                            .distinct())
                    .as(
                            "letters to %s: acknowledgement and reply, each perhaps again, never another",
                            customer.address())
                    .hasSize(2);
            assertThat(get(
                            "admin",
                            "/v1/sla/clocks?ticket=" + id,
                            "items.findAll { it.type == 'FIRST_RESPONSE' }.state"))
                    .as("first response of %s", id)
                    .containsExactly("fulfilled");
        }
        var facts = facts();
        assertThat(facts.keySet())
                .containsAll(tickets.values().stream().map(List::getFirst).toList());
        tickets.values()
                .forEach(ids -> assertThat(facts.get(ids.getFirst()))
                        .as("replies counted of %s", ids.getFirst())
                        .isEqualTo(1));
    }

    private static void theLedgerAddsUp() {
        Map<String, Integer> total = Platform.as("admin")
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .path("total");
        assertThat(total.entrySet().stream()
                        .filter(outcome -> !outcome.getKey().equals("received"))
                        .mapToInt(Map.Entry::getValue)
                        .sum())
                .isEqualTo(total.get("received"));
        assertThat(total)
                .containsEntry("pending", 0)
                .containsEntry("quarantined", 0)
                .containsEntry("rejected", 0);
    }

    /** Always with the same key, as a client does that wants it once. */
    private void fillInTheForm(Mailbox customer) {
        var key = UUID.randomUUID().toString();
        untilItWorks(() -> Platform.anonymous()
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(Map.of(
                        "channel", "web",
                        "sender", Map.of("name", customer.name(), "email", customer.address()),
                        "subject", subject(),
                        "body", words()))
                .post("/v1/inquiries")
                .then()
                .statusCode(202)
                .extract()
                .<String>path("inquiryId"));
    }

    private void answer(Mailbox customer, List<String> tickets) {
        var key = UUID.randomUUID().toString();
        untilItWorks(() -> Platform.as("agent")
                .header("Idempotency-Key", key)
                .contentType("application/json")
                .body(Map.of("body", "We are looking into it and will be back tomorrow."))
                .post("/v1/tickets/{id}/replies", tickets.getFirst())
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id"));
        unanswered.remove(customer);
    }

    private static void untilItWorks(Callable<String> attempt) {
        await().atMost(RECOVERY).ignoreExceptions().until(attempt, answer -> answer != null);
    }

    /** The ticket ids of this run, by the requester's address. */
    private Map<String, List<String>> tickets() {
        var tickets = new HashMap<String, List<String>>();
        var path = "/v1/tickets?limit=200&sort=-createdAt";
        while (path != null) {
            var page = page(path);
            List<Map<String, Object>> items = page.path("items");
            for (var item : items) {
                if (subject().equals(item.get("subject")) && item.get("requester") instanceof Map<?, ?> requester) {
                    tickets.computeIfAbsent(String.valueOf(requester.get("email")), address -> new ArrayList<>())
                            .add(String.valueOf(item.get("id")));
                }
            }
            path = nextPage(page);
        }
        return tickets;
    }

    /** Public replies by ticket id, as analytics counts them. */
    private static Map<String, Integer> facts() {
        var facts = new HashMap<String, Integer>();
        var path = "/v1/facts/tickets?limit=200";
        while (path != null) {
            var page = page(path);
            List<Map<String, Object>> items = page.path("items");
            for (var item : items) {
                facts.put(String.valueOf(item.get("ticket_id")), (Integer) item.get("public_replies"));
            }
            path = nextPage(page);
        }
        return facts;
    }

    private static ExtractableResponse<Response> page(String path) {
        return await().atMost(RECOVERY)
                .ignoreExceptions()
                .until(
                        () -> Platform.as("admin")
                                .get(path)
                                .then()
                                .statusCode(200)
                                .extract(),
                        page -> true);
    }

    private static @Nullable String nextPage(ExtractableResponse<Response> page) {
        var link = page.header("Link");
        return link == null ? null : link.substring(1, link.indexOf('>'));
    }

    private static List<Object> get(String role, String path, String what) {
        return Platform.as(role).get(path).then().statusCode(200).extract().path(what);
    }

    private String subject() {
        return "Run " + run;
    }

    private static String words() {
        return "Something broke this morning and I would like it to work again, please. What should I do?";
    }
}
