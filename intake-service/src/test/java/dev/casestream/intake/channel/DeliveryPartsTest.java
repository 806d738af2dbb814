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
    void x_posts_that_mention_or_answer_us_are_requests_and_others_are_not() {
        var parts = Webhooks.parts(new XChannel(), "x-mention.json");

        var mention = (Message) parts.getFirst();
        assertThat(mention.text()).endsWith("Kann jemand nachsehen, wo sie bleibt?");
        assertThat(mention.language()).isEqualTo("de");
        assertThat(mention.sender().handle()).isEqualTo("x:3001969357");
        assertThat(mention.sentAt()).isEqualTo(Instant.ofEpochMilli(1772439243927L));
        assertThat(mention.media()).containsExactly(new Media("https://pbs.twimg.com/media/paket.jpg", "photo", null));
        assertThat(mention.fields()).containsEntry("post", "https://x.com/jgross/status/2028372625130385408");
        assertThat(mention.reply()).isEqualTo(new ReplyCapability(true, null, List.of("public")));
        var answer = (Message) parts.get(1);
        assertThat(answer.thread()).isEqualTo(mention.thread());
        assertThat(parts.subList(2, 5))
                .containsExactly(
                        new Notice("2028372625130385410", "own-message"),
                        new Notice("2028372625130385411", "repost"),
                        new Notice("2028372625130385412", "no-request"));
    }

    @Test
    void x_mention_is_the_same_by_either_interface() {
        var mention = only(new XChannel(), "x-activity-mention.json");
        var before = (Message) Webhooks.parts(new XChannel(), "x-mention.json").getFirst();

        assertThat(mention.id()).isEqualTo(before.id());
        assertThat(mention.thread()).isEqualTo(before.thread());
        assertThat(mention.sender()).isEqualTo(before.sender());
        assertThat(mention.fields()).isEqualTo(before.fields());
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
    void call_is_a_request_as_soon_as_it_rings_and_goes_on_in_one_conversation() throws UnreadableException {
        assertThat(only(new CtiChannel(), "cti-voicemail.json").text()).startsWith("Hej, det er Freja.");
        var ringing = (Message) cti("ringing", "");
        assertThat(ringing.text()).isEqualTo("Incoming call");
        assertThat(ringing.automatic()).isNull();
        assertThat(ringing.sender().phone()).isEqualTo("+4520123456");
        var ended = (Message) cti("ended", ",\"answered\":true,\"durationSeconds\":125,\"agent\":\"alice\"");
        assertThat(ended.text()).isEqualTo("Phone call, 2 min 5 s");
        assertThat(ended.fields()).containsEntry("agent", "alice");
        var recording = (Message) cti("recording", ",\"recordingUrl\":\"https://pbx.example/r\"");
        assertThat(recording.media()).hasSize(1);
        assertThat(List.of((Message) cti("answered", ""), ended, recording))
                .allSatisfy(later -> assertThat(later.thread()).isEqualTo(ringing.thread()))
                .allSatisfy(later -> assertThat(later.automatic()).isEqualTo("call-progress"))
                .doesNotHaveDuplicates();
        assertThat(((Message) cti("ended", "")).subject()).isEqualTo("Missed call");
        assertThat(((Message) cti("ended", "")).automatic()).isNull();
        assertThat(cti("ringing", ",\"direction\":\"outbound\"")).isEqualTo(new Notice("c1:ringing", "own-message"));
        assertThatThrownBy(() -> cti("exploded", "")).isInstanceOf(UnreadableException.class);
    }

    @Test
    void call_by_twilio_rings_is_answered_and_ends_in_one_conversation() throws UnreadableException {
        var calls = List.of(
                (Message) twilio("ringing", ""),
                (Message) twilio("in-progress", ""),
                (Message) twilio("completed", "&CallDuration=42"),
                (Message) twilio("no-answer", ""));

        assertThat(calls)
                .extracting(Message::text)
                .containsExactly("Incoming call", "Answered", "Phone call, 42 s", "Missed call");
        assertThat(calls).extracting(Message::thread).containsOnly("CA1");
        assertThat(calls).extracting(call -> call.automatic() != null).containsExactly(false, true, true, false);
        assertThat(twilio("initiated", "")).isEqualTo(new Notice("CA1:initiated", "call-progress"));
        assertThat(twilio("completed", "&Direction=outbound-api"))
                .isEqualTo(new Notice("CA1:completed", "own-message"));
    }

    private static Part twilio(String status, String more) throws UnreadableException {
        var body = "CallSid=CA1&From=%2B447700900123&CallStatus=" + status + more;
        return new TwilioVoiceChannel()
                .parts(new Delivery("", Map.of(), body.getBytes(StandardCharsets.UTF_8)))
                .getFirst();
    }

    private static Part cti(String event, String more) throws UnreadableException {
        var body = "{\"event\":\"" + event + "\",\"callId\":\"c1\",\"from\":\"+4520123456\"" + more + "}";
        return new CtiChannel()
                .parts(new Delivery("", Map.of(), body.getBytes(StandardCharsets.UTF_8)))
                .getFirst();
    }

    @Test
    void alerts_open_update_close_and_open_again() throws UnreadableException {
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
        var again = new String(Webhooks.sample("alertmanager-firing.json"), StandardCharsets.UTF_8)
                .replace("2026-03-02T08:14:03.12Z", "2026-03-03T10:00:00Z");
        var later = (Message) new MonitoringChannel()
                .parts(new Delivery("", Map.of(), again.getBytes(StandardCharsets.UTF_8)))
                .getFirst();
        assertThat(later.thread()).isEqualTo(one.thread());
        assertThat(later.id()).isNotEqualTo(one.id());
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
