package dev.casestream.notification;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.mail.ReplyToken;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.NotificationEvent;
import dev.casestream.contracts.NotificationEvent.DeliveryBounced;
import dev.casestream.contracts.NotificationEvent.DeliveryConfirmed;
import dev.casestream.contracts.NotificationEvent.DeliveryFailed;
import dev.casestream.contracts.NotificationEvent.DeliverySent;
import dev.casestream.contracts.NotificationEvent.DeliverySuppressed;
import dev.casestream.contracts.Origin;
import dev.casestream.notification.MailServer.Received;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.vertx.core.Vertx;
import jakarta.inject.Inject;
import jakarta.mail.Multipart;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.awaitility.core.ConditionFactory;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** From what happens to a ticket to the mail in a real mail server, and what is said about it. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
@QuarkusTestResource(MailServer.class)
class DeliveriesIT {

    @SuppressWarnings("NullAway.Init")
    MailServer mail;

    @Inject
    ReplyToken tokens;

    @Inject
    Carrier carrier;

    @Inject
    Tx tx;

    @Inject
    Vertx vertx;

    @Inject
    ClaimDueDeliveries claims;

    @Inject
    MakeAttempt attempts;

    @Inject
    RecordOutcomes outcomes;

    @Inject
    DeliverySettings settings;

    @Inject
    GiveUpWaiting giveUp;

    private KafkaProbe kafka;
    private Story story;

    @BeforeEach
    void begin() {
        kafka = new KafkaProbe();
        story = new Story(kafka);
    }

    @AfterEach
    void end() {
        kafka.close();
    }

