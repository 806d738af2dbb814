package dev.casestream.intake.form;

import static dev.casestream.intake.Scene.admin;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.containsString;
import static org.hamcrest.Matchers.not;

import dev.casestream.intake.ReplyKeys;
import dev.casestream.intake.Scene;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.restassured.specification.RequestSpecification;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The page with the form, as browsers with and without script use it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class FormIT {

    private static final String PATH = "/v1/inquiries/form";

    private final Scene scene = new Scene();
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void close() {
        scene.close();
    }

    /** From an address of its own, so that other tests' requests do not count. */
    private static RequestSpecification visitor() {
        return RestAssured.given().header("X-Forwarded-For", "198.51.100.77");
    }

    private static List<Map<String, Object>> entries() {
        return admin().queryParam("channel", "web")
                .queryParam("limit", 200)
                .get("/v1/inquiries")
                .then()
                .extract()
                .path("items");
    }

    private UUID entry(String subject) {
        return await().until(
                        () -> entries().stream()
                                .filter(entry -> subject.equals(entry.get("subject")))
                                .findFirst(),
                        java.util.Optional::isPresent)
                .map(entry -> UUID.fromString(String.valueOf(entry.get("id"))))
                .orElseThrow();
    }

    @ParameterizedTest
    @CsvSource({
        "en, Contact support", "da, Kontakt support", "sv, Kontakta supporten",
        "nb, Kontakt kundestøtte", "ru, Обращение в поддержку", "de, Support kontaktieren"
    })
    void page_is_in_the_language_that_is_asked_for_or_preferred(String language, String title) {
        visitor()
                .queryParam("lang", language)
                .get(PATH)
                .then()
                .statusCode(200)
                .header("Content-Language", language)
                .header("Content-Security-Policy", containsString("default-src 'none'"))
                .body(containsString("<h1>" + title + "</h1>"))
                .body(not(containsString("<script")));
        visitor()
                .header("Accept-Language", (language.equals("nb") ? "no" : language) + "-XX, fr;q=0.5")
                .get(PATH)
                .then()
                .header("Content-Language", language);
    }

    @Test
    void form_with_files_becomes_a_request_once() {
        for (int i = 0; i < 2; i++) {
            visitor()
                    .multiPart("name", "")
                    .multiPart("email", "ada@example.org")
                    .multiPart("subject", "form " + run)
                    .multiPart("body", "My parcel has not arrived.")
                    .multiPart("locale", "en")
                    .multiPart("externalId", run)
                    .multiPart("attachments", "note.txt", "hello".getBytes(StandardCharsets.UTF_8), "text/plain")
                    .multiPart("attachments", "", new byte[0], "application/octet-stream")
                    .multiPart("fields.website", "")
                    .post(PATH)
                    .then()
                    .statusCode(200)
                    .body(containsString("id=\"taken\""));
        }
        var event = scene.event(entry("form " + run)).require();
        assertThat(event.attachments()).hasSize(1);
        assertThat(event.language()).isEqualTo("en");
        assertThat(event.sender().verified()).isFalse();
    }

    @Test
    void what_is_wrong_is_marked_and_what_was_written_is_kept_and_escaped() {
        visitor()
                .multiPart("email", "no address")
                .multiPart("subject", "\"><script>alert(1)</script>")
                .multiPart("body", "hello")
                .post(PATH + "?lang=da")
                .then()
                .statusCode(400)
                .body(containsString("role=\"alert\""))
                .body(containsString("aria-invalid=\"true\""))
                .body(containsString("hello"))
                .body(not(containsString("<script>")));
    }

    @Test
    void who_fills_in_what_people_do_not_see_waits_for_a_person() {
        visitor()
                .multiPart("email", "bot@example.org")
                .multiPart("subject", "trap " + run)
                .multiPart("body", "Buy")
                .multiPart("fields.website", "https://spam.example")
                .post(PATH)
                .then()
                .statusCode(200);
        var id = entry("trap " + run);
        Scene.awaitOutcome(id, "quarantined");
        assertThat(Scene.reason(id)).isEqualTo("honeypot");
        assertThat(scene.events(id)).isEmpty();
    }

    @Test
    void people_write_on_it_in_a_browser_without_script() throws Exception {
        Assumptions.assumeTrue(Files.isExecutable(Browser.CHROMIUM), "the form in a real browser: no Chromium");
        try (var browser = new Browser()) {
            browser.call("Emulation.setScriptExecutionDisabled", Map.of("value", true));
            browser.call("Page.navigate", Map.of("url", "http://127.0.0.1:" + RestAssured.port + PATH + "?lang=sv"));
            await().until(() ->
                    browser.says("document.querySelector('h1')?.textContent").equals("Kontakta supporten"));
            assertThat(browser.says("getComputedStyle(document.querySelector('button')).backgroundColor"))
                    .isEqualTo("rgb(11, 83, 148)");
            assertThat(browser.says("[...document.querySelectorAll('form input:not([type=hidden]),textarea')]"
                            + ".every(field => field.labels.length === 1)"))
                    .isEqualTo("true");
            browser.type("email", "asa@exempel.se");
            browser.type("subject", "browser " + run);
            browser.type("body", "Betalningen avbryts varje gång.");
            browser.says("document.querySelector('button').click()");
            await().until(() ->
                    browser.says("!!document.getElementById('taken')").equals("true"));
        }
        var event = scene.event(entry("browser " + run)).require();
        assertThat(event.text()).isEqualTo("Betalningen avbryts varje gång.");
        assertThat(event.language()).isEqualTo("sv");
    }
}
