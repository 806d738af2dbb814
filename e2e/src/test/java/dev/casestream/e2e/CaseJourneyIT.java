package dev.casestream.e2e;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import io.restassured.path.json.JsonPath;
import io.restassured.response.Response;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** What a desk does besides answering: it merges, works by macro and in bulk, and holds back who is blocked. */
class CaseJourneyIT {

    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @BeforeAll
    static void be_patient_on_a_small_machine() {
        org.awaitility.Awaitility.setDefaultTimeout(Duration.ofSeconds(60));
    }

    @Test
    void a_customer_who_writes_twice_goes_on_in_one_ticket() {
        var customer = Mailbox.of("Writes Twice");
        customer.write("My lamp is broken " + run, "It does not light up any more. Can you send me another one?");
        customer.write("Once more about my lamp " + run, "I forgot to say that it is the green one, bought in May.");
        var tickets = await().until(() -> tickets(customer), found -> found.size() == 2);
        var letters = await().until(customer::letters, found -> found.size() == 2);
        var target = id(tickets.getFirst());
        var source = id(tickets.getLast());

        agent("/v1/tickets/" + source + "/merge", Map.of("into", target))
                .then()
                .statusCode(200)
                .body("status", equalTo("CLOSED"))
                .body("mergedInto", equalTo(target));

        var number = String.valueOf(tickets.getLast().get("number"));
        customer.answer(
                letters.stream()
                        .filter(letter -> letter.subject().contains(number))
                        .findFirst()
                        .orElseThrow(),
                "Do you need the receipt?");
        await().untilAsserted(() -> assertThat(words(target))
                .hasSize(3)
                .last()
                .asString()
                .isEqualToIgnoringWhitespace("Do you need the receipt?"));
        Platform.as("agent")
                .redirects()
                .follow(false)
                .get("/v1/tickets/{id}", source)
                .then()
                .statusCode(308)
                .header("Location", "/v1/tickets/" + target);
        assertThat(tickets(customer)).hasSize(2);
        solve(List.of(target));
    }

    @Test
    void a_macro_answers_tags_and_solves() {
        var customer = Mailbox.of("Wants Refund");
        customer.write("Money back, please " + run, "The shoes do not fit, and I have sent them back a week ago.");
        var ticket = await().until(() -> tickets(customer), found -> found.size() == 1)
                .getFirst();
        var macro = agent(
                "/v1/macros",
                Map.of(
                        "name",
                        "Refund " + run,
                        "scope",
                        "PERSONAL",
                        "actions",
                        Map.of(
                                "addTags", List.of("refund"),
                                "reply", Map.of("en", "{{ticket.number}} is refunded."),
                                "status", "SOLVED")));
        macro.then().statusCode(201);

        agent("/v1/tickets/" + id(ticket) + macro.header("Location").substring("/v1".length()), Map.of())
                .then()
                .statusCode(200)
                .body("status", equalTo("SOLVED"))
                .body("tags", equalTo(List.of("refund")));
        await().untilAsserted(() -> assertThat(customer.letters())
                .anyMatch(letter -> letter.body().contains(ticket.get("number") + " is refunded.")));
    }

    @Test
    void a_bulk_job_says_of_each_ticket_what_became_of_it() {
        var customer = Mailbox.of("Asks Often");
        for (int i = 1; i <= 3; i++) {
            agent(
                            "/v1/tickets",
                            Map.of(
                                    "customer",
                                    Map.of("email", customer.address()),
                                    "subject",
                                    "Question " + i + " of " + run,
                                    "body",
                                    "How long will it take?"))
                    .then()
                    .statusCode(201);
        }
        var ours = tickets(customer).stream().map(CaseJourneyIT::id).toList();
        var nobodys = UUID.randomUUID().toString();
        var all = List.of(ours.get(0), nobodys, ours.get(1), ours.get(2));

        assertThat(job("assign", Map.of("agent", "alice"), all).getList("items.status", Integer.class))
                .containsExactly(200, 404, 200, 200);
        var solved = job("solve", Map.of("resolution", "Answered on the phone."), all);
        assertThat(solved.getList("items.status", Integer.class)).containsExactly(200, 404, 200, 200);
        assertThat(solved.getInt("done")).isEqualTo(3);
        assertThat(solved.getInt("failed")).isEqualTo(1);
        var again = job("solve", Map.of("resolution", "Answered on the phone."), List.of(ours.getFirst()));
        assertThat(again.getString("items[0].problem.rule")).isEqualTo("solve-status");
        assertThat(tickets(customer)).extracting(ticket -> ticket.get("status")).containsOnly("SOLVED");
    }

