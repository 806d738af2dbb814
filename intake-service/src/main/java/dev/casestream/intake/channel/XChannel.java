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
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;

/** Direct messages of X and posts that mention us, by the Account Activity API or the X Activity API. */
@ApplicationScoped
public class XChannel implements WebhookChannel {

    @Override
    public String name() {
        return "x";
    }

    /** The challenge-response check: the token, signed. */
    @Override
    public Optional<String> handshake(Account account, Map<String, String> query) {
        var token = query.get("crc_token");
        return token == null
                ? Optional.empty()
                : Optional.of("{\"response_token\":\""
                        + signature(account.secrets().getFirst(), token.getBytes(StandardCharsets.UTF_8)) + "\"}");
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Signatures.says(
                delivery.header("x-twitter-webhooks-signature"), account, secret -> signature(secret, delivery.body()));
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var activity = Json.object(delivery);
        if (activity.path("data").path("event_type").isTextual()) {
            return List.of(XPosts.ofActivity(activity.path("data")));
        }
        var us = Json.required(activity, "for_user_id");
        var parts = new ArrayList<Part>();
        for (var event : activity.path("direct_message_events")) {
            var id = Json.required(event, "id");
            var sender = text(event, "message_create", "sender_id");
            if (sender == null || sender.equals(us)) {
                parts.add(new Notice(id, sender == null ? "no-request" : "own-message"));
            } else {
                parts.add(message(id, sender, event, activity.path("users").path(sender)));
            }
        }
        for (var post : activity.path("tweet_create_events")) {
            parts.add(XPosts.ofAccountActivity(post, us));
        }
        return parts;
    }

    private static Message message(String id, String sender, JsonNode event, JsonNode user) {
        var data = event.path("message_create").path("message_data");
        var picture = text(data, "attachment", "media", "media_url_https");
        return Message.of(
                        id,
                        sender,
                        new Sender(text(user, "name"), null, null, "x:" + sender, true),
                        Json.instant(text(event, "created_timestamp")),
                        Objects.requireNonNullElse(text(data, "text"), "[message]"))
                .with(
                        picture == null
                                ? List.of()
                                : List.of(new Media(picture, text(data, "attachment", "media", "type"), null)))
                .answerable(new ReplyCapability(true, null, List.of("text", "media")));
    }

    private static String signature(byte[] secret, byte[] signed) {
        return "sha256=" + Base64.getEncoder().encodeToString(Signatures.hmac("HmacSHA256", secret, signed));
    }
}
