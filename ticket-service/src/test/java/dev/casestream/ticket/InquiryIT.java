package dev.casestream.ticket;

import static java.util.concurrent.TimeUnit.SECONDS;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.InquiryEvent.Basis;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.Servers;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.path.json.JsonPath;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

@QuarkusTest
@QuarkusTestResource(Servers.class)
class InquiryIT {

    private final Scene scene = new Scene();

    @AfterEach
    void leave() {
        scene.close();
    }

    @Test
    void an_inquiry_opens_a_ticket_and_says_so_on_the_topics() {
        var mail = Mail.of("ada@example.org", Scene.subject("Printer on fire"));
        var inquiry = scene.say(mail);
        var ticket = scene.ticketOf(mail.subject());
        assertThat(ticket.getString("number")).matches("CS-[0-9]{4,}");
        assertThat(ticket.getString("status")).isEqualTo("NEW");
        assertThat(ticket.getString("team")).isEqualTo("support");
        assertThat(ticket.getString("requester.email")).isEqualTo("ada@example.org");

        var opened = events(ticket, 1).getFirst();
        assertThat(opened.version()).isEqualTo(1);
        assertThat(opened.actor()).isEqualTo("customer:" + ticket.getString("requester.id"));
        assertThat(opened.require()).isInstanceOfSatisfying(TicketOpened.class, event -> {
            assertThat(event.inquiryId()).isEqualTo(inquiry);
            var text = scene.kafka
                    .<MessageText>read(Topic.MESSAGES, event.messageId())
                    .getFirst()
                    .require();
            assertThat(text.text()).isEqualTo("Words of ada@example.org");
            assertThat(text.subject()).isEqualTo(mail.subject());
        });
        var profile = scene.kafka
                .<CustomerProfile>read(Topic.CUSTOMERS, ticket.getString("requester.id"))
                .getFirst()
                .require();
        assertThat(profile.name()).isEqualTo("Ada Lovelace");
        assertThat(profile.identities())
                .containsExactly(new CustomerProfile.Identity("email", "ada@example.org", false));
    }

    @Test
    void the_same_inquiry_delivered_twice_has_one_effect() {
        var mail = Mail.of("twice@example.org", Scene.subject("Twice"));
        var envelope = Cause.request("system:intake-service")
                .envelope("/intake-service", mail.conversation(), 1, Instant.now(), mail.received());
        scene.kafka.say(Topic.INQUIRIES, envelope);
        scene.kafka.say(Topic.INQUIRIES, envelope);
        scene.kafka.say(
                Topic.INQUIRIES,
                Cause.request("system:intake-service")
                        .envelope("/intake-service", mail.conversation(), 2, Instant.now(), mail.received()));
        var ticket = scene.ticketOf(mail.subject());
        assertThat(events(ticket, 2)).hasSize(2);
        assertThat(messages(ticket)).hasSize(2);
    }

    @Test
    void a_reply_token_brings_anyones_message_onto_the_ticket_and_keeps_its_requester() {
        var ticket = scene.opened(Mail.of("owner@example.org", Scene.subject("Token")));
        scene.say(Mail.of("stranger@example.org", "Re: Token")
                .hinting(new TicketHint(id(ticket), null, Basis.REPLY_TOKEN)));
        var appended = (CustomerMessageReceived) events(ticket, 2).get(1).require();
        var requester = UUID.fromString(ticket.getString("requester.id"));
        assertThat(appended.customerId()).isNotEqualTo(requester);
        assertThat(Scene.admin().get("/v1/tickets/" + id(ticket)).jsonPath().getUUID("requester.id"))
                .isEqualTo(requester);
    }

    @Test
    void a_number_in_the_subject_counts_only_from_someone_who_takes_part() {
        var ticket = scene.opened(Mail.of("part@example.org", Scene.subject("Number")));
        var hint = new TicketHint(null, ticket.getString("number"), Basis.SUBJECT_NUMBER);
        var guess = Mail.of("guesser@example.org", Scene.subject("Guess")).hinting(hint);
        assertThat(scene.opened(guess).getString("id")).isNotEqualTo(ticket.getString("id"));
        scene.say(Mail.of("part@example.org", "Re: Number").hinting(hint));
        assertThat(events(ticket, 2).get(1).require()).isInstanceOf(CustomerMessageReceived.class);
    }

