package dev.casestream.intake.webhook;

import static dev.casestream.intake.Scene.admin;
import static dev.casestream.intake.Scene.awaitOutcome;
import static io.restassured.RestAssured.given;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.hamcrest.Matchers.equalTo;

import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.InquiryEvent.DeliveryReported;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.Topic;
import dev.casestream.intake.ReplyKeys;
import dev.casestream.intake.Scene;
import dev.casestream.intake.channel.Webhooks;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.config.EncoderConfig;
import io.restassured.config.RestAssuredConfig;
import io.restassured.http.ContentType;
import io.restassured.response.ValidatableResponse;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Providers deliver, again and again and in any order, and strangers try. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(ReplyKeys.class)
class WebhookIT {

    private static final String FORM = "application/x-www-form-urlencoded";
    private static final RestAssuredConfig AS_IT_IS = RestAssuredConfig.config()
            .encoderConfig(EncoderConfig.encoderConfig()
                    .appendDefaultContentCharsetToContentTypeIfUndefined(false)
                    .encodeContentTypeAs(FORM, ContentType.BINARY));

    private final Scene scene = new Scene();
    private final String run = UUID.randomUUID().toString().substring(0, 8);

    @AfterEach
    void close() {
        scene.close();
        Scene.assertSumsAgree();
    }

    private static ValidatableResponse deliver(String channel, byte[] body, Map<String, String> headers) {
        return given().config(AS_IT_IS)
                .headers(headers)
                .contentType(channel.startsWith("twilio") ? FORM : "application/json")
                .body(body)
                .post("/v1/channels/{channel}/main/webhook", channel)
                .then();
    }

    private static ValidatableResponse deliver(String channel, byte[] body) {
        return deliver(channel, body, Webhooks.signed(channel, body, Instant.now()));
    }

    private static List<Map<String, Object>> entries(String channel) {
        return admin().queryParam("channel", channel)
                .queryParam("limit", 200)
                .get("/v1/inquiries")
                .then()
                .extract()
                .path("items");
    }

    private static byte[] original(Map<String, Object> entry) {
        return admin().get("/v1/inquiries/{id}/raw", entry.get("id")).asByteArray();
    }

