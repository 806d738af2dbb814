package dev.casestream.sla;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.casestream.chassis.data.Tx;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.SlaEvent.ClockBreached;
import dev.casestream.contracts.SlaEvent.ClockWarned;
import dev.casestream.testkit.KafkaProbe;
import dev.casestream.testkit.Servers;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.test.common.QuarkusTestResource;
import io.quarkus.test.junit.QuarkusTest;
import io.quarkus.test.junit.QuarkusTestProfile;
import io.quarkus.test.junit.TestProfile;
import jakarta.inject.Inject;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Here the service fires no timers by itself: the tests are the replicas that do. */
@QuarkusTest
@TestProfile(FireTimersIT.NobodyLooks.class)
@QuarkusTestResource(Servers.class)
class FireTimersIT {

    private static final Duration TARGET = Duration.ofSeconds(2);

    public static final class NobodyLooks implements QuarkusTestProfile {
        @Override
        public Map<String, String> getConfigOverrides() {
            return Map.of("casestream.timers.enabled", "false");
        }
    }

    @Inject
    Tx tx;

    @Inject
    ClockRows rows;

    @Inject
    TimerRows timers;

    private final SimpleMeterRegistry metrics = new SimpleMeterRegistry();
    private final List<FireTimers> replicas = new ArrayList<>();
    private final KafkaProbe kafka = new KafkaProbe();

    @BeforeEach
    void promiseQuickAnswers() {
        tx.run(work -> work.update(
                        "INSERT INTO policy (id, version, data) VALUES ('quick', 1, $1) ON CONFLICT DO NOTHING", """
                        {"name": "Quick", "position": 0, "when": {"channels": ["quick"]}, "warnAt": [50],
                         "targets": {"FIRST_RESPONSE": "PT2S"}, "calendar": "around-the-clock", "pausedIn": {}}"""))
                .await()
                .indefinitely();
    }

    @AfterEach
    void tearDown() throws InterruptedException {
        for (var replica : replicas) {
            replica.stop(new ShutdownEvent());
        }
        kafka.close();
    }

    @Test
    void rivals_warn_and_breach_once_and_on_time() {
        opened().said(1);
        IntStream.range(0, 3).forEach(i -> replica());
        var tickets = IntStream.range(0, 40).mapToObj(i -> opened()).toList();
        for (var ticket : tickets) {
            ticket.said(3);
        }
        await().atMost(Duration.ofSeconds(30)).until(() -> armed() == 0);
        for (var ticket : tickets) {
            var said = ticket.said(3);
            assertThat(said).extracting(Envelope::version).containsExactly(1L, 2L, 3L);
            var warned = KeepClocksIT.only(said, ClockWarned.class);
            assertThat(warned.at()).isEqualTo(ticket.receivedAt.plus(TARGET.dividedBy(2)));
            var breached = KeepClocksIT.only(said, ClockBreached.class);
            assertThat(breached.at()).isEqualTo(ticket.receivedAt.plus(TARGET));
            assertThat(said.getLast().time()).isAfterOrEqualTo(breached.at());
            assertThat(said.getLast().causationId())
                    .isEqualTo(ticket.told.getFirst().id());
        }
        assertThat(metrics.get("casestream.timer.lateness").timer().count()).isEqualTo(82);
        assertThat(tickets).extracting(FireTimersIT::lateness).allMatch(late -> late.compareTo(TARGET) < 0);
        assertThat(tickets.stream()
                        .map(FireTimersIT::lateness)
                        .sorted()
                        .toList()
                        .get(tickets.size() / 2))
                .isLessThan(Duration.ofSeconds(1));
    }

    /** From when a breach could have been said until it was: no sooner than we had heard of the ticket. */
    private static Duration lateness(SomeTicket ticket) {
        var said = ticket.said(3);
        var due = said.getLast().require().at();
        var heard = said.getFirst().time();
        return Duration.between(due.isAfter(heard) ? due : heard, said.getLast().time());
    }

    @Test
    void a_timer_outlives_those_who_look_at_it() {
        var ticket = opened();
        ticket.said(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(ticket.receivedAt.plus(TARGET)));
        assertThat(ticket.said()).hasSize(1);
        replica();
        assertThat(KeepClocksIT.only(ticket.said(3), ClockBreached.class).at())
                .isEqualTo(ticket.receivedAt.plus(TARGET));
    }

    @Test
    void clocks_that_cannot_be_read_hold_up_no_others() {
        var broken = opened();
        broken.said(1);
        tx.run(work -> work.update("UPDATE clock SET data = '{' WHERE ticket_id = $1", broken.id))
                .await()
                .indefinitely();
        var other = opened();
        other.said(1);
        await().atMost(Duration.ofSeconds(10)).until(() -> Instant.now().isAfter(other.receivedAt.plus(TARGET)));
        replica();
        other.said(3);
        assertThat(broken.said()).hasSize(1);
        tx.run(work -> work.update("UPDATE timer SET state = 'CANCELLED' WHERE ticket_id = $1", broken.id))
                .await()
                .indefinitely();
    }

    private SomeTicket opened() {
        return new SomeTicket(kafka, Instant.now()).opened(Priority.LOW, "quick", "support");
    }

    private void replica() {
        var replica = new FireTimers(tx, rows, timers, metrics, true);
        replicas.add(replica);
        replica.start(new StartupEvent());
    }

    private long armed() {
        return tx.run(work -> work.query("SELECT count(*) AS armed FROM timer WHERE state = 'ARMED'"))
                .await()
                .indefinitely()
                .getFirst()
                .getLong("armed");
    }
}
