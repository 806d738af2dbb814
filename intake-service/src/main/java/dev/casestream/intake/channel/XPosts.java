package dev.casestream.intake.channel;

import static dev.casestream.intake.provider.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Notice;
import dev.casestream.intake.provider.Json;
import dev.casestream.intake.provider.UnreadableException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** What people say of us or to us in public on X. One person's posts to us are one conversation. */
final class XPosts {

    private XPosts() {}

    /** A post as the Account Activity API tells it: a request if it mentions us or answers us. */
    static Part ofAccountActivity(JsonNode post, String us) throws UnreadableException {
        var id = Json.required(post, "id_str");
        var author = Json.required(post, "user", "id_str");
        if (author.equals(us)) {
            return new Notice(id, "own-message");
        }
        if (post.path("retweeted_status").isObject()) {
            return new Notice(id, "repost");
        }
        var whole = post.path("extended_tweet").isObject() ? post.path("extended_tweet") : post;
        if (!us.equals(text(post, "in_reply_to_user_id_str")) && !mentions(whole, us)) {
            return new Notice(id, "no-request");
        }
        return message(
                id,
                author,
                post.path("user"),
                "screen_name",
                text(post, "timestamp_ms"),
                Objects.requireNonNullElse(text(whole, "full_text"), String.valueOf(text(post, "text"))),
                text(post, "lang"),
                media(whole));
    }

    private static boolean mentions(JsonNode post, String us) {
        for (var mention : post.path("entities").path("user_mentions")) {
            if (us.equals(text(mention, "id_str"))) {
                return true;
            }
        }
        return false;
    }

    private static List<Media> media(JsonNode post) {
        var media = new ArrayList<Media>();
        for (var one : post.path("extended_entities").path("media")) {
            var reference = text(one, "media_url_https");
            if (reference != null) {
                media.add(new Media(reference, text(one, "type"), null));
            }
        }
        return media;
    }

    /** An event of the X Activity API, which says itself that we are mentioned. */
    static Part ofActivity(JsonNode event) throws UnreadableException {
        var post = event.path("payload");
        var type = Json.required(event, "event_type");
        if (!type.startsWith("post.mention")) {
            return new Notice(Json.required(event, "event_uuid"), "no-request");
        }
        var id = Json.required(post, "id");
        var author = Json.required(post, "author_id");
        return author.equals(text(event, "filter", "user_id"))
                ? new Notice(id, "own-message")
                : message(
                        id,
                        author,
                        user(event, author),
                        "username",
                        text(post, "created_at"),
                        Json.required(post, "text"),
                        text(post, "lang"),
                        List.of());
    }

    private static JsonNode user(JsonNode event, String id) {
        for (var user : event.path("includes").path("users")) {
            if (id.equals(text(user, "id"))) {
                return user;
            }
        }
        return event.path("nobody");
    }

    private static Message message(
            String id,
            String author,
            JsonNode user,
            String nameOfName,
            @Nullable String at,
            String words,
            @Nullable String language,
            List<Media> media) {
        var name = Objects.requireNonNullElse(text(user, nameOfName), "i/web");
        return Message.of(
                        id,
                        "posts of " + author,
                        new Sender(text(user, "name"), null, null, "x:" + author, true),
                        Json.instant(at),
                        words)
                // Of other lengths are its own, as "qme" for a picture without words.
                .about(null, language != null && language.length() == 2 ? language : null)
                .with(media)
                .with(Map.of("post", "https://x.com/" + name + "/status/" + id))
                .answerable(new ReplyCapability(true, null, List.of("public")));
    }
}
