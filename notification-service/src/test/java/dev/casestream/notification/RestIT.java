package dev.casestream.notification;

import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.hasSize;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.notNullValue;
import static org.hamcrest.Matchers.startsWith;

import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.Origin;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.response.Response;
import io.restassured.specification.RequestSpecification;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What agents see of deliveries and templates, and what nobody else does. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(MailServer.class)
class RestIT {

    @SuppressWarnings("NullAway.Init")
    MailServer mail;

    private KafkaProbe kafka;
    private Story story;

    @BeforeEach
    void begin() {
        kafka = new KafkaProbe();
        story = new Story(kafka);
    }

    @AfterEach
    void end() {
        kafka.close();
    }

    @Test
    void agent_sees_what_went_out_on_a_ticket_of_the_team() {
        story.begun("en");
        ended(1);

        as("agent", "alice", "support")
                .get("/v1/deliveries?ticket=" + story.number + "&state=sent")
                .then()
                .statusCode(200)
                .body("items", hasSize(1))
                .body("items[0].ticket", equalTo(story.ticket.toString()))
                .body("items[0].message", equalTo(story.request.toString()))
                .body("items[0].kind", equalTo("acknowledgement"))
                .body("items[0].channel", equalTo("email"))
                .body("items[0].recipient", equalTo(story.customer.toString()))
                .body("items[0].address", equalTo(story.address))
                .body("items[0].attempts", equalTo(1))
                .body("items[0].updatedAt", notNullValue());
        as("agent", "alice", "support")
                .get("/v1/deliveries?ticket=" + story.ticket + "&state=failed")
                .then()
                .body("items", hasSize(0));
    }

    @Test
    void list_goes_on_where_a_page_ended() {
        story.begun("en");
        story.replied("One.");
        story.replied("Two.");
        ended(3);

        var first = as("admin", "root").get("/v1/deliveries?limit=2&ticket=" + story.ticket);
        first.then().body("items.kind", contains("reply", "reply")).header("Link", containsString("rel=\"next\""));
        as("admin", "root")
                .get("/v1/deliveries?limit=2&ticket=" + story.ticket + "&cursor=" + first.path("nextCursor"))
                .then()
                .body("items.kind", contains("acknowledgement"))
                .body("nextCursor", equalTo(null));
    }

    @Test
    void failed_delivery_is_resent_once_with_the_same_message_id() {
        mail.refuse(story.address, 550);
        story.begun("en");
        ended(1);
        var failed = as("lead", "lea", "support").get("/v1/deliveries?ticket=" + story.ticket);
        failed.then().body("items[0].state", equalTo("failed")).body("items[0].reason", equalTo("smtp-550"));
        mail.accept(story.address);
        String id = failed.path("items[0].id");
        var key = Ids.next().toString();

        for (int i = 0; i < 2; i++) {
            as("lead", "lea", "support")
                    .header("Idempotency-Key", key)
                    .post("/v1/deliveries/" + id + "/resend")
                    .then()
                    .statusCode(200)
                    .body("state", equalTo("queued"))
                    .body("reason", equalTo(null));
        }

        await().atMost(Duration.ofSeconds(20))
                .until(() -> mail.to(story.address).size() == 1);
        await().atMost(Duration.ofSeconds(20))
                .untilAsserted(() -> assertThat(story.toldTypes())
                        .containsExactly("DeliveryQueued", "DeliveryFailed", "DeliveryQueued", "DeliverySent"));
        assertThat(story.told().get(2).actor()).isEqualTo("agent:lea");
        as("lead", "lea", "support")
                .post("/v1/deliveries/" + id + "/resend")
                .then()
                .statusCode(409)
                .body("rule", equalTo("only-failed-deliveries-are-resent"))
                .body("state.state", equalTo("sent"));
    }

    @Test
    void nobody_sees_or_resends_the_deliveries_of_others() {
        mail.refuse(story.address, 550);
        story.begun("en");
        ended(1);
        String id =
                as("admin", "root").get("/v1/deliveries?ticket=" + story.ticket).path("items[0].id");

        for (var stranger : new String[] {"agent", "lead", "agent-restricted"}) {
            as(stranger, "bob", "sales")
                    .get("/v1/deliveries?ticket=" + story.ticket)
                    .then()
                    .body("items", hasSize(0));
            as(stranger, "bob", "sales").get("/v1/deliveries/" + id).then().statusCode(404);
            as(stranger, "bob", "sales")
                    .post("/v1/deliveries/" + id + "/resend")
                    .then()
                    .statusCode(404);
            as(stranger, "bob", "sales")
                    .body(Map.of("ticket", story.number))
                    .contentType("application/json")
                    .post("/v1/templates/reply/preview")
                    .then()
                    .statusCode(404);
        }
        as("agent-restricted", "ann", "support")
                .get("/v1/deliveries/" + id)
                .then()
                .statusCode(404);
        as("customer", story.customer.toString())
                .get("/v1/deliveries/" + id)
                .then()
                .statusCode(403);
        given().get("/v1/deliveries/" + id).then().statusCode(401);
        given().auth()
                .oauth2(Tokens.expired("admin", "root"))
                .get("/v1/deliveries")
                .then()
                .statusCode(401);
    }

