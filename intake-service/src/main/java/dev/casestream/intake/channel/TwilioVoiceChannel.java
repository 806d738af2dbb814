package dev.casestream.intake.channel;

import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.InquiryEvent.Sender;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Notice;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Calls by Twilio, from their ringing to voicemail and, when it comes, its transcript, all of one conversation. */
@ApplicationScoped
public class TwilioVoiceChannel implements WebhookChannel {

    private static final Set<String> MISSED = Set.of("no-answer", "busy", "canceled", "failed");

    @Override
    public String name() {
        return "twilio-voice";
    }

    @Override
    public boolean isGenuine(Account account, Delivery delivery, Instant now) {
        return Twilio.isGenuine(account, delivery);
    }

    @Override
    public List<Part> parts(Delivery delivery) throws UnreadableException {
        var form = Twilio.read(delivery);
        var call = form.getOrDefault("CallSid", "");
        if (call.isEmpty()) {
            throw new UnreadableException("has no CallSid");
        }
        var transcript = form.get("TranscriptionText");
        if (transcript != null) {
            return List.of(message(form, call, form.getOrDefault("TranscriptionSid", call), transcript));
        }
        if (form.containsKey("TranscriptionStatus")) {
            return List.of(new Notice(form.getOrDefault("TranscriptionSid", call), "no-transcript"));
        }
        if (form.containsKey("RecordingUrl")) {
            return List.of(message(
                    form,
                    call,
                    form.getOrDefault("RecordingSid", call),
                    "Voicemail, " + form.getOrDefault("RecordingDuration", "?") + " s"));
        }
        return List.of(progress(form, call, form.getOrDefault("CallStatus", "unknown")));
    }

    /** How a call goes on; those that we make are nobody's request. */
    private static Part progress(Map<String, String> form, String call, String status) {
        if (form.getOrDefault("Direction", "inbound").startsWith("outbound")) {
            return new Notice(call + ":" + status, "own-message");
        }
        if (MISSED.contains(status)) {
            return message(form, call, call + ":missed", "Missed call");
        }
        return switch (status) {
            case "ringing" -> message(form, call, call + ":ringing", "Incoming call");
            case "in-progress" ->
                message(form, call, call + ":answered", "Answered").byMachine("call-progress", null, null);
            case "completed" ->
                message(form, call, call + ":ended", "Phone call, " + form.getOrDefault("CallDuration", "?") + " s")
                        .byMachine("call-progress", null, null);
            default -> new Notice(call + ":" + status, "call-progress");
        };
    }

    private static Message message(Map<String, String> form, String call, String id, String text) {
        var from = form.getOrDefault("From", "");
        var phone = Phones.normalise(from, null).orElse(null);
        var recording = form.get("RecordingUrl");
        return Message.of(
                        id,
                        call,
                        new Sender(
                                form.get("CallerName"),
                                null,
                                phone,
                                phone == null ? "twilio-voice:" + call : null,
                                true),
                        null,
                        text)
                .about(form.containsKey("TranscriptionText") ? "Voicemail" : text, null)
                .with(recording == null ? List.of() : List.of(new Media(recording, "audio/x-wav", null)))
                .with(Map.of("call", call))
                .answerable(new ReplyCapability(phone != null, null, phone == null ? List.of() : List.of("call")));
    }
}
