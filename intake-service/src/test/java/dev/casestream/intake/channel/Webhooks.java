package dev.casestream.intake.channel;

import com.standardwebhooks.Webhook;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Accounts;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.Signatures;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.TreeMap;

/** Deliveries of real shape, signed as their providers do. */
public final class Webhooks {

    private static final Accounts ACCOUNTS = new Accounts(Optional.of(Path.of("src/test/resources/accounts")));

    private Webhooks() {}

    public static byte[] sample(String name) {
        try (var in = Objects.requireNonNull(Webhooks.class.getResourceAsStream("/webhooks/" + name), name)) {
            return in.readAllBytes();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static Account account(String channel) {
        return ACCOUNTS.find(channel, "main").orElseThrow();
    }

    /** The headers that the provider sends with a body, signed with the account's last secret: an old one holds too. */
    public static Map<String, String> signed(String channel, byte[] body, Instant at) {
        var account = account(channel);
        var secret = account.secrets().getLast();
        return switch (channel) {
            case "whatsapp", "messenger", "instagram" ->
                Map.of(
                        "x-hub-signature-256",
                        "sha256=" + HexFormat.of().formatHex(Signatures.hmac("HmacSHA256", secret, body)));
            case "x" ->
                Map.of(
                        "x-twitter-webhooks-signature",
                        "sha256=" + Base64.getEncoder().encodeToString(Signatures.hmac("HmacSHA256", secret, body)));
            case "telegram" -> Map.of("x-telegram-bot-api-secret-token", new String(secret, StandardCharsets.UTF_8));
            case "monitoring" -> Map.of("authorization", "Token " + new String(secret, StandardCharsets.UTF_8));
            case "twilio-sms", "twilio-voice" ->
                Map.of("x-twilio-signature", twilio(account.url().orElseThrow(), body, secret));
            default -> standard(new String(secret, StandardCharsets.UTF_8), body, at);
        };
    }

    private static Map<String, String> standard(String secret, byte[] body, Instant at) {
        try {
            var signature =
                    new Webhook(secret).sign("msg_1", at.getEpochSecond(), new String(body, StandardCharsets.UTF_8));
            return Map.of(
                    "webhook-id",
                    "msg_1",
                    "webhook-timestamp",
                    Long.toString(at.getEpochSecond()),
                    "webhook-signature",
                    signature);
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private static String twilio(String url, byte[] body, byte[] secret) {
        var signed = new StringBuilder(url);
        form(body).forEach((name, value) -> signed.append(name).append(value));
        return Base64.getEncoder()
                .encodeToString(
                        Signatures.hmac("HmacSHA1", secret, signed.toString().getBytes(StandardCharsets.UTF_8)));
    }

    static Map<String, String> form(byte[] body) {
        var form = new TreeMap<String, String>();
        for (var pair : new String(body, StandardCharsets.UTF_8).split("&")) {
            var parts = pair.split("=", 2);
            form.put(
                    URLDecoder.decode(parts[0], StandardCharsets.UTF_8),
                    URLDecoder.decode(parts[1], StandardCharsets.UTF_8));
        }
        return form;
    }

    static Delivery delivery(String channel, byte[] body, Map<String, String> headers) {
        return new Delivery(account(channel).url().orElse("https://support.example/"), headers, body);
    }

    static List<Part> parts(WebhookChannel channel, String sample) {
        try {
            return channel.parts(delivery(channel.name(), sample(sample), Map.of()));
        } catch (UnreadableException e) {
            throw new IllegalStateException(e);
        }
    }
}
