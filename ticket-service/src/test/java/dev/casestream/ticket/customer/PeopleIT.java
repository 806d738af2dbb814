package dev.casestream.ticket.customer;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.alice;
import static dev.casestream.ticket.Scene.as;
import static io.restassured.RestAssured.given;
import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.contains;
import static org.hamcrest.Matchers.containsInAnyOrder;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.empty;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;
import static org.hamcrest.Matchers.nullValue;

import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class PeopleIT {

    private String tag = "";

    @BeforeEach
    void enter() {
        tag = Scene.subject("p").substring(2);
    }

    private JsonPath open(String email, String channel, String body) {
        return admin().body("""
                        {"customer": {"email": "%s"}, "subject": "Case", "body": "%s", "channel": "%s"}""".formatted(email, body, channel))
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private String person(String email) {
        return open(email, "email", "words").getString("requester.id");
    }

    @Test
    void what_is_known_of_a_person_is_changed_and_told() {
        var path = "/v1/customers/" + person(tag + "@example.org");
        var patch = """
                {"name": "Åse", "language": "nb", "timeZone": "Europe/Oslo", "preferences": {"tone": "short"},
                 "references": {"crm": "%s"}}""".formatted(tag);
        alice().body(patch).patch(path).then().statusCode(428);
        alice().header("If-Match", "\"1\"")
                .body(patch)
                .patch(path)
                .then()
                .statusCode(200)
                .header("ETag", "\"2\"")
                .body("name", equalTo("Åse"))
                .body("timeZone", equalTo("Europe/Oslo"))
                .body("preferences.tone", equalTo("short"))
                .body("references.crm", equalTo(tag));
        alice().header("If-Match", "\"1\"").body(patch).patch(path).then().statusCode(412);
        alice().queryParam("reference", "crm:" + tag)
                .get("/v1/customers")
                .then()
                .body("items.size()", equalTo(1));
        alice().header("If-Match", "*")
                .body("{\"vip\": true}")
                .patch(path)
                .then()
                .statusCode(403);
        admin().header("If-Match", "*")
                .body("{\"vip\": true, \"blocked\": true, \"language\": null}")
                .patch(path)
                .then()
                .statusCode(200)
                .body("vip", equalTo(true))
                .body("language", nullValue());
        var other = "/v1/customers/" + person("other" + tag + "@example.org");
        alice().header("If-Match", "*")
                .body("{\"references\": {\"crm\": \"" + tag + "\"}}")
                .patch(other)
                .then()
                .statusCode(422)
                .body("rule", equalTo("reference-taken"));
        try (var kafka = new KafkaProbe()) {
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(kafka.<CustomerProfile>read(
                                            Topic.CUSTOMERS, path.substring("/v1/customers/".length()))
                                    .getLast()
                                    .require()
                                    .name())
                            .isEqualTo("Åse"));
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"timeZone\": \"Mars/Base\"} | 400",
                "{\"language\": \"??\"} | 400",
                "{\"version\": 7} | 400",
                "{\"name\": []} | 400",
                "{\"organisation\": \"00000000-0000-7000-8000-0000000000ff\"} | 422",
            })
    void what_nobody_can_be_is_refused(String patch, int status) {
        var path = "/v1/customers/" + person(tag + "@example.org");
        admin().header("If-Match", "*").body(patch).patch(path).then().statusCode(status);
        admin().get(path).then().body("version", equalTo(1));
    }

    @Test
    void identities_are_added_proven_and_taken_away_but_never_taken_from_another() {
        var one = "/v1/customers/" + person(tag + "@example.org");
        var two = "/v1/customers/" + person("two" + tag + "@example.org");
        var phone = "+45" + Math.abs(tag.hashCode() % 100_000_000) + "00";
        alice().body("{\"type\": \"phone\", \"value\": \"" + phone + "\"}")
                .post(one + "/identities")
                .then()
                .statusCode(201);
        alice().body("{\"type\": \"phone\", \"value\": \"" + phone + "\", \"verified\": true}")
                .post(one + "/identities")
                .then()
                .statusCode(201)
                .body("identities.find { it.type == 'phone' }.verified", equalTo(true));
        alice().body("{\"type\": \"phone\", \"value\": \"" + phone + "\"}")
                .post(two + "/identities")
                .then()
                .statusCode(409)
                .body("rule", equalTo("identity-taken"));
        alice().body("{\"type\": \"email\", \"value\": \"nonsense\"}")
                .post(one + "/identities")
                .then()
                .statusCode(400);
        alice().delete(one + "/identities/phone/" + phone)
                .then()
                .statusCode(200)
                .body("identities.size()", equalTo(1));
        alice().delete(one + "/identities/email/" + tag + "@example.org").then().statusCode(409);
    }

    @Test
    void people_who_are_one_are_shown_as_one_and_apart_again_when_it_is_undone() {
        var mail = open("mail" + tag + "@example.org", "email", "by mail");
        var chat = open("chat" + tag + "@example.org", "chat", "by chat");
        var source = mail.getString("requester.id");
        var target = chat.getString("requester.id");
        alice().body("{\"into\": \"" + source + "\"}")
                .post("/v1/customers/" + source + "/merge")
                .then()
                .statusCode(409);
        alice().body("{\"into\": \"" + target + "\"}")
                .post("/v1/customers/" + source + "/merge")
                .then()
                .statusCode(200)
                .body("mergedInto", equalTo(target));
        alice().body("{\"into\": \"" + source + "\"}")
                .post("/v1/customers/" + target + "/merge")
                .then()
                .statusCode(409)
                .body("rule", equalTo("same-person"));
        for (var id : List.of(source, target)) {
            admin().get("/v1/customers/" + id + "/timeline").then().body("items.channel", contains("chat", "email"));
            admin().queryParam("requester", id)
                    .get("/v1/tickets")
                    .then()
                    .body("items.id", containsInAnyOrder(mail.getString("id"), chat.getString("id")));
        }
        customer(target).get("/v1/tickets/" + mail.getString("id")).then().statusCode(200);
        var later = open("mail" + tag + "@example.org", "email", "later").getString("id");
        alice().post("/v1/customers/" + source + "/unmerge")
                .then()
                .statusCode(200)
                .body("mergedInto", nullValue());
        alice().post("/v1/customers/" + source + "/unmerge").then().statusCode(409);
        admin().queryParam("requester", source)
                .get("/v1/tickets")
                .then()
                .body("items.id", containsInAnyOrder(mail.getString("id"), later));
        customer(target).get("/v1/tickets/" + mail.getString("id")).then().statusCode(404);
        customer(target).get("/v1/customers/" + target + "/timeline").then().body("items.channel", contains("chat"));
        customer(target).get("/v1/customers/" + source + "/timeline").then().statusCode(404);
    }

    @Test
    void whoever_is_blocked_is_told_of_as_blocked_by_every_name() {
        var source = person("one" + tag + "@example.org");
        var target = person("two" + tag + "@example.org");
        block(source, true);
        toldOf(source, true);
        alice().body("{\"into\": \"" + target + "\"}")
                .post("/v1/customers/" + source + "/merge")
                .then()
                .statusCode(200);
        toldOf(target, true);
        alice().post("/v1/customers/" + source + "/unmerge").then().statusCode(200);
        toldOf(target, false);
        block(source, false);
        toldOf(source, false);
    }

    private static void block(String customer, boolean blocked) {
        admin().header("If-Match", "*")
                .body("{\"blocked\": " + blocked + "}")
                .patch("/v1/customers/" + customer)
                .then()
                .statusCode(200);
    }

    private static void toldOf(String customer, boolean blocked) {
        try (var kafka = new KafkaProbe()) {
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(kafka.<CustomerProfile>read(Topic.CUSTOMERS, customer)
                                    .getLast()
                                    .require()
                                    .blocked())
                            .isEqualTo(blocked));
        }
    }

    private static RequestSpecification customer(String id) {
        return given().auth().oauth2(Tokens.of(Roles.CUSTOMER, id));
    }

    @Test
    void a_timeline_goes_on_page_by_page() {
        var ticket = open(tag + "@example.org", "email", "first");
        for (var text : List.of("second", "third")) {
            admin().body("{\"body\": \"" + text + "\"}")
                    .post("/v1/tickets/" + ticket.getString("id") + "/replies")
                    .then()
                    .statusCode(201);
        }
        var path = "/v1/customers/" + ticket.getString("requester.id") + "/timeline";
        var page = admin().queryParam("limit", 2).get(path).jsonPath();
        assertThat(page.getList("items.text")).isEqualTo(List.of("third", "second"));
        admin().queryParam("limit", 2)
                .queryParam("cursor", page.getString("nextCursor"))
                .get(path)
                .then()
                .body("items.text", contains("first"))
                .body("nextCursor", nullValue());
        admin().queryParam("cursor", "x").get(path).then().statusCode(400);
    }

    @Test
    void whoever_writes_from_a_domain_belongs_to_its_organisation() {
        var domain = tag + ".example";
        var before = person("before@" + domain);
        var organisation = admin().body("{\"name\": \"Org %s\", \"domains\": [\"%s\"]}".formatted(tag, domain))
                .post("/v1/organisations")
                .then()
                .statusCode(201)
                .extract()
                .<String>path("id");
        var after = person("after@" + domain);
        for (var id : List.of(before, after)) {
            admin().get("/v1/customers/" + id).then().body("organisation", equalTo(organisation));
        }
        admin().queryParam("organisation", organisation)
                .get("/v1/tickets")
                .then()
                .body("items.size()", equalTo(2));
        admin().queryParam("organisation", organisation)
                .get("/v1/customers")
                .then()
                .body("items.size()", equalTo(2));
        admin().queryParam("domain", domain).get("/v1/organisations").then().body("items.id", contains(organisation));
        admin().body("{\"name\": \"x\", \"domains\": [\"%s\"]}".formatted(domain))
                .post("/v1/organisations")
                .then()
                .statusCode(422);
        admin().header("If-Match", "\"9\"")
                .body("{\"name\": \"x\"}")
                .put("/v1/organisations/" + organisation)
                .then()
                .statusCode(412);
        admin().header("If-Match", "\"1\"")
                .body("{\"name\": \"New\"}")
                .put("/v1/organisations/" + organisation)
                .then()
                .statusCode(200);
        admin().delete("/v1/organisations/" + organisation).then().statusCode(204);
        admin().get("/v1/organisations/" + organisation).then().statusCode(404);
        admin().get("/v1/customers/" + before).then().body("organisation", nullValue());
        admin().body("{\"name\": \"x\", \"domains\": [\"no domain\"]}")
                .post("/v1/organisations")
                .then()
                .statusCode(400);
        as(Roles.CUSTOMER, before).get("/v1/organisations").then().statusCode(403);
    }

    @Test
    void an_export_has_all_and_after_erasing_no_word_is_left() throws SQLException {
        var ticket = open(tag + "@example.org", "email", "secret" + tag);
        var path = "/v1/tickets/" + ticket.getString("id");
        var customer = ticket.getString("requester.id");
        admin().header("Idempotency-Key", tag)
                .body("{\"body\": \"answer" + tag + "\"}")
                .post(path + "/replies")
                .then()
                .statusCode(201);
        admin().body("{\"body\": \"between" + tag + "\"}")
                .post(path + "/notes")
                .then()
                .statusCode(201);
        alice().post("/v1/customers/" + customer + "/export").then().statusCode(403);
        admin().post("/v1/customers/" + customer + "/export")
                .then()
                .statusCode(200)
                .body("customers[0].identities[0].value", equalTo(tag + "@example.org"))
                .body("tickets[0].messages.body", contains("secret" + tag, "answer" + tag))
                .body(not(containsString("between")));
        admin().post("/v1/customers/" + customer + "/erase")
                .then()
                .statusCode(200)
                .body("tickets", equalTo(1))
                .body("messages", equalTo(3));
        admin().get("/v1/customers/" + customer)
                .then()
                .body("name", nullValue())
                .body("identities", empty());
        admin().get(path).then().statusCode(200).body("subject", equalTo("(erased)"));
        admin().get(path + "/messages").then().body("items.body", equalTo(List.of("", "", "")));
        admin().queryParam("q", "secret" + tag).get("/v1/tickets").then().body("items", empty());
        for (var table : List.of(
                "customer", "customer_identity", "ticket", "ticket_words", "message", "ticket_event", "idempotency")) {
            assertThat(rowsWith(table, tag)).as(table).isZero();
        }
        try (var kafka = new KafkaProbe()) {
            await().atMost(20, SECONDS)
                    .untilAsserted(() -> assertThat(kafka.<CustomerProfile>read(Topic.CUSTOMERS, customer)
                                    .getLast()
                                    .data())
                            .isNull());
            Map<Object, Boolean> gone = new HashMap<>();
            kafka.<MessageText>read(Topic.MESSAGES).forEach(text -> {
                if (text.data() != null && text.data().ticketId().toString().equals(ticket.getString("id"))) {
                    gone.put(text.subject(), false);
                } else if (gone.containsKey(text.subject())) {
                    gone.put(text.subject(), text.data() == null);
                }
            });
            assertThat(gone.values()).hasSize(3).containsOnly(true);
        }
        assertThat(person(tag + "@example.org")).isNotEqualTo(customer);
        admin().header("If-Match", "*")
                .body("{\"name\": \"Back\"}")
                .patch("/v1/customers/" + customer)
                .then()
                .statusCode(409);
    }

    private static long rowsWith(String table, String words) throws SQLException {
        try (var connection = Scene.database();
                var statement = connection.prepareStatement(
                        "SELECT count(*) FROM " + table + " r WHERE r::text LIKE '%' || ? || '%'")) {
            statement.setString(1, words);
            try (var rows = statement.executeQuery()) {
                rows.next();
                return rows.getLong(1);
            }
        }
    }
}
