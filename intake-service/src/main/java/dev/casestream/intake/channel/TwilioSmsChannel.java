package dev.casestream.intake.channel;

import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Receipt;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/** Text and picture messages by Twilio, and what became of ours; the secret is the account's auth token. */
@ApplicationScoped
public class TwilioSmsChannel implements WebhookChannel {

    private static final int MOST_MEDIA = 10;

    @Override
    public String name() {
        return "twilio-sms";
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Twilio.isGenuine(account, delivery);
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var form = Twilio.read(delivery);
        var id = form.getOrDefault("MessageSid", form.getOrDefault("SmsSid", ""));
        var from = form.getOrDefault("From", "");
        if (id.isEmpty() || from.isEmpty()) {
            throw new UnreadableException("has no MessageSid or From");
        }
        var state = form.getOrDefault("MessageStatus", form.getOrDefault("SmsStatus", "received"));
        if (!state.equals("received")) {
            var to = form.getOrDefault("To", "");
            return List.of(
                    new Receipt(id, to, to, state.equals("undelivered") ? "failed" : state, form.get("ErrorCode")));
        }
        var media = media(form);
        return List.of(Message.of(
                        id,
                        from,
                        new Sender(
                                form.get("ProfileName"),
                                null,
                                Phones.normalise(from, null).orElse(null),
                                "twilio-sms:" + from,
                                true),
                        null,
                        Objects.requireNonNullElse(form.get("Body"), media.isEmpty() ? "[message]" : "[media]"))
                .with(media)
                .answerable(new ReplyCapability(!form.containsKey("OptOutType"), null, List.of("text", "media"))));
    }

    private static List<Media> media(Map<String, String> form) {
        var media = new ArrayList<Media>();
        for (int i = 0; i < MOST_MEDIA && form.containsKey("MediaUrl" + i); i++) {
            media.add(new Media(
                    Objects.requireNonNull(form.get("MediaUrl" + i)), form.get("MediaContentType" + i), null));
        }
        return media;
    }
}
