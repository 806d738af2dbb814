package dev.casestream.bench.seed;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.CustomerProfile;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketClosed;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.contracts.TicketEvent.TicketSolved;
import dev.casestream.contracts.TicketStatus;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** The past of a help desk, the same at every call: ticket number so and so, with all that happened to it. */
public final class Seeds {
    /** In every subject, and in one of so many. */
    public static final String COMMON_WORD = "order";

    public static final String RARE_WORD = "zirconium";
    public static final int RARE = 50_000;

    static final long FIRST_NUMBER = 1_001;
    static final int TICKETS_PER_CUSTOMER = 10;

    private static final Instant BEGINNING = Instant.parse("2025-06-01T00:00:00Z");
    private static final Duration BETWEEN = Duration.ofSeconds(10);
    private static final List<String> TEAMS = List.of("support", "support", "billing", "sales");
    private static final List<String> THINGS = List.of(
            "lamp", "invoice", "parcel", "refund", "password", "cable", "table", "voucher", "chair", "warranty");
    private static final List<String> TROUBLES =
            List.of("late", "broken", "missing", "wrong", "doubled", "unreadable", "refused", "cancelled", "unclear");
    private static final List<String> CHANNELS = List.of("email", "web", "api");
    private static final int AGENTS = 40;

    private Seeds() {}

    public static Envelope<CustomerProfile> profile(long index) {
        var id = id(index, 1, BEGINNING);
        var profile = new CustomerProfile(
                id,
                "Customer " + index,
                List.of(new CustomerProfile.Identity("email", email(index), true)),
                "en",
                null,
                null,
                false);
        return envelope(profile, id, 1, BEGINNING, id, "system:ticket-service", null);
    }

    static String email(long customer) {
        return "customer." + customer + "@example.com";
    }

    static Seed ticket(long index) {
        var opened = BEGINNING.plus(BETWEEN.multipliedBy(index));
        var ticket = id(index, 2, opened);
        var inquiry = id(index, 3, opened);
        var message = id(index, 4, opened);
        var customer = id(index / TICKETS_PER_CUSTOMER, 1, BEGINNING);
        var channel = pick(CHANNELS, index, 5);
        var team = pick(TEAMS, index, 6);
        var agent = "agent-" + mix(index, 7, AGENTS);
        var said = new ArrayList<TicketEvent>();
        said.add(new TicketOpened(
                ticket,
                opened,
                TicketStatus.NEW,
                "CS-" + (FIRST_NUMBER + index),
                customer,
                inquiry,
                message,
                opened,
                channel,
                "en",
                pick(List.of(Priority.values()), index, 8),
                pick(THINGS, index, 9),
                1,
                List.of(pick(TROUBLES, index, 10)),
                team,
                false,
                null));
        var fate = mix(index, 11, 10);
        if (fate >= 6) {
            said.add(new TicketAssigned(ticket, opened.plusSeconds(30), TicketStatus.OPEN, team, agent, null));
        }
        if (fate >= 8) {
            said.add(new TicketSolved(ticket, opened.plusSeconds(3_600), TicketStatus.SOLVED, agent));
        }
        if (fate == 9) {
            said.add(new TicketClosed(
                    ticket, opened.plusSeconds(700_000), TicketStatus.CLOSED, TicketEvent.CloseReason.AUTOMATIC));
        }
        var text = new MessageText(
                message,
                ticket,
                MessageKind.CUSTOMER,
                AuthorRole.CUSTOMER,
                customer.toString(),
                channel,
                null,
                subject(index),
                "My " + subject(index) + ". Could you look into it, please? I have waited for a week now.",
                null,
                null,
                "en",
                List.of(),
                opened);
        return new Seed(
                events(said, inquiry, customer),
                envelope(text, message, 1, opened, inquiry, "customer:" + customer, inquiry));
    }

    private static String subject(long index) {
        var rare = index % RARE == RARE / 2 ? " " + RARE_WORD : "";
        return COMMON_WORD + " " + (100_000 + index) + ": " + pick(THINGS, index, 12) + " " + pick(TROUBLES, index, 13)
                + rare;
    }

    private static List<Envelope<TicketEvent>> events(List<TicketEvent> said, UUID correlation, UUID customer) {
        var events = new ArrayList<Envelope<TicketEvent>>(said.size());
        var cause = correlation;
        for (var event : said) {
            var actor = events.isEmpty() ? "customer:" + customer : "system:ticket-service";
            Envelope<TicketEvent> envelope =
                    envelope(event, event.ticketId(), events.size() + 1, event.at(), correlation, actor, cause);
            events.add(envelope);
            cause = envelope.id();
        }
        return events;
    }

    /** Imported: seeded tickets send no mail, start no clock and move no agent. */
    private static <E> Envelope<E> envelope(
            E data, UUID subject, long version, Instant at, UUID correlation, String actor, @Nullable UUID cause) {
        return new Envelope<>(
                id(subject.getLeastSignificantBits() + version, 14, at),
                EventType.of(data.getClass()),
                "/ticket-service",
                subject.toString(),
                at,
                version,
                correlation,
                cause,
                cause == null ? 0 : 1,
                actor,
                Origin.IMPORT,
                data);
    }

    /** A UUIDv7 of that time. */
    private static UUID id(long index, int kind, Instant at) {
        var random = scramble(index * 31 + kind);
        return new UUID(
                at.toEpochMilli() << 16 | 0x7000 | random >>> 52, scramble(random) >>> 2 | 0x8000_0000_0000_0000L);
    }

    private static <T> T pick(List<T> from, long index, int kind) {
        return from.get(mix(index, kind, from.size()));
    }

    private static int mix(long index, int kind, int bound) {
        return Math.floorMod(scramble(index * 131 + kind), bound);
    }

    /** SplitMix64: neighbours come to lie far apart. */
    private static long scramble(long value) {
        var z = value + 0x9E3779B97F4A7C15L;
        z = (z ^ z >>> 30) * 0xBF58476D1CE4E5B9L;
        z = (z ^ z >>> 27) * 0x94D049BB133111EBL;
        return z ^ z >>> 31;
    }
}
