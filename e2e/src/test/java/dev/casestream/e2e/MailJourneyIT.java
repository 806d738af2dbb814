package dev.casestream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** A mail becomes a ticket that is acknowledged, assigned, timed, answered, answered back, solved and counted. */
class MailJourneyIT {

    @BeforeAll
    static void be_patient_on_a_small_machine() {
        org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @Test
    void a_mail_goes_all_the_way() {
        var customer = Mailbox.of("Mette Sørensen".replace("ø", "o"));
        var solvedBefore = count("resolution_time");
        customer.write(
                "Min ordre er ikke kommet",
                "Hej,\n\njeg bestilte en lampe for to uger siden, men den er stadig ikke blevet leveret."
                        + " Kan I hjælpe mig med at finde ud af, hvor den er?\n\nVenlig hilsen\nMette");

        var acknowledgement =
                await().until(customer::letters, letters -> letters.size() == 1).getFirst();
        assertThat(acknowledgement.autoSubmitted()).startsWith("auto-");
        var ticket = ticketOf(customer);
        assertThat(acknowledgement.subject()).contains(String.valueOf(ticket.get("number")));
        assertThat(acknowledgement.body()).contains("Hej");
        assertThat(ticket).containsEntry("channel", "email").containsEntry("subject", "Min ordre er ikke kommet");
        var id = String.valueOf(ticket.get("id"));

        await().untilAsserted(() -> assertThat(ticket(id))
                .containsEntry("status", "OPEN")
                .extractingByKey("agent")
                .isNotNull());
        assertThat(Platform.as("admin")
                        .get("/v1/routing/decisions?ticket={id}", id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<Object>>path("items[0].candidates"))
                .isNotEmpty();
        await().untilAsserted(() -> assertThat(clocks(id)).containsExactlyInAnyOrder("FIRST_RESPONSE", "RESOLUTION"));

        Platform.as("agent")
                .contentType("application/json")
                .body(Map.of("body", "Hej Mette,\n\nden er på vej og kommer i morgen."))
                .post("/v1/tickets/{id}/replies", id)
                .then()
                .statusCode(201);
        var reply =
                await().until(customer::letters, letters -> letters.size() == 2).getLast();
        assertThat(reply.body()).contains("kommer i morgen");
        assertThat(reply.references()).contains("@example.com>");
        await().untilAsserted(() -> assertThat(messages(id))
                .filteredOn(message -> "reply".equals(message.get("kind")))
                .singleElement()
                .satisfies(message -> assertThat(message.get("delivery"))
                        .isInstanceOfSatisfying(
                                Map.class,
                                delivery -> assertThat(delivery.get("state")).isEqualTo("sent"))));

        customer.answer(reply, "Tak! Den er kommet.");
        await().untilAsserted(() -> assertThat(ticket(id)).containsEntry("status", "OPEN"));
        assertThat(messages(id))
                .extracting(message -> message.get("kind"))
                .containsExactly("customer", "reply", "customer");
        assertThat(messages(id).getLast())
                .extractingByKey("body")
                .asString()
                .isEqualToIgnoringWhitespace("Tak! Den er kommet.");

        Platform.as("agent")
                .contentType("application/json")
                .body(Map.of("resolution", "Leveret."))
                .post("/v1/tickets/{id}/solve", id)
                .then()
                .statusCode(200);
        assertThat(ticket(id)).containsEntry("status", "SOLVED");
        await().untilAsserted(() -> assertThat(count("resolution_time")).isEqualTo(solvedBefore + 1));
        await().untilAsserted(() -> assertThat(Platform.as("admin")
                        .get("/v1/ledger")
                        .then()
                        .statusCode(200)
                        .extract()
                        .<Integer>path("total.pending"))
                .isZero());
    }

    @Test
    void a_reply_that_comes_back_shows_as_bounced_on_its_message() {
        var customer = Mailbox.of("Gone Away");
        customer.write("Where is my parcel?", "It should have been here on Monday. Can you tell me where it is?");
        await().until(customer::letters, letters -> letters.size() == 1);
        var id = String.valueOf(ticketOf(customer).get("id"));
        Platform.as("agent")
                .contentType("application/json")
                .body(Map.of("body", "It is on its way."))
                .post("/v1/tickets/{id}/replies", id)
                .then()
                .statusCode(201);
        var reply =
                await().until(customer::letters, letters -> letters.size() == 2).getLast();
        await().untilAsserted(() -> assertThat(deliveries(id)).containsExactly("sent"));

        customer.sendBack(reply);

        await().untilAsserted(() -> assertThat(deliveries(id)).containsExactly("bounced"));
        assertThat(messages(id)).hasSize(2);
        assertThat(Platform.as("admin")
                        .get("/v1/deliveries?ticket={id}&state=bounced", id)
                        .then()
                        .statusCode(200)
                        .extract()
                        .<List<String>>path("items.reason"))
                .containsExactly("dsn-5.1.1");
    }

    /** Where the deliveries of a ticket's replies stand, as its messages show it. */
    private static List<String> deliveries(String id) {
        return Platform.as("agent")
                .get("/v1/tickets/{id}/messages", id)
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.kind == 'reply' }.delivery.state");
    }

    private static Map<String, Object> ticketOf(Mailbox customer) {
        return await().until(
                        () -> Platform.as("admin")
                                .get("/v1/tickets?limit=200&sort=-createdAt")
                                .then()
                                .statusCode(200)
                                .extract()
                                .<Map<String, Object>>path(
                                        "items.find { it.requester.email == '" + customer.address() + "' }"),
                        ticket -> ticket != null);
    }

    private static Map<String, Object> ticket(String id) {
        return Platform.as("agent")
                .get("/v1/tickets/{id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("$");
    }

    private static List<Map<String, Object>> messages(String id) {
        return Platform.as("agent")
                .get("/v1/tickets/{id}/messages", id)
                .then()
                .statusCode(200)
                .extract()
                .path("items");
    }

    private static List<String> clocks(String id) {
        return Platform.as("admin")
                .get("/v1/sla/clocks?ticket={id}", id)
                .then()
                .statusCode(200)
                .extract()
                .path("items.type");
    }

    private static int count(String metric) {
        List<Integer> counts = Platform.as("admin")
                .get("/v1/metrics/{metric}", metric)
                .then()
                .statusCode(200)
                .extract()
                .path("series.count");
        return counts.stream().mapToInt(Integer::intValue).sum();
    }
}
