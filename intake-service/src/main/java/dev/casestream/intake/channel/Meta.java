package dev.casestream.intake.channel;

import static dev.casestream.intake.provider.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Notice;
import dev.casestream.intake.domain.Part.Receipt;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.Json;
import dev.casestream.intake.provider.Signatures;
import dev.casestream.intake.provider.UnreadableException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** What the webhooks of Messenger and Instagram, and their handshake with WhatsApp's, have in common. */
final class Meta {

    private static final Duration WINDOW = Duration.ofHours(24);

    private Meta() {}

    static Optional<String> handshake(Account account, Map<String, String> query) {
        return "subscribe".equals(query.get("hub.mode"))
                        && account.verifyToken()
                                .filter(token -> Signatures.isSame(query.get("hub.verify_token"), token))
                                .isPresent()
                ? Optional.ofNullable(query.get("hub.challenge"))
                : Optional.empty();
    }

    static List<Part> messaging(String channel, Delivery delivery) throws UnreadableException {
        var parts = new ArrayList<Part>();
        for (var entry : Json.object(delivery).path("entry")) {
            for (var event : entry.path("messaging")) {
                add(parts, channel, event);
            }
        }
        return parts;
    }

    private static void add(List<Part> parts, String channel, JsonNode event) throws UnreadableException {
        var who = Json.required(event, "sender", "id");
        var message = event.path("message");
        var time = text(event, "timestamp");
        if (event.has("delivery")) {
            for (var mid : event.path("delivery").path("mids")) {
                parts.add(new Receipt(mid.asText(), who, null, "delivered", null));
            }
        } else if (event.path("read").has("mid")) {
            parts.add(new Receipt(Json.required(event, "read", "mid"), who, null, "read", null));
        } else if (message.path("is_echo").asBoolean()) {
            parts.add(new Notice(Json.required(message, "mid"), "own-message"));
        } else if (message.path("is_deleted").asBoolean()) {
            parts.add(new Notice(Json.required(message, "mid") + ":deleted", "deleted"));
        } else if (event.has("message")) {
            parts.add(message(channel, event, Json.required(message, "mid"), text(message, "text")));
        } else if (event.has("postback")) {
            var id = text(event, "postback", "mid");
            parts.add(message(
                    channel,
                    event,
                    id == null ? who + ":" + time + ":postback" : id,
                    text(event, "postback", "title")));
        } else {
            parts.add(new Notice(who + ":" + time + ":" + event.fieldNames().next(), "no-request"));
        }
    }

    private static Message message(
            String channel, JsonNode event, String id, @org.jspecify.annotations.Nullable String words) {
        var who = event.path("sender").path("id").asText();
        var sentAt = Json.instant(text(event, "timestamp"));
        var media = new ArrayList<Media>();
        for (var attachment : event.path("message").path("attachments")) {
            var url = text(attachment, "payload", "url");
            media.add(new Media(
                    url == null ? channel + ":" + id : url,
                    text(attachment, "type"),
                    text(attachment, "payload", "title")));
        }
        var text = Objects.requireNonNullElse(
                words, media.isEmpty() ? "[message]" : "[" + media.getFirst().type() + "]");
        return Message.of(id, who, new Sender(null, null, null, channel + ":" + who, true), sentAt, text)
                .with(media)
                .answerable(new ReplyCapability(
                        true, sentAt == null ? null : sentAt.plus(WINDOW), List.of("text", "media")));
    }
}
