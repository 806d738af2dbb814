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
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/**
 * Any telephone system: {@code {event, callId, from, to, at, name, agent, answered, durationSeconds, recordingUrl,
 * transcript, language}}, signed by Standard Webhooks. A call is a request as soon as it rings, and all that
 * follows is of its conversation; {@code direction: outbound} is a call of ours.
 */
@ApplicationScoped
public class CtiChannel implements WebhookChannel {

    @Override
    public String name() {
        return "cti";
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Signatures.isStandard(account, delivery, now);
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var body = Json.object(delivery);
        var call = Json.required(body, "callId");
        var event = Json.required(body, "event");
        if ("outbound".equals(text(body, "direction"))) {
            return List.of(new Notice(call + ":" + event, "own-message"));
        }
        return List.of(
                switch (event) {
                    case "ringing" -> message(body, call, event, "Phone call", "Incoming call");
                    case "answered" -> progress(message(body, call, event, "Phone call", "Answered"));
                    case "ended" ->
                        body.path("answered").asBoolean()
                                ? progress(message(body, call, event, "Phone call", "Phone call, " + duration(body)))
                                : message(body, call, event, "Missed call", "Missed call");
                    case "recording" ->
                        progress(message(body, call, event, "Phone call", "Recording of a call, " + duration(body)));
                    case "voicemail" ->
                        message(
                                body,
                                call,
                                event,
                                "Voicemail",
                                Objects.requireNonNullElse(text(body, "transcript"), "Voicemail, " + duration(body)));
                    default -> throw new UnreadableException("has an unknown event");
                });
    }

    /** Written by the telephone system: it joins the conversation, and nobody is asked to answer it. */
    private static Message progress(Message message) {
        return message.byMachine("call-progress", null, null);
    }

    private static Message message(JsonNode body, String call, String event, String subject, String text)
            throws UnreadableException {
        var from = Json.required(body, "from");
        var phone = Phones.normalise(from, null).orElse(null);
        var recording = text(body, "recordingUrl");
        var fields = new TreeMap<>(Map.of("call", call, "event", event));
        var agent = text(body, "agent");
        if (agent != null) {
            fields.put("agent", agent);
        }
        return Message.of(
                        call + ":" + event + (recording == null ? "" : ":" + recording),
                        call,
                        new Sender(text(body, "name"), null, phone, phone == null ? "cti:" + from : null, true),
                        Json.instant(text(body, "at")),
                        text)
                .about(subject, text(body, "language"))
                .with(recording == null ? List.of() : List.of(new Media(recording, "audio", null)))
                .with(fields)
                .answerable(new ReplyCapability(phone != null, null, phone == null ? List.of() : List.of("call")));
    }

    private static String duration(JsonNode body) {
        var seconds = body.path("durationSeconds").asLong();
        return seconds / 60 + " min " + seconds % 60 + " s";
    }
}
