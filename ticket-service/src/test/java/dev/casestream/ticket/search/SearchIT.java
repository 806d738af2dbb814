package dev.casestream.ticket.search;

import static dev.casestream.ticket.Scene.admin;
import static dev.casestream.ticket.Scene.as;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.equalTo;
import static org.hamcrest.Matchers.not;

import dev.casestream.chassis.security.Roles;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import dev.casestream.ticket.Scene;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import io.restassured.specification.RequestSpecification;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class SearchIT {

    private String tag = "";

    @BeforeEach
    void enter() {
        tag = Scene.subject("s").substring(2);
    }

    private JsonPath open(String language, String subject, String body) {
        return admin().body("""
                        {"customer": {"email": "%s@example.org", "name": "Zoë Quist"}, "subject": "%s", "body": "%s",
                         "language": "%s", "tags": ["%s"]}""".formatted(tag, subject, body, language, tag))
                .post("/v1/tickets")
                .then()
                .statusCode(201)
                .extract()
                .jsonPath();
    }

    private List<String> found(RequestSpecification caller, String q) {
        return caller.queryParam("tag", tag)
                .queryParam("q", q)
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getList("items.number");
    }

    @ParameterizedTest
    @CsvSource({
        "en, the refunds were promised, promising refund",
        "da, fakturaerne er forkerte, faktura forkert",
        "sv, fakturorna var försenade, fakturor forsenad",
        "nb, regningene ble sendt til kundene, regning kunde",
        "ru, мои заказы ещё не пришли, заказ еще",
        "de, die Rechnungen für Häuser, rechnung haus",
        "fr, les factures étaient erronées, facture erronee",
        "es, las facturas están equivocadas, factura estan",
    })
    void a_word_is_found_in_its_other_forms_whatever_the_language(String language, String body, String q) {
        var number = open(language, "Hm", body).getString("number");
        assertThat(found(admin(), q)).containsExactly(number);
        assertThat(found(admin(), q + " zebra")).isEmpty();
    }

    @Test
    void a_ticket_is_found_by_number_by_beginnings_by_parts_of_the_subject_and_by_its_customer() {
        var number = open("en", "Kundenrechnung unklar", "My invoices are lost in Århus")
                .getString("number");
        for (var q : List.of(
                number,
                number.toLowerCase(Locale.ROOT),
                number.substring(3),
                number.substring(0, number.length() - 1),
                "invo",
                "rechnung",
                "arhus",
                "zoe",
                "Quist invoice",
                tag + "@example.org",
                "\"lost in Århus\"",
                "nothing or invoice",
                "the invoice")) {
            assertThat(found(admin(), q)).as(q).contains(number);
        }
        for (var q : List.of("invoice -lost", "\"Århus lost\"", "nvoices", "100%", "_und")) {
            assertThat(found(admin(), q)).as(q).isEmpty();
        }
    }

    @Test
    void words_are_looked_for_across_the_messages_of_a_ticket_and_marked_where_they_stand() {
        var ticket = open("en", "Refund <now>", "A & B <script>alert(1)</script> late refund");
        admin().body("{\"body\": \"We looked at the zebra\"}")
                .post("/v1/tickets/" + ticket.getString("id") + "/replies")
                .then()
                .statusCode(201);
        admin().queryParam("q", "refund zebra " + tag)
                .get("/v1/tickets")
                .then()
                .body("items.number", equalTo(List.of(ticket.getString("number"))))
                .body("items[0].highlights[0].html", equalTo("<mark>Refund</mark> &lt;now&gt;"))
                .body("items[0].highlights[1].field", equalTo("message"))
                .body("items[0].highlights[1].html", containsString("<mark>"));
        admin().queryParam("q", "late " + tag)
                .get("/v1/tickets")
                .then()
                .body("items[0].highlights.find { it.field == 'message' }.html", not(containsString("<script")));
    }

    @Test
    void what_fits_best_comes_first_and_pages_go_on() {
        var inBody = open("en", "Hello", "a parrot").getString("number");
        var inSubject = open("en", "Parrot", "hello").getString("number");
        var both = open("en", "Parrot", "parrot parrot").getString("number");
        assertThat(found(admin(), "parrot")).containsExactly(both, inSubject, inBody);
        var page = admin().queryParam("tag", tag)
                .queryParam("q", "parrot")
                .queryParam("limit", 2)
                .get("/v1/tickets");
        assertThat(page.jsonPath().getList("items.number")).containsExactly(both, inSubject);
        admin().queryParam("tag", tag)
                .queryParam("q", "parrot")
                .queryParam("cursor", page.jsonPath().getString("nextCursor"))
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .body("items.number", equalTo(List.of(inBody)));
        assertThat(admin().queryParam("tag", tag)
                        .queryParam("q", "parrot")
                        .queryParam("sort", "createdAt")
                        .queryParam("count", "exact")
                        .get("/v1/tickets")
                        .then()
                        .header("X-Total-Count", equalTo("3"))
                        .extract()
                        .jsonPath()
                        .getList("items.number"))
                .containsExactly(inBody, inSubject, both);
    }

    @Test
    void nobody_finds_what_they_may_not_see() {
        var ticket = open("en", "Ours", "visible giraffe");
        admin().body("{\"body\": \"secret okapi\"}")
                .post("/v1/tickets/" + ticket.getString("id") + "/notes")
                .then()
                .statusCode(201);
        var number = ticket.getString("number");
        assertThat(found(as(Roles.AGENT, "alice", "support"), "okapi")).containsExactly(number);
        assertThat(found(as(Roles.AGENT, "dave", "sales"), "giraffe")).isEmpty();
        var customer = given().auth().oauth2(Tokens.of(Roles.CUSTOMER, ticket.getString("requester.id")));
        customer.queryParam("q", "giraffe").get("/v1/tickets").then().body("items.size()", equalTo(1));
        given().auth()
                .oauth2(Tokens.of(Roles.CUSTOMER, ticket.getString("requester.id")))
                .queryParam("q", "okapi")
                .get("/v1/tickets")
                .then()
                .statusCode(200)
                .body("items.size()", equalTo(0));
    }

    @Test
    void what_is_erased_is_not_found() throws SQLException {
        var ticket = open("en", "Erased", "visible pangolin");
        try (var connection = Scene.database();
                var statement = connection.createStatement()) {
            statement.execute("UPDATE message SET body = '' WHERE ticket_id = '" + ticket.getString("id") + "'");
        }
        assertThat(found(admin(), "pangolin")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(strings = {"-only", "!!", "a b c d e f g h i j k l m"})
    void a_search_that_makes_no_sense_is_refused_by_name(String q) {
        admin().queryParam("q", q).get("/v1/tickets").then().statusCode(400).body("errors[0].field", equalTo("q"));
    }

    @Test
    void a_cursor_of_another_search_or_a_forged_one_is_refused() {
        open("en", "Walrus", "walrus");
        open("en", "Walrus", "walrus");
        var cursor = admin().queryParam("q", "walrus")
                .queryParam("limit", 1)
                .get("/v1/tickets")
                .jsonPath()
                .getString("nextCursor");
        for (var wrong : List.of(cursor + "x", "x", cursor.replaceFirst("\\.[^.]*$", ".YWFhYWFhYWFhYWFhYWFhYQ"))) {
            admin().queryParam("q", "walrus")
                    .queryParam("cursor", wrong)
                    .get("/v1/tickets")
                    .then()
                    .statusCode(400)
                    .body("errors[0].field", equalTo("cursor"));
        }
        admin().queryParam("q", "sealion")
                .queryParam("cursor", cursor)
                .get("/v1/tickets")
                .then()
                .statusCode(400)
                .body("detail", containsString("belongs to another query"));
        admin().queryParam("q", "x".repeat(201)).get("/v1/tickets").then().statusCode(400);
        admin().queryParam("sort", "relevance").get("/v1/tickets").then().statusCode(400);
    }
}
