package dev.casestream.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.twilio.security.RequestValidator;
import dev.casestream.intake.provider.Accounts;
import dev.casestream.intake.provider.WebhookChannel;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Only what the provider signed, byte by byte, is genuine. */
class SignatureTest {

    private static final Instant NOW = Instant.parse("2026-03-02T08:14:03Z");

    static Stream<Arguments> deliveries() {
        return Stream.of(
                Arguments.of(new WhatsAppChannel(), "whatsapp-text.json"),
                Arguments.of(new MessengerChannel(), "messenger-message.json"),
                Arguments.of(new InstagramChannel(), "instagram-message.json"),
                Arguments.of(new TelegramChannel(), "telegram-message.json"),
                Arguments.of(new XChannel(), "x-direct-message.json"),
                Arguments.of(new TwilioSmsChannel(), "twilio-sms.form"),
                Arguments.of(new TwilioVoiceChannel(), "twilio-voice-recording.form"),
                Arguments.of(new GenericChannel(), "generic-message.json"),
                Arguments.of(new CtiChannel(), "cti-voicemail.json"),
                Arguments.of(new MonitoringChannel(), "alertmanager-firing.json"));
    }

    private static boolean isGenuine(WebhookChannel channel, byte[] body, Map<String, String> headers, Instant now) {
        return channel.isGenuine(
                Webhooks.account(channel.name()), Webhooks.delivery(channel.name(), body, headers), now);
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void genuine_as_it_came_and_forged_otherwise(WebhookChannel channel, String sample) {
        var body = Webhooks.sample(sample);
        var headers = Webhooks.signed(channel.name(), body, NOW);

        assertThat(isGenuine(channel, body, headers, NOW)).isTrue();
        assertThat(isGenuine(channel, body, Map.of(), NOW)).isFalse();
        headers.forEach((name, value) -> {
            for (var forged : new String[] {
                "", " ", "sha256=", "v1,", value.substring(1), value + "0", "0".repeat(value.length()), "\u00e5"
            }) {
                var other = new TreeMap<>(headers);
                other.put(name, forged);
                assertThat(isGenuine(channel, body, other, NOW))
                        .as(name + "=" + forged)
                        .isFalse();
            }
        });
    }

    @ParameterizedTest
    @MethodSource("deliveries")
    void another_body_is_forged_also_when_it_means_the_same(WebhookChannel channel, String sample) {
        var body = Webhooks.sample(sample);
        var headers = Webhooks.signed(channel.name(), body, NOW);
        var other = (new String(body, StandardCharsets.UTF_8) + (sample.endsWith(".form") ? "&Extra=1" : " "))
                .getBytes(StandardCharsets.UTF_8);

        // Telegram and Alertmanager name a secret instead of signing.
        var signs = !channel.name().equals("telegram") && !channel.name().equals("monitoring");
        assertThat(isGenuine(channel, other, headers, NOW)).isEqualTo(!signs);
    }

    @ParameterizedTest
    @ValueSource(longs = {301, -301, 86_400, Integer.MAX_VALUE})
    void what_was_signed_too_long_ago_or_ahead_is_a_replay(long seconds) {
        var body = Webhooks.sample("generic-message.json");
        var headers = Webhooks.signed("generic", body, NOW);

        assertThat(isGenuine(new GenericChannel(), body, headers, NOW.plus(Duration.ofSeconds(299))))
                .isTrue();
        assertThat(isGenuine(new GenericChannel(), body, headers, NOW.plusSeconds(seconds)))
                .isFalse();
        var moved = new TreeMap<>(headers);
        moved.put("webhook-timestamp", Long.toString(NOW.plusSeconds(seconds).getEpochSecond()));
        assertThat(isGenuine(new GenericChannel(), body, moved, NOW.plusSeconds(seconds)))
                .isFalse();
    }

    @Test
    void one_of_several_signatures_is_enough() {
        var body = Webhooks.sample("generic-message.json");
        var headers = new TreeMap<>(Webhooks.signed("generic", body, NOW));
        headers.compute("webhook-signature", (name, genuine) -> "v1,bm90IHRoaXMgb25l " + genuine);

        assertThat(isGenuine(new GenericChannel(), body, headers, NOW)).isTrue();
    }

    @Test
    void twilio_judges_as_its_own_library_does() {
        var body = Webhooks.sample("twilio-sms.form");
        var account = Webhooks.account("twilio-sms");
        var library = new RequestValidator(new String(account.secrets().getFirst(), StandardCharsets.UTF_8));
        var signature = Webhooks.signed("twilio-sms", body, NOW).get("x-twilio-signature");

        assertThat(library.validate(account.url().orElseThrow(), Webhooks.form(body), signature))
                .isTrue();
        assertThat(library.validate(account.url().orElseThrow() + "x", Webhooks.form(body), signature))
                .isFalse();
        assertThat(new TwilioSmsChannel()
                        .isGenuine(
                                account,
                                new dev.casestream.intake.provider.Delivery(
                                        account.url().orElseThrow() + "x",
                                        Map.of("x-twilio-signature", String.valueOf(signature)),
                                        body),
                                NOW))
                .isFalse();
    }

    @Test
    void handshakes_are_answered_to_the_provider_only() {
        var whatsapp = new WhatsAppChannel();
        var account = Webhooks.account("whatsapp");
        assertThat(whatsapp.handshake(
                        account,
                        Map.of(
                                "hub.mode",
                                "subscribe",
                                "hub.verify_token",
                                "test-verify-whatsapp",
                                "hub.challenge",
                                "42")))
                .contains("42");
        assertThat(whatsapp.handshake(
                        account, Map.of("hub.mode", "subscribe", "hub.verify_token", "wrong", "hub.challenge", "42")))
                .isEmpty();
        assertThat(whatsapp.handshake(account, Map.of("hub.challenge", "42"))).isEmpty();
        assertThat(new TelegramChannel().handshake(Webhooks.account("telegram"), Map.of()))
                .isEmpty();
        // As in the documentation of X: HMAC-SHA-256 of the token with the consumer secret, in base64.
        assertThat(new XChannel().handshake(Webhooks.account("x"), Map.of("crc_token", "challenge")))
                .contains("{\"response_token\":\"sha256=" + X_ANSWER + "\"}");
    }

    private static final String X_ANSWER = "XmsCvxLqeUulQuAJefa0ZANZPdgYDb+yM1b2S7eSOrs=";

    @Test
    void alertmanager_may_name_its_secret_as_a_password() {
        var basic = java.util.Base64.getEncoder()
                .encodeToString("main:test-secret-of-monitoring-0001".getBytes(StandardCharsets.UTF_8));
        assertThat(isGenuine(new MonitoringChannel(), new byte[0], Map.of("authorization", "Basic " + basic), NOW))
                .isTrue();
    }

    @Test
    void accounts_are_found_by_name_only_and_need_a_secret_that_nobody_guesses(@TempDir Path directory)
            throws IOException {
        Files.createDirectories(directory.resolve("x"));
        Files.writeString(directory.resolve("x/weak.properties"), "secret=changeme\n");
        Files.writeString(directory.resolve("x/none.properties"), "url=https://a.example\n");
        Files.writeString(directory.resolve("x/good.properties"), "secret=0123456789abcdef\n");
        Files.writeString(directory.resolve("outside.properties"), "secret=0123456789abcdef\n");
        var accounts = new Accounts(Optional.of(directory));

        assertThat(accounts.find("x", "good")).isPresent();
        assertThat(accounts.find("x", "good").toString()).doesNotContain("0123456789abcdef");
        assertThat(accounts.names("x")).containsExactly("good", "none", "weak");
        for (var name : new String[] {"nobody", "../outside", "..", "", "good.properties", "a/b", "GOOD", "x\0"}) {
            assertThat(accounts.find("x", name)).as(name).isEmpty();
        }
        assertThatThrownBy(() -> accounts.find("x", "weak")).isInstanceOf(IllegalStateException.class);
        assertThatThrownBy(() -> accounts.find("x", "none")).isInstanceOf(IllegalStateException.class);
        assertThat(new Accounts(Optional.empty()).find("x", "good")).isEmpty();
    }
}
