package dev.casestream.notification;

import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.InquiryEvent.DeliveryReported;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.NotificationEvent;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.ReplyAccepted;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/** One customer's ticket, as ticket-service tells it. */
final class Story {

    private static final AtomicInteger NUMBERS = new AtomicInteger(1000);

    final UUID ticket = Ids.next();
    final UUID request = Ids.next();
    final String number = "CS-" + NUMBERS.incrementAndGet();
    final UUID customer;
    final String address;
    private final KafkaProbe kafka;
    private Instant clock = Instant.parse("2026-11-21T10:00:00Z");
    private long version;
    private long profiles;

    Story(KafkaProbe kafka) {
        this(kafka, Ids.next());
    }

    Story(KafkaProbe kafka, UUID customer) {
        this.kafka = kafka;
        this.customer = customer;
        this.address = customer.toString().substring(24) + "@example.com";
    }

    /** The customer, their request and its words, in the order in which they happen. */
    Story begun(String language) {
        return known(language, true).asked("Printer on fire", "It burns.").opened(Origin.LIVE, false);
    }

    Story known(@Nullable String language, boolean verified) {
        return known(language, List.of(new CustomerProfile.Identity("email", address, verified)));
    }

    Story known(@Nullable String language, List<CustomerProfile.Identity> identities) {
        var profile = new CustomerProfile(customer, "Anna", identities, language, null, null, false);
        kafka.say(Topic.CUSTOMERS, envelope(customer, ++profiles, profile, Origin.LIVE));
        return this;
    }

    Story asked(String subject, String text) {
        words(request, MessageKind.CUSTOMER, AuthorRole.CUSTOMER, "<" + request + "@customer>", subject, text, null);
        return this;
    }

    Story opened(Origin origin, boolean automatic) {
        return opened("email", origin, automatic);
    }

    Story opened(String channel, Origin origin, boolean automatic) {
        say(
                new TicketOpened(
                        ticket,
                        tick(),
                        TicketStatus.NEW,
                        number,
                        customer,
                        Ids.next(),
                        request,
                        clock,
                        channel,
                        "en",
                        Priority.MEDIUM,
                        null,
                        1,
                        List.of(),
                        "support",
                        automatic,
                        null),
                origin);
        return this;
    }

    /** An agent's reply and its words. */
    UUID replied(String text) {
        return replied(text, null, "email", Origin.LIVE);
    }

    UUID replied(String text, @Nullable String html, String channel, Origin origin) {
        var id = Ids.next();
        say(
                new ReplyAccepted(
                        ticket, tick(), TicketStatus.PENDING, id, AuthorRole.AGENT, "alice", customer, channel),
                origin);
        words(id, MessageKind.REPLY, AuthorRole.AGENT, null, "Printer on fire", text, html);
        return id;
    }

    /** What intake passes on of a delivery, by the id that its mail or its provider has. */
    void reported(String channel, String messageId, @Nullable UUID ticketId, String state, @Nullable String status) {
        var conversation = "reports:" + Ids.next();
        kafka.say(
                Topic.INQUIRIES,
                cause(Origin.LIVE)
                        .envelope(
                                "/intake-service",
                                conversation,
                                1,
                                clock,
                                new DeliveryReported(
                                        Ids.next(),
                                        conversation,
                                        tick(),
                                        channel,
                                        null,
                                        messageId,
                                        ticketId,
                                        address,
                                        state,
                                        status)));
    }

    void forgotten() {
        kafka.say(
                Topic.CUSTOMERS,
                cause(Origin.LIVE)
                        .tombstone("/ticket-service", customer.toString(), ++profiles, clock, CustomerProfile.class));
    }

    /** What was said about this customer's deliveries. */
    List<Envelope<NotificationEvent>> told() {
        return kafka.read(Topic.NOTIFICATIONS, ticket + "/" + customer);
    }

    List<String> toldTypes() {
        return told().stream()
                .map(event -> event.require().getClass().getSimpleName())
                .toList();
    }

    private void words(
            UUID id,
            MessageKind kind,
            AuthorRole author,
            @Nullable String externalId,
            String subject,
            String text,
            @Nullable String html) {
        var words = new MessageText(
                id, ticket, kind, author, "x", "email", externalId, subject, text, html, null, null, List.of(), tick());
        kafka.say(Topic.MESSAGES, ticket.toString(), envelope(id, 1, words, Origin.LIVE));
    }

    private void say(TicketEvent event, Origin origin) {
        kafka.say(Topic.TICKETS, envelope(ticket, ++version, event, origin));
    }

    private <E> Envelope<E> envelope(UUID key, long number, E data, Origin origin) {
        return cause(origin).envelope("/ticket-service", key.toString(), number, clock, data);
    }

    private static Cause cause(Origin origin) {
        return new Cause(Ids.next(), null, 0, "agent:alice", origin);
    }

    private Instant tick() {
        clock = clock.plusSeconds(60);
        return clock;
    }
}