    @ParameterizedTest
    @CsvSource({
        "/v1/deliveries?state=lost, 400",
        "/v1/deliveries?colour=red, 400",
        "/v1/deliveries?limit=0, 400",
        "/v1/deliveries?limit=many, 400",
        "/v1/deliveries?cursor=nonsense, 400",
        "/v1/deliveries?cursor=YQ.YQ, 400",
        "/v1/deliveries/not-an-id, 404",
        "/v1/deliveries/01980000-0000-7000-8000-000000000000, 404"
    })
    void what_makes_no_sense_is_refused_as_a_problem(String path, int status) {
        as("admin", "root").get(path).then().statusCode(status).contentType("application/problem+json");
    }

    @ParameterizedTest
    @CsvSource({
        "en, Hello Anna, Please reply above this line, You wrote:",
        "da, Hej Anna, Skriv venligst dit svar over denne linje, Du skrev:",
        "sv, Hej Anna, Skriv ditt svar ovanför den här raden, Du skrev:",
        "nb, Hei Anna, Skriv svaret ditt over denne linjen, Du skrev:",
        "ru, 'Здравствуйте, Anna', 'Пожалуйста, пишите ответ выше этой строки', Вы писали:",
        "de, Guten Tag Anna, Bitte antworten Sie oberhalb dieser Zeile, Sie schrieben:"
    })
    void templates_are_written_in_every_language(String language, String hello, String delimiter, String youWrote) {
        preview("acknowledgement", language)
                .then()
                .body("language", equalTo(language))
                .body("subject", startsWith("[CS-1042] Re: "))
                .body("text", startsWith("##- " + delimiter + " -##\n\n" + hello))
                .body("text", containsString("CS-1042"))
                .body("html", containsString("<html lang=\"" + language + "\">"))
                .body("html", not(containsString("{")));
        preview("reply", language)
                .then()
                .body("text", startsWith("##- " + delimiter + " -##"))
                .body("text", containsString(youWrote + "\n\n> "));
    }

    @Test
    void preview_takes_names_and_words_from_a_ticket_and_escapes_them() {
        story.known("da", true)
                .asked("<b>Hjælp</b>", "<script>alert(1)</script>")
                .opened(Origin.LIVE, false);
        ended(1);

        as("agent", "alice", "support")
                .contentType("application/json")
                .body(Map.of("ticket", story.number))
                .post("/v1/templates/reply/preview")
                .then()
                .statusCode(200)
                .body("language", equalTo("da"))
                .body("subject", equalTo("[" + story.number + "] Re: <b>Hjælp</b>"))
                .body("text", containsString("> <script>alert(1)</script>"))
                .body("html", containsString("&lt;script&gt;"))
                .body("html", not(containsString("<script>")));
    }

    @Test
    void templates_are_listed_and_unknown_ones_refused() {
        as("agent", "alice", "support")
                .get("/v1/templates")
                .then()
                .statusCode(200)
                .body("items.id", contains("acknowledgement", "reply"))
                .body("items[0].languages", contains("en", "da", "sv", "nb", "ru", "de"));
        preview("poem", "en").then().statusCode(404);
        preview("reply", "tlh").then().statusCode(400);
    }

    @Test
    void operators_see_how_much_waits_and_how_attempts_end() {
        story.begun("en");
        ended(1);

        given().get("/q/metrics")
                .then()
                .statusCode(200)
                .body(containsString("casestream_deliveries{state=\"queued\"}"))
                .body(containsString("casestream_deliveries{state=\"failed\"}"))
                .body(containsString("casestream_deliveries_oldest_age_seconds"))
                .body(containsString("casestream_delivery_attempts_total{outcome=\"sent\"}"));
    }

    private static Response preview(String template, String language) {
        return as("agent", "alice", "support")
                .contentType("application/json")
                .body(Map.of("language", language))
                .post("/v1/templates/" + template + "/preview");
    }

    private static RequestSpecification as(String role, String subject, String... teams) {
        return given().auth().oauth2(Tokens.of(role, subject, teams));
    }

    /** Waits until so many of the story's deliveries have been sent or have failed. */
    private void ended(int count) {
        await().atMost(Duration.ofSeconds(30))
                .until(() -> story.toldTypes().stream()
                                .filter(type -> type.equals("DeliverySent") || type.equals("DeliveryFailed"))
                                .count()
                        >= count);
    }
}
