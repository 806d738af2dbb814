package dev.casestream.intake.channel;

import static dev.casestream.intake.provider.Json.text;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.EmailAddress;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Receipt;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.Json;
import dev.casestream.intake.provider.Signatures;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Anything that signs by Standard Webhooks: {@code {id, conversation, sender:{name,email,phone,handle}, subject, text,
 * language, sentAt, media:[{url,type,name}], fields, reply:{canReply,until,kinds}}}, or {@code {receipt:{messageId,
 * conversation, recipient, state, status}}}.
 */
@ApplicationScoped
public class GenericChannel implements WebhookChannel {

    @Override
    public String name() {
        return "generic";
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Signatures.isStandard(account, delivery, now);
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var body = Json.object(delivery);
        var receipt = body.path("receipt");
        if (receipt.isObject()) {
            var id = Json.required(receipt, "messageId");
            return List.of(new Receipt(
                    id,
                    Objects.requireNonNullElse(text(receipt, "conversation"), id),
                    text(receipt, "recipient"),
                    Json.required(receipt, "state"),
                    text(receipt, "status")));
        }
        return List.of(message(body));
    }

    private static Message message(JsonNode body) throws UnreadableException {
        var id = Json.required(body, "id");
        var sender = body.path("sender");
        var phone = text(sender, "phone");
        var who = new Sender(
                text(sender, "name"),
                EmailAddress.normalise(text(sender, "email")).orElse(null),
                phone == null
                        ? null
                        : Phones.normalise(phone, text(body, "language")).orElse(null),
                text(sender, "handle"),
                true);
        if (who.email() == null && who.phone() == null && who.handle() == null) {
            throw new UnreadableException("has no sender");
        }
        var media = new ArrayList<Media>();
        for (var one : body.path("media")) {
            media.add(new Media(Json.required(one, "url"), text(one, "type"), text(one, "name")));
        }
        var fields = new TreeMap<String, String>();
        body.path("fields")
                .properties()
                .forEach(field -> fields.put(field.getKey(), field.getValue().asText()));
        var message = Message.of(
                        id,
                        Objects.requireNonNullElse(text(body, "conversation"), id),
                        who,
                        Json.instant(text(body, "sentAt")),
                        Json.required(body, "text"))
                .about(text(body, "subject"), text(body, "language"))
                .with(media)
                .with(fields);
        var reply = body.path("reply");
        return reply.isObject() ? message.answerable(reply(reply)) : message;
    }

    private static ReplyCapability reply(JsonNode reply) {
        var kinds = new ArrayList<String>();
        reply.path("kinds").forEach(kind -> kinds.add(kind.asText()));
        return new ReplyCapability(reply.path("canReply").asBoolean(), Json.instant(text(reply, "until")), kinds);
    }
}