    @Test
    void a_conversation_goes_on_in_its_ticket_but_not_for_a_stranger() {
        var first = Mail.of("talker@example.org", Scene.subject("Talk"));
        var ticket = scene.opened(first);
        var other = Mail.of("listener@example.org", Scene.subject("Elsewhere")).in(first.conversation());
        assertThat(scene.opened(other).getString("id")).isNotEqualTo(ticket.getString("id"));
        var second = Mail.of("talker@example.org", Scene.subject("Talk on")).in("mail:" + UUID.randomUUID());
        var next = scene.opened(second);
        scene.say(Mail.of("talker@example.org", "Re: Talk on").in(second.conversation()));
        assertThat(events(next, 2)).hasSize(2);
    }

    @Test
    void a_closed_ticket_is_followed_up_and_the_follow_up_is_gone_on_with() {
        var mail = Mail.of("again@example.org", Scene.subject("Closed"));
        var ticket = scene.opened(mail);
        scene.staff();
        close(ticket);
        var hint = new TicketHint(id(ticket), null, Basis.REPLY_TOKEN);
        var after = Mail.of("again@example.org", Scene.subject("After")).hinting(hint);
        var followUp = scene.opened(after);
        assertThat(followUp.getString("links[0].ticket")).isEqualTo(ticket.getString("id"));
        scene.say(Mail.of("again@example.org", "once more").hinting(hint));
        assertThat(events(followUp, 2).get(1).require()).isInstanceOf(CustomerMessageReceived.class);
        assertThat(events(ticket, 1)).hasSize(4);
    }

    @Test
    void a_burst_from_one_person_in_many_conversations_makes_one_customer() {
        var mails = IntStream.range(0, 40)
                .mapToObj(i -> Mail.of("burst@example.org", Scene.subject("Burst " + i)))
                .toList();
        mails.forEach(scene::say);
        var requesters = mails.stream()
                .map(mail -> scene.ticketOf(mail.subject()).getString("requester.id"))
                .distinct()
                .toList();
        assertThat(requesters).hasSize(1);
    }

    @Test
    void an_address_is_proven_once_a_channel_proves_it() {
        var ticket = scene.opened(Mail.of("proof@example.org", Scene.subject("Claimed")));
        scene.opened(Mail.of("proof@example.org", Scene.subject("Proven")).proven());
        var profiles = scene.kafka.<CustomerProfile>read(Topic.CUSTOMERS, ticket.getString("requester.id"));
        assertThat(profiles.getLast().version())
                .isGreaterThan(profiles.getFirst().version());
        assertThat(profiles.getLast().require().identities().getFirst().verified())
                .isTrue();
    }

    @Test
    void an_alarm_that_is_over_solves_its_ticket_and_opens_it_when_it_fires_again() {
        var alarm = Alarm.of(Scene.subject("Disk full"));
        scene.say(alarm.says("firing"));
        var ticket = scene.ticketOf(alarm.subject());
        assertThat(ticket.getString("priority")).isEqualTo("CRITICAL");

        scene.say(alarm.says("resolved"));
        await().untilAsserted(() -> assertThat(status(ticket)).isEqualTo("SOLVED"));
        scene.say(alarm.says("firing"));
        await().untilAsserted(() -> assertThat(status(ticket)).isEqualTo("NEW"));

        assertThat(events(ticket, 5))
                .extracting(event -> event.require().getClass().getSimpleName())
                .containsExactly(
                        "TicketOpened",
                        "CustomerMessageReceived",
                        "TicketSolved",
                        "TicketReopened",
                        "CustomerMessageReceived");
        assertThat(messages(ticket)).hasSize(3);
    }

    private static String status(JsonPath ticket) {
        return Scene.admin().get("/v1/tickets/" + id(ticket)).jsonPath().getString("status");
    }

    private void close(JsonPath ticket) {
        var path = "/v1/tickets/" + ticket.getString("id");
        Scene.admin()
                .body("{\"agent\": \"alice\"}")
                .post(path + "/assign")
                .then()
                .statusCode(200);
        Scene.admin()
                .body("{\"resolution\": \"Done\"}")
                .post(path + "/solve")
                .then()
                .statusCode(200);
        Scene.admin().post(path + "/close").then().statusCode(200);
    }

    private static UUID id(JsonPath ticket) {
        return UUID.fromString(ticket.getString("id"));
    }

    private static List<Object> messages(JsonPath ticket) {
        return Scene.admin()
                .get("/v1/tickets/" + ticket.getString("id") + "/messages")
                .jsonPath()
                .getList("items");
    }

    private List<Envelope<TicketEvent>> events(JsonPath ticket, int atLeast) {
        return await().atMost(20, SECONDS)
                .until(
                        () -> scene.kafka.<TicketEvent>read(Topic.TICKETS, ticket.getString("id")),
                        events -> events.size() >= atLeast);
    }
}