    private byte[] whatsapp(String id, String text) {
        return new String(Webhooks.sample("whatsapp-text.json"), StandardCharsets.UTF_8)
                .replaceAll("wamid\\.[^\"]*", "wamid." + id + run)
                .replace("Hej, min ordre 20417 er ikke kommet.", text)
                .getBytes(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @CsvSource({
        "whatsapp, whatsapp-text.json, ordre 20417",
        "messenger, messenger-message.json, logget inn",
        "instagram, instagram-message.json, [share]",
        "telegram, telegram-message.json, счёт",
        "x, x-direct-message.json, Bestellung",
        "x, x-mention.json, wo sie bleibt",
        "twilio-sms, twilio-sms.form, Where is my parcel",
        "twilio-voice, twilio-voice-transcript.form, my invoice",
        "generic, generic-message.json, Betalningen",
        "cti, cti-voicemail.json, det er Freja",
        "monitoring, alertmanager-firing.json, 98 % full"
    })
    void delivery_becomes_an_event_once_however_often_it_comes(String channel, String sample, String words) {
        var body = Webhooks.sample(sample);
        assertThat(deliver(channel, body).statusCode(200).extract().asByteArray())
                .isEmpty();
        deliver(channel, body).statusCode(200);

        var first = await().until(
                        () -> entries(channel).stream()
                                .filter(entry -> entry.get("subject") != null && Arrays.equals(original(entry), body))
                                .toList(),
                        found -> !found.isEmpty());
        var event = scene.event(UUID.fromString(String.valueOf(first.getFirst().get("id"))));
        assertThat(event.require().channel()).isEqualTo(channel);
        assertThat(event.require().account()).isEqualTo("main");
        assertThat(event.require().sender().verified()).isTrue();
        assertThat(entries(channel))
                .filteredOn(entry -> String.valueOf(first.getFirst().get("id")).equals(entry.get("duplicateOf")))
                .hasSize(1);
        try (var probe = new KafkaProbe()) {
            assertThat(probe.<InquiryEvent>read(Topic.INQUIRIES))
                    .anyMatch(said -> said.require() instanceof InquiryReceived request
                            && request.channel().equals(channel)
                            && request.text().contains(words));
        }
    }

    @Test
    void conversation_goes_on_in_any_order_and_tells_how_it_may_be_answered() {
        deliver("whatsapp", whatsapp("2", "second")).statusCode(200);
        deliver("whatsapp", whatsapp("1", "first")).statusCode(200);

        var ids = await().until(
                        () -> entries("whatsapp").stream()
                                .filter(entry ->
                                        String.valueOf(entry.get("subject")).matches("(first|second).*"))
                                .map(entry -> UUID.fromString(String.valueOf(entry.get("id"))))
                                .toList(),
                        found -> found.size() == 2);
        assertThat(scene.event(ids.getFirst()).subject())
                .isEqualTo(scene.event(ids.getLast()).subject());
        // Sent in March: the day in which it could be answered freely is over.
        admin().get("/v1/inquiries/{id}", ids.getFirst())
                .then()
                .body("reply.canReply", equalTo(false))
                .body("reply.until", equalTo("2026-03-03T08:14:03Z"));
    }

    @Test
    void forged_delivery_is_refused_and_leaves_nothing() {
        var before = entries("whatsapp").size();
        var body = whatsapp("forged", "let me in");
        deliver("whatsapp", body, Map.of())
                .statusCode(403)
                .contentType("application/problem+json")
                .body("rule", equalTo("signature"));
        deliver("whatsapp", body, Webhooks.signed("whatsapp", whatsapp("other", "x"), Instant.now()))
                .statusCode(403);
        deliver("generic", body, Webhooks.signed("generic", body, Instant.now().minusSeconds(600)))
                .statusCode(403);
        assertThat(entries("whatsapp")).hasSize(before);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "whatsapp/nobody",
                "smoke-signals/main",
                "whatsapp/..%2Fmessenger%2Fmain",
                "email/main",
                "web/main"
            })
    void unknown_account_is_not_found(String account) {
        given().urlEncodingEnabled(false)
                .contentType(ContentType.JSON)
                .body("{}")
                .post("/v1/channels/" + account + "/webhook")
                .then()
                .statusCode(404);
        given().urlEncodingEnabled(false)
                .get("/v1/channels/" + account + "/webhook?hub.mode=subscribe&hub.challenge=1")
                .then()
                .statusCode(404);
    }

    @Test
    void handshake_is_answered_in_plain_text() {
        var asked = given().queryParam("hub.mode", "subscribe").queryParam("hub.challenge", "1158201444");
        asked.queryParam("hub.verify_token", "test-verify-whatsapp")
                .get("/v1/channels/whatsapp/main/webhook")
                .then()
                .statusCode(200)
                .contentType(ContentType.TEXT)
                .body(equalTo("1158201444"));
        given().queryParam("hub.mode", "subscribe")
                .queryParam("hub.challenge", "1")
                .queryParam("hub.verify_token", "wrong")
                .get("/v1/channels/whatsapp/main/webhook")
                .then()
                .statusCode(403);
        given().queryParam("crc_token", "challenge")
                .get("/v1/channels/x/main/webhook")
                .then()
                .statusCode(200)
                .contentType(ContentType.JSON);
    }

    @Test
    void receipts_are_told_once_and_are_no_requests() {
        var body = new String(Webhooks.sample("whatsapp-image-and-statuses.json"), StandardCharsets.UTF_8)
                .replace("wamid.", "wamid." + run)
                .getBytes(StandardCharsets.UTF_8);
        deliver("whatsapp", body).statusCode(200);
        deliver("whatsapp", body).statusCode(200);

        try (var probe = new KafkaProbe()) {
            await().until(
                            () -> probe.<InquiryEvent>read(Topic.INQUIRIES).stream()
                                    .filter(said -> said.require() instanceof DeliveryReported report
                                            && String.valueOf(report.messageId())
                                                    .contains(run))
                                    .map(said -> ((DeliveryReported) said.require()).state())
                                    .toList(),
                            List.of("delivered", "failed")::equals);
        }
        assertThat(entries("whatsapp").stream().filter(entry -> "reaction".equals(entry.get("reason"))))
                .hasSize(1);
    }

    @Test
    void what_nobody_understands_is_kept_for_a_person() {
        var body = ("{\"entry\":[{\"changes\":[{\"value\":{\"messages\":[{\"new\":\"" + run + "\"}]}}]}]}")
                .getBytes(StandardCharsets.UTF_8);
        deliver("whatsapp", body).statusCode(200);

        var id = entries("whatsapp").stream()
                .filter(entry -> "unreadable".equals(entry.get("reason")))
                .map(entry -> UUID.fromString(String.valueOf(entry.get("id"))))
                .findFirst()
                .orElseThrow();
        awaitOutcome(id, "quarantined");
        assertThat(admin().get("/v1/inquiries/{id}/raw", id).asByteArray()).isEqualTo(body);
    }

    @Test
    void oversized_delivery_is_refused_and_forgers_are_held_to_a_rate() {
        deliver("whatsapp", new byte[(1 << 20) + 1], Map.of()).statusCode(413).contentType("application/problem+json");
        var forger = "203.0.113." + (1 + Math.floorMod(run.hashCode(), 250));
        assertThat(IntStream.range(0, 160)
                        .map(i -> given().header("X-Forwarded-For", forger)
                                .contentType(ContentType.JSON)
                                .body("{}")
                                .post("/v1/channels/whatsapp/main/webhook")
                                .statusCode())
                        .distinct()
                        .boxed())
                .containsExactly(403, 429);
    }

    @Test
    void channels_name_their_accounts() {
        admin().get("/v1/channels")
                .then()
                .statusCode(200)
                .body("find { it.channel == 'telegram' }.accounts", equalTo(List.of("main")));
    }
}
