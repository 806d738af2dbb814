package dev.casestream.intake;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Queue;
import java.util.Random;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * {@code kill -9} of intake at random points while a thousand mails arrive by SMTP: repeated, without an id or with an
 * empty one, answers before what they answer. Each that was answered with 250 is one request in the end, and no other
 * is. About a minute.
 */
class KillIT {

    private static final int MAILS = 800;
    private static final int REPEATED = 200;
    private static final int COURIERS = 8;
    private static final int KILLS = 4;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final long seed = System.nanoTime();
    private final Random random = new Random(seed);
    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final Map<Integer, Set<UUID>> answers = new ConcurrentHashMap<>();
    private final AtomicInteger answered = new AtomicInteger();
    private final AtomicInteger unanswered = new AtomicInteger();

    private IntakeProcess intake;
    private KafkaProbe kafka;

    @BeforeEach
    void start(@TempDir Path directory) {
        var servers = IntakeProcess.servers(directory);
        kafka = new KafkaProbe(
                Objects.requireNonNull(servers.get("kafka.bootstrap.servers")),
                Objects.requireNonNull(servers.get("casestream.topics.prefix")));
        // What a reader took with it when it died is read again soon, not only in a minute.
        servers.put("casestream.reading.lease", "PT3S");
        intake = IntakeProcess.on(servers, "kill-it").start();
    }

    @AfterEach
    void stop() {
        intake.close();
        kafka.close();
    }

    @Test
    void each_mail_that_was_answered_with_250_is_one_request() throws InterruptedException {
        var couriers = couriers(new ConcurrentLinkedQueue<>(arrivals()));
        for (var after : killing()) {
            await().pollInterval(Duration.ofMillis(2)).atMost(PATIENCE).until(() -> answered.get() >= after);
            intake.kill();
            intake.start();
            assertSumsAgree();
        }
        for (var courier : couriers) {
            assertThat(courier.join(PATIENCE)).isTrue();
        }

        var requests = await().atMost(PATIENCE).until(this::requests, all -> all.size() >= MAILS);
        assertThat(requests).as("requests of mails, seed %s", seed).isEqualTo(answers);
        assertThat(answers.values()).allSatisfy(ids -> assertThat(ids).hasSize(1));

        requests.values()
                .forEach(ids -> kafka.say(
                        Topic.TICKETS,
                        Scene.opened(UUID.randomUUID(), ids.iterator().next())));
        await().atMost(PATIENCE).until(() -> sum("pending") == 0);
        assertSumsAgree();
        assertThat(sum("accepted")).isEqualTo(MAILS);
        assertThat(sum("duplicate"))
                .as("repeats, and what was sent again because its answer was lost")
                .isBetween((long) REPEATED, (long) REPEATED + unanswered.get());
        assertThat(sum("received")).isEqualTo(sum("accepted") + sum("duplicate"));
    }

    /** Numbers of mails in the order in which they are sent. */
    private List<Integer> arrivals() {
        var arrivals = new ArrayList<Integer>();
        for (int i = 0; i < MAILS + REPEATED; i++) {
            arrivals.add(i < MAILS ? i : random.nextInt(MAILS));
        }
        Collections.shuffle(arrivals, random);
        return arrivals;
    }

    /** After how many answers it is killed. */
    private List<Integer> killing() {
        return random.ints(KILLS, 1, MAILS + REPEATED - COURIERS)
                .sorted()
                .boxed()
                .toList();
    }

    private List<Thread> couriers(Queue<Integer> arrivals) {
        var couriers = new ArrayList<Thread>();
        for (int i = 0; i < COURIERS; i++) {
            couriers.add(Thread.startVirtualThread(() -> {
                try (var courier = new Courier(intake.smtp(), unanswered)) {
                    for (var n = arrivals.poll(); n != null; n = arrivals.poll()) {
                        var id = courier.deliver(sender(n), mail(n));
                        answers.computeIfAbsent(n, key -> ConcurrentHashMap.newKeySet())
                                .add(id);
                        answered.incrementAndGet();
                    }
                }
            }));
        }
        return couriers;
    }

    /** Who answers has written what is answered too. */
    private String sender(int n) {
        return "sender" + (n % 5 == 0 && n > 0 ? n - 1 : n) + "-" + run + "@example.org";
    }

    private String mail(int n) {
        var id = switch (n % 8) {
            case 0 -> "";
            case 1 -> "Message-ID:\r\n";
            case 2 -> "Message-ID: <>\r\n";
            default -> "Message-ID: " + id(n) + "\r\n";
        };
        return id + (n % 5 == 0 && n > 0 ? "References: " + id(n - 1) + "\r\n" : "") + "From: " + sender(n)
                + "\r\nTo: support@casestream.local\r\nSubject: mail " + n + " " + run
                + "\r\n\r\nMy parcel number " + n + " has not arrived, and I have waited for two weeks.";
    }

    private String id(int n) {
        return "<" + n + "-" + run + "@example.org>";
    }

    /** What the topic says, by the number of the mail: told again it is the same event, not another request. */
    private Map<Integer, Set<UUID>> requests() {
        var requests = new HashMap<Integer, Set<UUID>>();
        var events = new HashMap<UUID, UUID>();
        for (var event : kafka.<InquiryEvent>read(Topic.INQUIRIES)) {
            var request = (InquiryReceived) event.require();
            requests.computeIfAbsent(Integer.valueOf(request.subject().split(" ")[1]), key -> new HashSet<>())
                    .add(request.inquiryId());
            assertThat(events.putIfAbsent(request.inquiryId(), event.id())).isIn(null, event.id());
        }
        return requests;
    }

    private long sum(String outcome) {
        return intake.admin()
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .jsonPath()
                .getLong("total." + outcome);
    }

    private void assertSumsAgree() {
        Map<String, Integer> total = intake.admin()
                .get("/v1/ledger")
                .then()
                .statusCode(200)
                .extract()
                .path("total");
        var received = total.remove("received");
        assertThat(total.values().stream().mapToInt(Integer::intValue).sum()).isEqualTo(received);
    }
}
