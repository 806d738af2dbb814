package dev.casestream.bench.load;

import static org.assertj.core.api.Assertions.assertThat;

import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class LoadTest {
    private static final Duration STALL = Duration.ofMillis(600);

    private final Vertx vertx = Vertx.vertx();
    private final Load load = new Load(Vertx.vertx());
    private final AtomicInteger seen = new AtomicInteger();
    private final AtomicBoolean stalls = new AtomicBoolean();
    private int status = 200;
    private int port;

    @BeforeEach
    void serve() throws Exception {
        HttpServer server = vertx.createHttpServer()
                .requestHandler(request -> {
                    var wait = seen.incrementAndGet() == 20 && stalls.get() ? STALL.toMillis() : 1;
                    vertx.setTimer(
                            wait,
                            ignored -> request.response().setStatusCode(status).end("ok"));
                })
                .listen(0, "127.0.0.1")
                .toCompletionStage()
                .toCompletableFuture()
                .get();
        port = server.actualPort();
    }

    @AfterEach
    void stop() {
        load.close();
        vertx.close();
    }

    private Call call() {
        return Call.get(port, "/", "");
    }

    @Test
    void all_requests_of_a_schedule_are_sent() throws Exception {
        var outcome = load.atRate(200, 4, Duration.ofSeconds(1), this::call);
        assertThat(outcome.done()).isEqualTo(200);
        assertThat(seen).hasValue(200);
    }

    @Test
    void requests_that_had_to_wait_behind_a_slow_one_count_their_waiting() throws Exception {
        stalls.set(true);
        var outcome = load.atRate(100, 1, Duration.ofSeconds(1), this::call);
        assertThat(outcome.done()).isEqualTo(100);
        // One request stalls; that the tenth of all that were due meanwhile are slow too is what a closed loop hides.
        assertThat(outcome.latencies().percentile(80)).isGreaterThan(STALL.toMillis() / 4.0);
        assertThat(outcome.latencies().max()).isGreaterThan(STALL.toMillis());
    }

    @Test
    void busy_connections_send_as_fast_as_they_are_answered() throws Exception {
        var outcome = load.saturate(4, Duration.ofMillis(500), this::call);
        assertThat(outcome.done()).isEqualTo(seen.get()).isGreaterThan(50);
        assertThat(outcome.seconds()).isGreaterThan(0.45);
    }

    @Test
    void a_closed_gate_holds_requests_back() throws Exception {
        var outcome = load.whileOpen(2, Duration.ofMillis(300), this::call, () -> seen.get() < 5);
        assertThat(outcome.done()).isBetween(5L, 7L);
    }

    @Test
    void a_refused_request_is_a_failure_that_tells_why() throws Exception {
        status = 503;
        var outcome = load.each(3, this::call);
        assertThat(outcome.failed()).isEqualTo(3);
        assertThat(outcome.failure()).hasValueSatisfying(why -> assertThat(why).contains("503"));
    }
}