    @Test
    void mail_of_a_blocked_customer_is_held_until_a_person_lets_it_through() {
        var customer = Mailbox.of("Never Satisfied");
        customer.write("You are all wrong " + run, "Nothing of what you say is right, and I will write every day.");
        var ticket = await().until(() -> tickets(customer), found -> found.size() == 1)
                .getFirst();
        var person = Platform.as("agent")
                .get("/v1/tickets/{id}", id(ticket))
                .jsonPath()
                .getString("requester.id");
        block(person, true);
        // What is on its way while somebody is blocked still gets in.
        await().until(() -> fate(customer, "Listen to me " + UUID.randomUUID()).equals("quarantined"));
        var before = tickets(customer).size();

        assertThat(fate(customer, "And another thing " + run)).isEqualTo("quarantined");
        var held = entries(customer, "quarantined");
        assertThat(held.getList("reason", String.class)).containsOnly("blocked-sender");
        assertThat(tickets(customer)).hasSize(before);

        block(person, false);
        var ids = held.getList("id", String.class);
        ids.forEach(id -> Platform.as("admin")
                .post("/v1/inquiries/{id}/release", id)
                .then()
                .statusCode(202));
        await().untilAsserted(() -> assertThat(tickets(customer)).hasSize(before + ids.size()));
        solve(tickets(customer).stream().map(CaseJourneyIT::id).toList());
    }

    private static void block(String person, boolean blocked) {
        Platform.as("admin")
                .contentType("application/json")
                .header("If-Match", "*")
                .body(Map.of("blocked", blocked))
                .patch("/v1/customers/{id}", person)
                .then()
                .statusCode(200);
    }

    /** Writes a mail. @return what became of it in intake, once that is known */
    private static String fate(Mailbox customer, String subject) {
        customer.write(subject, "I am still waiting for the right answer, and nobody has told me anything yet.");
        return await().until(
                        () -> Platform.as("admin")
                                .get("/v1/inquiries?limit=200")
                                .then()
                                .statusCode(200)
                                .extract()
                                .<String>path("items.find { it.subject == '" + subject + "' }?.outcome"),
                        outcome -> outcome != null && !outcome.equals("pending"));
    }

    private static JsonPath entries(Mailbox customer, String outcome) {
        return Platform.as("admin")
                .get("/v1/inquiries?limit=200&outcome={outcome}", outcome)
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .setRootPath("items.findAll { it.sender.email == '" + customer.address() + "' }");
    }

    private static void solve(List<String> tickets) {
        job("assign", Map.of("agent", "alice"), tickets);
        assertThat(job("solve", Map.of("resolution", "Done."), tickets).getInt("failed"))
                .isZero();
    }

    /** Carries a command out on many tickets, whosever they are. @return the job, once it is finished */
    private static JsonPath job(String command, Map<String, ?> body, List<String> tickets) {
        var started = Platform.as("admin")
                .contentType("application/json")
                .body(Map.of("tickets", tickets, "command", command, "body", body))
                .post("/v1/tickets/bulk");
        started.then().statusCode(202);
        return await().until(
                        () -> Platform.as("admin")
                                .get(started.header("Location"))
                                .then()
                                .statusCode(200)
                                .extract()
                                .jsonPath(),
                        job -> "finished".equals(job.getString("state")));
    }

    private static Response agent(String path, Map<String, ?> body) {
        return Platform.as("agent").contentType("application/json").body(body).post(path);
    }

    /** The newest first. */
    private static List<Map<String, Object>> tickets(Mailbox customer) {
        return Platform.as("admin")
                .get("/v1/tickets?limit=200&sort=-createdAt")
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.requester.email == '" + customer.address() + "' }");
    }

    private static String id(Map<String, Object> ticket) {
        return String.valueOf(ticket.get("id"));
    }

    /** What a customer has written on a ticket. */
    private static List<String> words(String ticket) {
        return Platform.as("agent")
                .get("/v1/tickets/{id}/messages", ticket)
                .then()
                .statusCode(200)
                .extract()
                .path("items.findAll { it.kind == 'customer' }.body");
    }
}
