package dev.casestream.intake.channel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import dev.casestream.contracts.Priority;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Media;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Notice;
import dev.casestream.intake.domain.Part.Receipt;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** What deliveries of real shape tell. */
class DeliveryPartsTest {

    private static Message only(WebhookChannel channel, String sample) {
        var parts = Webhooks.parts(channel, sample);
        assertThat(parts).hasSize(1);
        return (Message) parts.getFirst();
    }

    @Test
    void whatsapp_text_may_be_answered_for_24_hours() {
        var message = only(new WhatsAppChannel(), "whatsapp-text.json");

        assertThat(message.text()).startsWith("Hej, min ordre 20417");
        assertThat(message.sender().name()).isEqualTo("Søren Ørsted");
        assertThat(message.sender().phone()).isEqualTo("+4520123456");
        assertThat(message.sender().verified()).isTrue();
        assertThat(message.sentAt()).isEqualTo(Instant.ofEpochSecond(1772439243));
        assertThat(message.reply())
                .isEqualTo(new ReplyCapability(
                        true, Instant.ofEpochSecond(1772439243 + 86_400), List.of("text", "media", "template")));
    }

    @Test
    void whatsapp_delivery_tells_several_things() {
        var parts = Webhooks.parts(new WhatsAppChannel(), "whatsapp-image-and-statuses.json");

        assertThat(((Message) parts.get(0)).media())
                .containsExactly(new Media("whatsapp:1479537139650973", "image/jpeg", null));
        assertThat(((Message) parts.get(0)).text()).isEqualTo("Sådan ser den ud");
        assertThat(parts.get(1)).isEqualTo(new Notice("wamid.LIKE", "reaction"));
        assertThat(parts.get(2)).isEqualTo(new Receipt("wamid.OURS", "4520123456", "+4520123456", "delivered", null));
        assertThat(parts.get(3)).isEqualTo(new Receipt("wamid.OURS2", "4520123456", "+4520123456", "failed", "131047"));
    }

    @Test
    void messenger_tells_messages_from_echoes_and_receipts() {
        var parts = Webhooks.parts(new MessengerChannel(), "messenger-message.json");

        assertThat(parts).hasSize(3);
        assertThat(((Message) parts.get(0)).sender().handle()).isEqualTo("messenger:7238461523001");
        assertThat(((Message) parts.get(0)).media())
                .containsExactly(
                        new Media("https://scontent.xx.fbcdn.net/v/t1.15752-9/skjerm.png?_nc_cat=1", "image", null));
        assertThat(parts.get(1)).isEqualTo(new Notice("m_echo", "own-message"));
        assertThat(parts.get(2)).isEqualTo(new Receipt("m_ours", "7238461523001", null, "delivered", null));
    }

    @Test
    void instagram_message_without_words_says_what_it_is() {
        assertThat(only(new InstagramChannel(), "instagram-message.json").text())
                .isEqualTo("[share]");
    }

    @Test
    void telegram_photo_comes_in_its_largest_size_with_the_senders_language() {
        var message = only(new TelegramChannel(), "telegram-message.json");

        assertThat(message.text()).isEqualTo("Не приходит счёт");
        assertThat(message.language()).isEqualTo("ru");
        assertThat(message.sender().name()).isEqualTo("Ирина Соколова");
        assertThat(message.media()).containsExactly(new Media("telegram:AgAClarge", "image/jpeg", null));
        assertThat(message.reply()).isEqualTo(new ReplyCapability(true, null, List.of("text", "media")));
    }

    @Test
    void x_tells_our_own_messages_from_others() {
        var parts = Webhooks.parts(new XChannel(), "x-direct-message.json");

        assertThat(((Message) parts.get(0)).sender().name()).isEqualTo("Jürgen Groß");
        assertThat(((Message) parts.get(0)).sentAt()).isEqualTo(Instant.ofEpochMilli(1772439243927L));
        assertThat(parts.get(1)).isEqualTo(new Notice("954491830116155397", "own-message"));
    }

    @Test
    void text_message_with_a_picture_names_it_and_does_not_fetch_it() {
        var message = only(new TwilioSmsChannel(), "twilio-sms.form");

        assertThat(message.text()).isEqualTo("Where is my parcel? Order 20417 & 20418");
        assertThat(message.sender().phone()).isEqualTo("+447700900123");
        assertThat(message.media())
                .containsExactly(new Media(
                        "https://api.twilio.com/2010-04-01/Accounts/AC0/Messages/MM0/Media/ME0", "image/jpeg", null));
        assertThat(Webhooks.parts(new TwilioSmsChannel(), "twilio-sms-status.form"))
                .containsExactly(new Receipt("SM2xxxxxx", "+447700900123", "+447700900123", "failed", "30003"));
    }

    @Test
    void voicemail_and_its_transcript_are_of_one_conversation() {
        var recording = only(new TwilioVoiceChannel(), "twilio-voice-recording.form");
        var transcript = only(new TwilioVoiceChannel(), "twilio-voice-transcript.form");

        assertThat(recording.text()).isEqualTo("Voicemail, 12 s");
        assertThat(recording.media()).isNotEmpty();
        assertThat(transcript.text()).startsWith("Hello, I am calling");
        assertThat(transcript.thread()).isEqualTo(recording.thread());
        assertThat(transcript.id()).isNotEqualTo(recording.id());
    }

