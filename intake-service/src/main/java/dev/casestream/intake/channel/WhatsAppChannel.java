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
import dev.casestream.intake.provider.WebhookChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** WhatsApp's Cloud API. For 24 hours after a customer's message it may be answered freely, then by template only. */
@ApplicationScoped
public class WhatsAppChannel implements WebhookChannel {

    private static final Duration WINDOW = Duration.ofHours(24);

    @Override
    public String name() {
        return "whatsapp";
    }

    @Override
    public Optional<String> handshake(Account account, Map<String, String> query) {
        return Meta.handshake(account, query);
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Signatures.isMeta(account, delivery);
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var parts = new ArrayList<Part>();
        for (var entry : Json.object(delivery).path("entry")) {
            for (var change : entry.path("changes")) {
                var value = change.path("value");
                var names = names(value);
                for (var message : value.path("messages")) {
                    parts.add(message(message, names));
                }
                for (var status : value.path("statuses")) {
                    parts.add(new Receipt(
                            Json.required(status, "id"),
                            Json.required(status, "recipient_id"),
                            "+" + Json.required(status, "recipient_id"),
                            Json.required(status, "status"),
                            text(status.path("errors").path(0), "code")));
                }
            }
        }
        return parts;
    }

    private static Map<String, String> names(JsonNode value) {
        var names = new HashMap<String, String>();
        for (var contact : value.path("contacts")) {
            var name = text(contact, "profile", "name");
            if (name != null) {
                names.put(contact.path("wa_id").asText(), name);
            }
        }
        return names;
    }

    private static Part message(JsonNode message, Map<String, String> names) throws UnreadableException {
        var from = Json.required(message, "from");
        var type = message.path("type").asText("unknown");
        var sentAt = Json.instant(text(message, "timestamp"));
        var id = Json.required(message, "id");
        if (type.equals("reaction") || type.equals("system")) {
            return new Notice(id, type);
        }
        var content = message.path(type);
        return Message.of(
                        id,
                        from,
                        new Sender(names.get(from), null, Phones.international(from), "whatsapp:" + from, true),
                        sentAt,
                        words(type, content))
                .with(media(type, content))
                .answerable(new ReplyCapability(
                        true, sentAt == null ? null : sentAt.plus(WINDOW), List.of("text", "media", "template")));
    }

    private static String words(String type, JsonNode content) {
        var words = switch (type) {
            case "text" -> text(content, "body");
            case "button" -> text(content, "text");
            case "interactive" -> first(text(content, "button_reply", "title"), text(content, "list_reply", "title"));
            case "location" ->
                first(text(content, "name"), "") + " " + text(content, "latitude") + "," + text(content, "longitude");
            default -> text(content, "caption");
        };
        return words == null || words.isBlank() ? "[" + type + "]" : words.strip();
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }

    private static List<Media> media(String type, JsonNode content) {
        var id = text(content, "id");
        return id == null || type.equals("interactive")
                ? List.of()
                : List.of(new Media("whatsapp:" + id, text(content, "mime_type"), text(content, "filename")));
    }
}