    @Test
    void new_request_is_acknowledged_in_the_customers_language_and_in_its_thread() {
        story.begun("da");

        var letter = only(story);
        assertThat(letter.header("Subject")).isEqualTo("[" + story.number + "] Re: Printer on fire");
        assertThat(letter.header("In-Reply-To")).isEqualTo("<" + story.request + "@customer>");
        assertThat(letter.header("References")).isEqualTo("<" + story.request + "@customer>");
        assertThat(letter.header("Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(letter.header("X-Auto-Response-Suppress")).isEqualTo("All");
        assertThat(letter.header("From")).isEqualTo("\"Casestream Support\" <support@casestream.local>");
        assertThat(letter.header("Message-ID")).startsWith("<rt.").endsWith("@casestream.local>");
        assertThat(tokens.verify(letter.header("Message-ID"))).contains(story.ticket);
        assertThat(letter.header("Reply-To")).contains("<support+rt.");
        assertThat(tokens.verify(letter.header("Reply-To"))).contains(story.ticket);
        assertThat(part(letter, 0)).contains("Hej Anna", "Vi har modtaget den", story.number);
        assertThat(part(letter, 1)).contains("<html lang=\"da\">", story.number);
    }

    @Test
    void outcome_is_said_in_order_and_in_the_words_of_no_person() {
        story.begun("en");

        eventually().until(story::toldTypes, types -> types.equals(List.of("DeliveryQueued", "DeliverySent")));
        var told = story.told();
        assertThat(told).extracting(Envelope::version).containsExactly(1L, 2L);
        assertThat(told).allSatisfy(event -> {
            assertThat(event.actor()).isEqualTo("system:notification-service");
            assertThat(event.causationDepth()).isEqualTo(1);
            assertThat(event.require().delivery().messageId()).isEqualTo(story.request);
            assertThat(event.require().delivery().recipient()).isEqualTo(story.customer);
            assertThat(event.toString()).doesNotContain(story.address, "Anna", "Printer");
        });
    }

    @Test
    void unconfirmed_address_gets_no_word_of_the_request() {
        story.known("en", false).asked("BUY NOW", "http://evil.example").opened(Origin.LIVE, false);

        var letter = only(story);
        assertThat(letter.header("Subject")).isEqualTo("[" + story.number + "] We have received your request");
        assertThat(part(letter, 0) + part(letter, 1)).doesNotContain("Anna", "BUY", "evil");
    }

    @Test
    void reply_goes_out_in_the_thread_and_quotes_what_it_answers() {
        story.begun("sv");
        var acknowledgement = only(story);
        story.replied("Use <water> & sand.");

        var letter = mails(story, 2).get(1);
        assertThat(letter.header("In-Reply-To")).isEqualTo("<" + story.request + "@customer>");
        assertThat(letter.header("References")).contains(acknowledgement.header("Message-ID"));
        assertThat(letter.header("Auto-Submitted")).isEmpty();
        assertThat(letter.header("Message-ID")).isNotEqualTo(acknowledgement.header("Message-ID"));
        assertThat(part(letter, 0))
                .containsSubsequence("##- Skriv ditt svar", "Use <water> & sand.", "Du skrev:", "> It burns.");
        assertThat(part(letter, 1)).contains("Use &lt;water&gt; &amp; sand.").doesNotContain("<water>");
    }

    @Test
    void html_that_the_agent_wrote_goes_out_as_html() {
        story.begun("en");
        story.replied("Use water.", "<p>Use <b>water</b>.</p>", "email", Origin.LIVE);

        assertThat(part(mails(story, 2).get(1), 1)).contains("<p>Use <b>water</b>.</p>");
    }

    @Test
    void any_script_and_any_line_break_in_a_subject_is_harmless() throws Exception {
        story.known("ru", true)
                .asked("Пожар 🔥\r\nBcc: x@evil.example", "Горит.")
                .opened(Origin.LIVE, false);

        var letter = only(story);
        assertThat(letter.message().getSubject()).isEqualTo("[" + story.number + "] Re: Пожар 🔥 Bcc: x@evil.example");
        assertThat(letter.header("Bcc")).isEmpty();
        assertThat(part(letter, 0)).contains("Здравствуйте, Anna!");
    }

    @Test
    void words_and_customer_that_come_later_are_waited_for() {
        story.opened(Origin.LIVE, false);
        eventually().until(story::toldTypes, List.of("DeliveryQueued")::equals);
        story.asked("Printer on fire", "It burns.");
        story.known("en", true);

        assertThat(only(story).header("Subject")).contains("Printer on fire");
    }

    @Test
    void mail_waits_while_the_server_is_down_and_goes_out_once() {
        mail.stop();
        try {
            story.begun("en");
            eventually().until(() -> failures(story).stream().anyMatch(f -> f.attempts() >= 3));
            assertThat(failures(story)).allSatisfy(failure -> {
                assertThat(failure.finished()).isFalse();
                assertThat(failure.reason()).isEqualTo("smtp-unreachable");
            });
        } finally {
            mail.restart();
        }

        only(story);
        eventually().untilAsserted(() -> assertThat(story.toldTypes()).endsWith("DeliverySent"));
        staysAt(story, 1);
    }

    @Test
    void refusal_for_good_is_a_failure_with_its_code() {
        mail.refuse(story.address, 550);
        story.begun("en");

        eventually().until(() -> failures(story), failures -> !failures.isEmpty());
        assertThat(failures(story)).singleElement().satisfies(failure -> {
            assertThat(failure.finished()).isTrue();
            assertThat(failure.reason()).isEqualTo("smtp-550");
        });
    }

    @Test
    void reply_to_a_customer_without_address_fails_and_says_why() {
        story.known("en", List.of()).asked("Printer on fire", "It burns.").opened("web", Origin.LIVE, false);
        story.replied("Use water.", null, "web", Origin.LIVE);

        eventually().until(() -> failures(story), failures -> !failures.isEmpty());
        assertThat(failures(story))
                .singleElement()
                .extracting(DeliveryFailed::reason)
                .isEqualTo("no-address");
        assertThat(suppressions(story)).containsExactly("no-address");
    }

    @Test
    void automatic_mail_is_never_answered() {
        story.known("en", true).asked("Out of office", "Back soon.").opened(Origin.LIVE, true);

        eventually().until(() -> suppressions(story), List.of("automatic-mail")::equals);
        staysAt(story, 0);
    }

    @ParameterizedTest
    @ValueSource(strings = {"IMPORT", "REPLAY"})
    void nothing_is_sent_about_the_past(Origin origin) {
        story.known("en", true).asked("Printer on fire", "It burns.").opened(origin, false);
        story.replied("Long ago.", null, "email", origin);
        story.replied("Today.");

        assertThat(part(only(story), 0)).contains("Today.");
        staysAt(story, 1);
        assertThat(story.toldTypes()).containsExactly("DeliveryQueued", "DeliverySent");
    }

    @Test
    void crash_between_the_servers_answer_and_our_record_doubles_the_mail_with_the_same_id() {
        sql("CREATE FUNCTION fail() RETURNS trigger LANGUAGE plpgsql AS "
                + "$$ BEGIN RAISE EXCEPTION 'crash' USING ERRCODE = '40001'; END $$");
        sql("CREATE TRIGGER crash BEFORE UPDATE ON delivery FOR EACH ROW WHEN (NEW.state = 'SENT' AND NEW.recipient = '"
                + story.customer + "') EXECUTE FUNCTION fail()");
        try {
            story.begun("en");
            mails(story, 2);
        } finally {
            sql("DROP TRIGGER crash ON delivery");
            sql("DROP FUNCTION fail");
        }

        eventually()
                .untilAsserted(() -> assertThat(story.toldTypes()).containsExactly("DeliveryQueued", "DeliverySent"));
        assertThat(mail.to(story.address).stream().map(letter -> letter.header("Message-ID")))
                .containsOnly(mail.to(story.address).getFirst().header("Message-ID"));
    }

    @Test
    void two_senders_send_each_delivery_once() throws Exception {
        var second = new SendDueDeliveries(vertx, claims, attempts, outcomes, settings);
        second.start(new StartupEvent());
        try {
            var stories = IntStream.range(0, 30).mapToObj(_ -> new Story(kafka)).toList();
            stories.forEach(one -> one.begun("en"));
            stories.forEach(one -> one.replied("Use water."));

            stories.forEach(one -> mails(one, 2));
            stories.forEach(one -> eventually()
                    .until(
                            one::toldTypes,
                            types -> types.stream()
                                            .filter("DeliverySent"::equals)
                                            .count()
                                    == 2));
            stories.forEach(one -> assertThat(mail.to(one.address)).hasSize(2));
        } finally {
            second.stop(new ShutdownEvent());
        }
    }

    @Test
    void no_reply_overtakes_an_earlier_one() {
        mail.refuse(story.address, 451);
        story.begun("en");
        IntStream.range(0, 5).forEach(i -> story.replied("Reply " + i));
        eventually().until(() -> failures(story).size() >= 2);
        mail.accept(story.address);

        var letters = mails(story, 6);
        assertThat(letters.getFirst().header("Auto-Submitted")).isEqualTo("auto-replied");
        assertThat(IntStream.range(0, 5))
                .allSatisfy(i -> assertThat(part(letters.get(i + 1), 0)).contains("Reply " + i));
        var sent = eventually()
                .until(
                        () -> story.told().stream()
                                .filter(event -> event.data() instanceof DeliverySent)
                                .toList(),
                        events -> events.size() == 6);
        assertThat(story.told()).extracting(Envelope::version).isSorted();
        assertThat(sent).hasSize(6);
    }

    @Test
    void slow_recipient_holds_up_nobody_else() {
        var thinking = mail.stall(story.address);
        try {
            story.begun("en");
            var others = IntStream.range(0, 5).mapToObj(_ -> new Story(kafka)).toList();
            others.forEach(one -> one.begun("en"));

            others.forEach(DeliveriesIT.this::only);
            assertThat(mail.to(story.address)).isEmpty();
        } finally {
            thinking.countDown();
        }
    }

    @Test
    void acknowledgements_to_one_address_are_counted_and_the_sixth_is_withheld() {
        var customer = Ids.next();
        var stories =
                IntStream.range(0, 6).mapToObj(_ -> new Story(kafka, customer)).toList();
        stories.getFirst().known("en", true);
        stories.forEach(one -> one.asked("Again", "And again.").opened(Origin.LIVE, false));

        eventually()
                .until(
                        () -> stories.stream()
                                .flatMap(one -> suppressions(one).stream())
                                .toList(),
                        List.of("loop-budget")::equals);
        eventually().until(() -> mail.to(stories.getFirst().address).size(), count -> count == 5);
        staysAt(stories.getFirst(), 5);
    }

    @Test
    void who_is_forgotten_gets_no_mail_and_the_wait_for_them_ends() {
        story.begun("en");
        only(story);
        story.forgotten();
        eventually().until(() -> count("customer WHERE id = '" + story.customer + "'"), n -> n == 0);
        story.replied("Too late.");

        eventually().until(story::toldTypes, types -> types.size() == 3);
        staysAt(story, 1);
        sql("UPDATE delivery SET queued_at = queued_at - interval '5 days' WHERE recipient = '" + story.customer + "'");
        giveUp.giveUp().await().atMost(Duration.ofSeconds(10));

        eventually().until(() -> failures(story), failures -> !failures.isEmpty());
        assertThat(failures(story)).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("never-arrived");
            assertThat(failure.finished()).isTrue();
        });
    }

