package dev.casestream.intake.channel;

import dev.casestream.intake.domain.Clues;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Words;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import dev.casestream.intake.store.Originals;
import dev.casestream.intake.store.Sha256;
import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What all channels of providers have in common: one part of a delivery is one arrival. */
public final class DeliveredChannel implements Channel {

    /** Circumstance: which of the delivery's parts it is. */
    public static final String PART = "part";
    /** Circumstance: what makes it the same as another. */
    public static final String DEDUPE_KEY = "dedupeKey";
    /** Circumstances: the headers that are kept. */
    public static final String HEADER = "header.";

    private static final int MOST_TEXT = 256 * 1024;
    private static final int MOST_MEDIA = 20;
    private static final int MOST_FIELDS = 32;
    private static final int LONGEST_REFERENCE = 2_000;

    private final WebhookChannel channel;
    private final Originals originals;
    private final Languages languages;

    public DeliveredChannel(WebhookChannel channel, Originals originals, Languages languages) {
        this.channel = channel;
        this.originals = originals;
        this.languages = languages;
    }

    @Override
    public String name() {
        return channel.name();
    }

    @Override
    public @Nullable String dedupeKey(Arrival arrival) {
        return arrival.circumstances().get(DEDUPE_KEY);
    }

    @Override
    public Reading read(Arrival arrival) throws IOException {
        try (var in = originals.open(arrival.original())) {
            var parts = channel.parts(new Delivery("", headers(arrival.circumstances()), in.readAllBytes()));
            var index = Integer.parseInt(arrival.circumstances().getOrDefault(PART, "0"));
            return index < parts.size() && parts.get(index) instanceof Message message
                    ? new Reading.Understood(draft(message, arrival))
                    : new Reading.Quarantined("no-request", null);
        } catch (UnreadableException e) {
            return new Reading.Quarantined("unreadable", null);
        }
    }

    /** The key of a conversation with somebody, which names nobody. */
    public static String conversation(String channel, @Nullable String account, String thread) {
        return channel + ":" + Sha256.of(account + "\n" + thread).substring(0, 32);
    }

    private Draft draft(Message message, Arrival arrival) {
        var text = String.valueOf(Words.clip(Words.clean(message.text()).strip(), MOST_TEXT));
        var subject = message.subject() == null ? "" : Words.line(message.subject(), 998);
        var sender = message.sender();
        return new Draft(
                arrival.account(),
                Words.line(message.id(), 255),
                new dev.casestream.contracts.InquiryEvent.Sender(
                        line(sender.name(), 200),
                        sender.email(),
                        sender.phone(),
                        line(sender.handle(), 200),
                        sender.verified()),
                subject.isEmpty() ? Words.line(text, 80) : subject,
                text,
                null,
                null,
                languages.of(text, message.language()),
                message.priority(),
                line(message.category(), 100),
                message.automatic(),
                java.util.List.of(),
                fields(message),
                Clues.of(conversation(arrival.channel(), arrival.account(), message.thread())),
                message.reply());
    }

    private static Map<String, String> fields(Message message) {
        var fields = new LinkedHashMap<String, String>();
        message.fields().entrySet().stream()
                .limit(MOST_FIELDS)
                .forEach(field -> fields.put(Words.line(field.getKey(), 64), Words.line(field.getValue(), 500)));
        if (message.sentAt() != null) {
            fields.put("sentAt", message.sentAt().toString());
        }
        var count = 0;
        for (var media :
                message.media().subList(0, Math.min(MOST_MEDIA, message.media().size()))) {
            put(fields, "media." + ++count, media);
        }
        return fields;
    }

    private static void put(Map<String, String> fields, String name, Media media) {
        fields.put(name, Words.line(media.reference(), LONGEST_REFERENCE));
        if (media.type() != null) {
            fields.put(name + ".type", Words.line(media.type(), 100));
        }
        if (media.name() != null) {
            fields.put(name + ".name", dev.casestream.intake.domain.FileNames.clean(media.name(), "file"));
        }
    }

    private static Map<String, String> headers(Map<String, String> circumstances) {
        var headers = new LinkedHashMap<String, String>();
        circumstances.forEach((name, value) -> {
            if (name.startsWith(HEADER)) {
                headers.put(name.substring(HEADER.length()), value);
            }
        });
        return headers;
    }

    private static @Nullable String line(@Nullable String given, int most) {
        var line = given == null ? "" : Words.line(given, most);
        return line.isEmpty() ? null : line;
    }

    /** What identifies a part, whichever delivery brings it. */
    public static String dedupeKey(String channel, String account, Part part) {
        var id = switch (part) {
            case Message message -> "message " + message.id();
            case Part.Notice notice -> "notice " + notice.id();
            case Part.Receipt receipt -> "receipt " + receipt.messageId() + " " + receipt.state();
        };
        return channel + ":" + Sha256.of(account + "\n" + id);
    }
}
