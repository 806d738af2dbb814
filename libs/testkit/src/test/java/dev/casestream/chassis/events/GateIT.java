package dev.casestream.chassis.events;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.contracts.AuthorRole;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MessageKind;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.Topic;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import dev.casestream.testkit.Tokens;
import io.micrometer.core.instrument.MeterRegistry;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.restassured.RestAssured;
import io.smallrye.mutiny.Uni;
import jakarta.inject.Inject;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.LongStream;
import org.apache.kafka.clients.consumer.ConsumerRecord;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/** The gate, with the faults that it is there for. */
@QuarkusTest
@QuarkusTestResource(Servers.class)
class GateIT {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    @Inject
    Gate gate;

    @Inject
    MeterRegistry metrics;

    private final KafkaProbe kafka = new KafkaProbe();

    @AfterEach
    void tearDown() {
        RecordTickets.POISONOUS.clear();
        kafka.close();
    }

    @Test
    void the_same_delivery_twice_has_its_effect_once() {
        var key = Ids.next();
        var first = note(key, 1, "a");
        var second = note(key, 2, "a");
        List.of(first, first, second, first, second).forEach(this::say);
        say(note(key, 3, "a"));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).endsWith(3L));
        assertThat(Traces.applied("tickets", key)).containsExactly(1L, 2L, 3L);
    }

    @Test
    void the_first_version_seen_is_the_baseline() {
        var key = Ids.next();
        say(note(key, 7, "a"));
        say(note(key, 8, "a"));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(7L, 8L));
    }

    @Test
    void an_early_version_waits_for_the_missing_one() {
        var key = Ids.next();
        var other = Ids.next();
        say(note(key, 1, "a"));
        say(note(key, 3, "a"));
        say(note(key, 4, "a"));
        say(note(other, 1, "a"));
        await().untilAsserted(() -> assertThat(Traces.parked(key)).containsExactly(3L, 4L));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", other)).containsExactly(1L));
        assertThat(Traces.applied("tickets", key)).containsExactly(1L);
        say(note(key, 2, "a"));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(1L, 2L, 3L, 4L));
        assertThat(Traces.parked(key)).isEmpty();
    }

    @Test
    void poison_parks_its_key_while_others_flow_until_an_operator_releases_it() {
        RecordTickets.POISONOUS.add("mallory");
        var poisoned = Ids.next();
        var healthy = Ids.next();
        say(note(poisoned, 1, "a"));
        say(note(poisoned, 2, "mallory"));
        say(note(poisoned, 3, "a"));
        LongStream.rangeClosed(1, 5).forEach(version -> say(note(healthy, version, "a")));
        await().untilAsserted(
                        () -> assertThat(Traces.applied("tickets", healthy)).containsExactly(1L, 2L, 3L, 4L, 5L));
        await().untilAsserted(() -> assertThat(Traces.parked(poisoned)).contains(2L, 3L));
        say(note(poisoned, 4, "a"));
        await().untilAsserted(() -> assertThat(Traces.parked(poisoned)).contains(4L));

        RecordTickets.POISONOUS.clear();
        asAdmin()
                .post("/v1/parked-keys/{topic}/{key}/release", "casestream.tickets", poisoned)
                .then()
                .statusCode(204);
        await().untilAsserted(
                        () -> assertThat(Traces.applied("tickets", poisoned)).containsExactly(1L, 2L, 3L, 4L));
        assertThat(Traces.parked(poisoned)).isEmpty();
    }

    @Test
    void an_operator_discards_the_event_that_cannot_be_applied() {
        RecordTickets.POISONOUS.add("eve");
        var key = Ids.next();
        say(note(key, 1, "a"));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(1L));
        say(note(key, 2, "eve"));
        say(note(key, 3, "a"));
        await().untilAsserted(() -> assertThat(Traces.parked(key)).containsExactly(2L, 3L));
        asAdmin()
                .delete("/v1/parked-keys/{topic}/{key}/next", "casestream.tickets", key)
                .then()
                .statusCode(204);
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(1L, 3L));
    }

    @Test
    void what_cannot_be_read_is_dead_lettered_once_and_the_next_is_served() {
        var counted = metrics.counter("casestream.gate.dead.letters");
        var before = counted.count();
        var key = Ids.next();
        var garbage = "{\"truncated".getBytes(StandardCharsets.UTF_8);
        var headers = new HashMap<>(Codec.headers(note(key, 1, "a")));
        kafka.sayRaw(Topic.TICKETS, key.toString(), key.toString(), headers, garbage);
        kafka.sayRaw(Topic.TICKETS, key.toString(), "no-headers-at-all", Map.of(), new byte[] {(byte) 0xff, 0});
        say(note(key, 2, "a"));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(2L));
        await().untilAsserted(() -> assertThat(kafka.records(Topic.TICKETS.deadLetterName("joints")))
                .filteredOn(record -> record.key().equals(key.toString()))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).isEqualTo(garbage);
                    assertThat(KafkaProbe.headers(letter))
                            .containsEntry("casestream-dead-letter-reason", "data that is not a NoteAdded");
                }));
        assertThat(counted.count()).isEqualTo(before + 2);
    }

    @Test
    void of_what_is_too_large_for_a_dead_letter_the_place_and_the_size_are_kept() {
        var key = Ids.next();
        var huge = new byte[3_000_000];
        new Random(1).nextBytes(huge);
        kafka.sayRaw(Topic.TICKETS, key.toString(), key.toString(), Codec.headers(note(key, 1, "a")), huge);
        await().untilAsserted(() -> assertThat(kafka.records(Topic.TICKETS.deadLetterName("joints")))
                .filteredOn(letter -> letter.key().equals(key.toString()))
                .singleElement()
                .satisfies(letter -> {
                    assertThat(letter.value()).isNull();
                    assertThat(KafkaProbe.headers(letter))
                            .containsEntry("casestream-dead-letter-left-out", "a value of 3000000 bytes")
                            .containsKeys("casestream-dead-letter-place", "ce_id");
                }));
        await().until(() -> Traces.outboxDepth() == 0);
    }

    @Test
    void the_largest_dead_letter_fits_its_topic() {
        var key = Ids.next();
        var large = new byte[DeadLetter.LARGEST_PAYLOAD];
        new Random(2).nextBytes(large);
        var headers = new HashMap<>(Codec.headers(note(key, 1, "a")));
        headers.put("foreign", "x".repeat(DeadLetter.LARGEST_HEADERS / 4 - 2_000));
        kafka.sayRaw(Topic.TICKETS, key.toString(), key.toString(), headers, large);
        await().untilAsserted(() -> assertThat(kafka.records(Topic.TICKETS.deadLetterName("joints")))
                .filteredOn(letter -> letter.key().equals(key.toString()))
                .singleElement()
                .satisfies(letter -> assertThat(letter.value()).isEqualTo(large)));
    }

    @Test
    void a_key_that_no_index_can_hold_stops_nothing() {
        var key = Ids.next();
        var headers = Codec.headers(note(key, 1, "a"));
        var random = new byte[4_000];
        new Random(1).nextBytes(random);
        kafka.sayRaw(Topic.TICKETS, key.toString(), HexFormat.of().formatHex(random), headers, random);
        kafka.sayRaw(Topic.TICKETS, key.toString(), "a\0b", headers, random);
        say(note(key, 1, "a"));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(1L));
        await().untilAsserted(() -> assertThat(kafka.records(Topic.TICKETS.deadLetterName("joints")))
                .filteredOn(letter -> Arrays.equals(letter.value(), random))
                .hasSize(2));
    }

    @Test
    void what_cannot_be_read_is_dead_lettered_although_its_batch_holds_poison() {
        var poisoned = Ids.next();
        var unreadable = Ids.next().toString();
        var batch = new Batch<TicketEvent>(
                Topic.TICKETS,
                List.of(
                        delivered(note(poisoned, 1, "a")),
                        new Delivered<>(
                                "direct/0/" + unreadable, unreadable, Map.of(), new byte[0], null, false, "torn")));
        gate.apply(batch, (work, events) -> Uni.createFrom().failure(new IllegalStateException("poison")))
                .await()
                .indefinitely();
        assertThat(Traces.parked(poisoned)).containsExactly(1L);
        await().untilAsserted(() -> assertThat(kafka.records(Topic.TICKETS.deadLetterName("joints")))
                .extracting(ConsumerRecord::key)
                .contains(unreadable));
    }

    @Test
    void a_type_that_is_not_known_has_no_effect_but_its_version_counts() {
        var key = Ids.next();
        say(note(key, 1, "a"));
        var headers = new HashMap<>(Codec.headers(note(key, 2, "a")));
        headers.put("ce_type", "casestream.TicketTeleported.v1");
        kafka.sayRaw(Topic.TICKETS, key.toString(), key.toString(), headers, "{}".getBytes(StandardCharsets.UTF_8));
        say(note(key, 3, "a"));
        await().untilAsserted(() -> assertThat(Traces.applied("tickets", key)).containsExactly(1L, 3L));
        assertThat(Traces.parked(key)).isEmpty();
    }

    @Test
    void a_database_that_cuts_its_connections_loses_and_doubles_nothing() {
        var keys = LongStream.range(0, 20).mapToObj(i -> Ids.next()).toList();
        for (long version = 1; version <= 10; version++) {
            for (var key : keys) {
                say(note(key, version, "a"));
            }
            Traces.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
                    + " WHERE datname = current_database() AND pid <> pg_backend_pid()");
        }
        for (var key : keys) {
            await().untilAsserted(() -> assertThat(Traces.applied("tickets", key))
                    .containsExactly(1L, 2L, 3L, 4L, 5L, 6L, 7L, 8L, 9L, 10L));
        }
    }

    @Test
    void a_batch_is_acknowledged_only_when_its_effects_are_durable() {
        var key = Ids.next();
        var batch = new Batch<>(Topic.TICKETS, List.of(delivered(note(key, 1, "a"))));
        var blocked = new AtomicBoolean(true);
        var acknowledged = new AtomicBoolean();
        gate.apply(batch, (work, events) -> {
                    if (blocked.get()) {
                        return Uni.createFrom().failure(new IOException("the database is away"));
                    }
                    return work.update(
                                    "INSERT INTO applied (topic, key, version) VALUES ('direct', $1, 1)",
                                    key.toString())
                            .replaceWithVoid();
                })
                .subscribe()
                .with(done -> acknowledged.set(true));
        await().during(Duration.ofSeconds(1)).untilFalse(acknowledged);
        assertThat(Traces.applied("direct", key)).isEmpty();
        blocked.set(false);
        await().untilTrue(acknowledged);
        assertThat(Traces.applied("direct", key)).containsExactly(1L);
    }

    @Test
    void of_a_table_only_the_last_state_counts() {
        var key = Ids.next();
        kafka.say(Topic.MESSAGES, text(key, 3));
        kafka.say(Topic.MESSAGES, text(key, 9));
        await().untilAsserted(() -> assertThat(Traces.applied("messages", key)).endsWith(9L));
        kafka.say(Topic.MESSAGES, text(key, 5));
        kafka.say(
                Topic.MESSAGES,
                Cause.request("system:test").tombstone("/joints", key.toString(), 12, NOW, MessageText.class));
        await().untilAsserted(() -> assertThat(Traces.applied("messages", key)).endsWith(12L));
        assertThat(Traces.applied("messages", key)).doesNotContain(5L);
    }

    private static io.restassured.specification.RequestSpecification asAdmin() {
        return RestAssured.given().auth().oauth2(Tokens.of("admin", "root"));
    }

    private void say(Envelope<?> event) {
        kafka.say(Topic.TICKETS, event);
    }

    private static Envelope<?> note(UUID key, long version, String author) {
        return Cause.request("system:test")
                .envelope("/ticket-service", key.toString(), version, NOW, Counters.note(key, author));
    }

    @SuppressWarnings("unchecked")
    private static Delivered<TicketEvent> delivered(Envelope<?> event) {
        return new Delivered<>(
                "direct/0/0",
                event.subject(),
                Codec.headers(event),
                new byte[0],
                (Envelope<TicketEvent>) event,
                true,
                null);
    }

    private static Envelope<?> text(UUID key, long version) {
        return Cause.request("system:test")
                .envelope(
                        "/ticket-service",
                        key.toString(),
                        version,
                        NOW,
                        new MessageText(
                                key,
                                key,
                                MessageKind.NOTE,
                                AuthorRole.AGENT,
                                "alice",
                                "web",
                                null,
                                "s",
                                "t",
                                null,
                                null,
                                null,
                                List.of(),
                                NOW));
    }
}