    @Test
    void mail_that_comes_back_has_bounced_and_can_be_resent() {
        story.begun("en");
        var id = bare(only(story).header("Message-ID"));
        eventually().until(story::toldTypes, types -> types.contains("DeliverySent"));
        story.reported("email", id, Ids.next(), "bounced", "5.1.1");
        story.reported("email", "rt.somebody-elses@casestream.local", story.ticket, "bounced", "5.1.1");
        story.reported("email", id, story.ticket, "delayed", "4.4.1");
        story.reported("email", id, story.ticket, "bounced", "5.1.1");
        story.reported("email", id, story.ticket, "bounced", "5.1.1");

        eventually().until(story::toldTypes, List.of("DeliveryQueued", "DeliverySent", "DeliveryBounced")::equals);
        assertThat(events(story, DeliveryBounced.class))
                .singleElement()
                .extracting(DeliveryBounced::reason)
                .isEqualTo("dsn-5.1.1");
        assertThat(count("delivery WHERE state = 'BOUNCED' AND ticket_id = '" + story.ticket + "'"))
                .isEqualTo(1);
    }

    @Test
    void what_a_provider_tells_by_its_own_id_is_the_state_of_the_delivery() {
        story.known("en", true).asked("Printer on fire", "It burns.").opened("carrier", Origin.LIVE, false);
        var reply = story.replied("Use water.", null, "carrier", Origin.LIVE);
        eventually().until(() -> carrier.taken(story.ticket).size() == 2);
        eventually().until(story::toldTypes, types -> types.size() == 4);
        var ids = carrier.taken(story.ticket);

        story.reported("elsewhere", ids.get(0), null, "delivered", null);
        story.reported("carrier", ids.get(0), null, "failed", "30003");
        story.reported("carrier", ids.get(1), null, "sent", null);
        story.reported("carrier", ids.get(1), null, "delivered", null);
        story.reported("carrier", ids.get(1), null, "read", null);

        eventually().until(() -> events(story, DeliveryConfirmed.class), confirmed -> !confirmed.isEmpty());
        assertThat(events(story, DeliveryConfirmed.class))
                .singleElement()
                .satisfies(confirmed ->
                        assertThat(confirmed.delivery().messageId()).isEqualTo(reply));
        eventually().until(() -> failures(story), failures -> !failures.isEmpty());
        assertThat(failures(story)).singleElement().satisfies(failure -> {
            assertThat(failure.reason()).isEqualTo("carrier-30003");
            assertThat(failure.finished()).isTrue();
        });
    }