    @Test
    void call_is_a_request_when_it_ends_by_its_recording_or_by_its_voicemail() throws UnreadableException {
        assertThat(only(new CtiChannel(), "cti-voicemail.json").text()).startsWith("Hej, det er Freja.");
        assertThat(cti("ringing", "")).isEqualTo(new Notice("c1:ringing", "call-progress"));
        assertThat(cti("answered", "")).isEqualTo(new Notice("c1:answered", "call-progress"));
        assertThat(((Message) cti("ended", "")).subject()).isEqualTo("Missed call");
        assertThat(((Message) cti("ended", ",\"answered\":true,\"durationSeconds\":125,\"agent\":\"alice\"")))
                .satisfies(call -> assertThat(call.text()).isEqualTo("Phone call, 2 min 5 s"))
                .satisfies(call -> assertThat(call.fields()).containsEntry("agent", "alice"));
        assertThat(((Message) cti("recording", ",\"recordingUrl\":\"https://pbx.example/r\"")).media())
                .hasSize(1);
        assertThatThrownBy(() -> cti("exploded", "")).isInstanceOf(UnreadableException.class);
    }

    private static Part cti(String event, String more) throws UnreadableException {
        var body = "{\"event\":\"" + event + "\",\"callId\":\"c1\",\"from\":\"+4520123456\"" + more + "}";
        return new CtiChannel()
                .parts(new Delivery("", Map.of(), body.getBytes(StandardCharsets.UTF_8)))
                .getFirst();
    }

    @Test
    void alerts_open_update_and_close() {
        var firing = Webhooks.parts(new MonitoringChannel(), "alertmanager-firing.json");
        var resolved = only(new MonitoringChannel(), "alertmanager-resolved.json");
        var one = (Message) firing.getFirst();

        assertThat(one.subject()).isEqualTo("DiskFull on db-1:9100");
        assertThat(one.priority()).isEqualTo(Priority.CRITICAL);
        assertThat(one.automatic()).isEqualTo("monitoring");
        assertThat(one.fields()).containsEntry("alert", "firing");
        assertThat(((Message) firing.get(1)).thread()).isNotEqualTo(one.thread());
        assertThat(resolved.thread()).isEqualTo(one.thread());
        assertThat(resolved.id()).isNotEqualTo(one.id());
        assertThat(resolved.fields()).containsEntry("alert", "resolved");
        assertThat(resolved.text()).startsWith("Resolved at 2026-03-02T09:00:00Z");
        assertThat(one.reply()).isEqualTo(new ReplyCapability(false, null, List.of()));
    }

    @Test
    void generic_message_is_normalised() {
        var message = only(new GenericChannel(), "generic-message.json");

        assertThat(message.sender().email()).isEqualTo("asa@exempel.se");
        assertThat(message.sender().phone()).isEqualTo("+46701234567");
        assertThat(message.reply())
                .isEqualTo(new ReplyCapability(true, Instant.parse("2026-03-02T09:14:03Z"), List.of("text")));
    }

    static List<WebhookChannel> channels() {
        return List.of(
                new WhatsAppChannel(),
                new MessengerChannel(),
                new InstagramChannel(),
                new TelegramChannel(),
                new XChannel(),
                new TwilioSmsChannel(),
                new TwilioVoiceChannel(),
                new GenericChannel(),
                new CtiChannel(),
                new MonitoringChannel());
    }

    /** Signed nonsense is the provider's mistake: told as unreadable, or as nothing at all, never an accident. */
    @ParameterizedTest
    @MethodSource("channels")
    @Timeout(20)
    void nonsense_is_unreadable_and_no_accident(WebhookChannel channel) {
        var deep = "[".repeat(100_000);
        for (var body : List.of(
                "",
                " ",
                "null",
                "[]",
                "1",
                "{",
                "{}x",
                deep,
                "{\"a\":" + deep,
                "{\"entry\":1,\"alerts\":7}",
                "{\"entry\":[{\"changes\":[{\"value\":{\"messages\":[{}]}}],\"messaging\":[{}]}]}",
                "{\"entry\":[null,1,\"a\",[]],\"update_id\":null,\"alerts\":[1]}",
                "{\"id\":1,\"id\":2}",
                "%zz=1",
                "=&=&",
                "a=b&".repeat(5_000),
                "\u0000\u0001")) {
            try {
                assertThat(channel.parts(new Delivery("", Map.of(), body.getBytes(StandardCharsets.UTF_8))))
                        .as(body.substring(0, Math.min(50, body.length())))
                        .doesNotHaveAnyElementsOfTypes(Message.class);
            } catch (UnreadableException e) {
                assertThat(e.getMessage()).isNotBlank();
            }
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"99999999999999999999", "-1", "yesterday", "", "2026-13-45T00:00:00Z"})
    void times_that_are_none_are_left_out(String time) {
        assertThat(dev.casestream.intake.provider.Json.instant(time)).isNull();
    }
}
