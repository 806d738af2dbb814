package dev.casestream.intake.channel;

import static dev.casestream.intake.provider.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Notice;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.Json;
import dev.casestream.intake.provider.Signatures;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** A bot of Telegram; the secret is the {@code secret_token} that its webhook was set with. */
@ApplicationScoped
public class TelegramChannel implements WebhookChannel {

    private static final List<String> FILES =
            List.of("document", "video", "voice", "audio", "animation", "video_note", "sticker");

    @Override
    public String name() {
        return "telegram";
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Signatures.says(
                delivery.header("x-telegram-bot-api-secret-token"),
                account,
                secret -> new String(secret, StandardCharsets.UTF_8));
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var update = Json.object(delivery);
        var id = Json.required(update, "update_id");
        var message = update.has("message") ? update.path("message") : update.path("edited_message");
        if (message.isMissingNode() || message.path("from").path("is_bot").asBoolean()) {
            return List.of(new Notice(id, "no-request"));
        }
        return List.of(message(id, message));
    }

    private static Message message(String id, JsonNode message) throws UnreadableException {
        var from = message.path("from");
        var media = media(message);
        var name = Stream.of(text(from, "first_name"), text(from, "last_name"))
                .filter(Objects::nonNull)
                .collect(Collectors.joining(" "));
        return Message.of(
                        id,
                        Json.required(message, "chat", "id"),
                        new Sender(
                                name.isEmpty() ? null : name,
                                null,
                                null,
                                "telegram:" + Json.required(from, "id"),
                                true),
                        Json.instant(text(message, "date")),
                        words(message, media))
                .about(null, text(from, "language_code"))
                .with(media)
                .answerable(new ReplyCapability(true, null, List.of("text", "media")));
    }

    private static String words(JsonNode message, List<Media> media) {
        var words = first(text(message, "text"), text(message, "caption"));
        if (words != null) {
            return words.strip();
        }
        var location = message.path("location");
        return location.isObject()
                ? text(location, "latitude") + "," + text(location, "longitude")
                : media.isEmpty() ? "[message]" : "[" + media.getFirst().type() + "]";
    }

    private static List<Media> media(JsonNode message) {
        var media = new ArrayList<Media>();
        // The last size of a photo is its largest.
        var photos = message.path("photo");
        if (!photos.isEmpty()) {
            media.add(new Media(
                    "telegram:" + photos.get(photos.size() - 1).path("file_id").asText(), "image/jpeg", null));
        }
        for (var kind : FILES) {
            var file = message.path(kind);
            if (file.has("file_id")) {
                media.add(new Media(
                        "telegram:" + file.path("file_id").asText(),
                        first(text(file, "mime_type"), kind),
                        text(file, "file_name")));
            }
        }
        return media;
    }

    private static @Nullable String first(@Nullable String one, @Nullable String other) {
        return one == null ? other : one;
    }
}