    private static String bare(String messageId) {
        return messageId.substring(1, messageId.length() - 1);
    }

    private Received only(Story of) {
        return mails(of, 1).getFirst();
    }

    private List<Received> mails(Story of, int count) {
        eventually().until(() -> mail.to(of.address).size() >= count);
        return mail.to(of.address);
    }

    private void staysAt(Story of, int count) {
        await().during(Duration.ofMillis(1500))
                .atMost(Duration.ofSeconds(5))
                .until(() -> mail.to(of.address).size() == count);
    }

    private static List<DeliveryFailed> failures(Story of) {
        return events(of, DeliveryFailed.class);
    }

    private static List<String> suppressions(Story of) {
        return events(of, DeliverySuppressed.class).stream()
                .map(DeliverySuppressed::reason)
                .toList();
    }

    private static <E extends NotificationEvent> List<E> events(Story of, Class<E> type) {
        return of.told().stream()
                .map(Envelope::require)
                .filter(type::isInstance)
                .map(type::cast)
                .toList();
    }

    private static String part(Received letter, int index) {
        try {
            return ((Multipart) letter.message().getContent())
                    .getBodyPart(index)
                    .getContent()
                    .toString();
        } catch (Exception e) {
            throw new IllegalStateException(e);
        }
    }

    private void sql(String statement) {
        tx.run(work -> work.update(statement)).await().atMost(Duration.ofSeconds(10));
    }

    private long count(String from) {
        return tx.run(work -> work.query("SELECT count(*) AS n FROM " + from))
                .await()
                .atMost(Duration.ofSeconds(10))
                .getFirst()
                .getLong("n");
    }

    private static ConditionFactory eventually() {
        return await().atMost(Duration.ofSeconds(30)).pollInterval(Duration.ofMillis(100));
    }
}
