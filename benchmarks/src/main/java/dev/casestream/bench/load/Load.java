package dev.casestream.bench.load;

import dev.casestream.bench.measure.Latencies;
import dev.casestream.bench.measure.Outcome;
import dev.casestream.bench.measure.Schedule;
import io.vertx.core.Vertx;
import io.vertx.core.buffer.Buffer;
import io.vertx.core.http.HttpClient;
import io.vertx.core.http.HttpClientOptions;
import io.vertx.core.http.HttpMethod;
import io.vertx.core.http.RequestOptions;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;
import java.util.function.LongSupplier;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** HTTP clients on one event loop: always busy, or on a schedule that does not wait for answers. */
public final class Load implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final int MOST_WAITING = 20_000;

    private final Vertx vertx;

    public Load(Vertx vertx) {
        this.vertx = vertx;
    }

    @Override
    public void close() {
        vertx.close();
    }

    /** As many requests as so many connections get answered. */
    public Outcome saturate(int connections, Duration length, Supplier<Call> calls) throws InterruptedException {
        return whileOpen(connections, length, calls, () -> true);
    }

    /** The same, but only while the gate is open: connections look again a little later. */
    public Outcome whileOpen(int connections, Duration length, Supplier<Call> calls, BooleanSupplier gate)
            throws InterruptedException {
        var run = new Run(connections);
        var end = System.nanoTime() + length.toNanos();
        run.context.runOnContext(ignored -> {
            for (int i = 0; i < connections; i++) {
                run.again(calls, gate, () -> end - System.nanoTime());
            }
        });
        return run.outcome(length);
    }

    /** A number of requests, a few at a time. */
    public Outcome each(int count, Supplier<Call> calls) throws InterruptedException {
        var run = new Run(4);
        run.pending = 1;
        run.context.runOnContext(ignored -> {
            for (int i = 0; i < count; i++) {
                run.send(calls.get(), System.nanoTime(), () -> {});
            }
            run.ended();
        });
        return run.outcome(PATIENCE);
    }

    /** Requests at a rate, over at most so many connections; latencies count from when each was due. */
    public Outcome atRate(double perSecond, int connections, Duration length, Supplier<Call> calls)
            throws InterruptedException {
        var run = new Run(connections);
        var schedule = new Schedule(perSecond);
        var start = System.nanoTime();
        var all = (long) (perSecond * length.toNanos() / 1e9);
        run.pending = 1;
        run.context.runOnContext(ignored -> vertx.setPeriodic(1, timer -> {
            var due = Math.min(all, schedule.dueBy(System.nanoTime() - start));
            while (run.sent < due) {
                var since = start + schedule.dueAt(run.sent++);
                if (run.pending > MOST_WAITING) {
                    run.fail("more than " + MOST_WAITING + " requests were waiting");
                } else {
                    run.send(calls.get(), since, () -> {});
                }
            }
            if (run.sent >= all) {
                vertx.cancelTimer(timer);
                run.ended();
            }
        }));
        return run.outcome(length);
    }

    /** One run of clients; all of it but the outcome on the context. */
    private final class Run {
        private final HttpClient client;
        private final io.vertx.core.Context context = vertx.getOrCreateContext();
        private final Latencies latencies = new Latencies();
        private final CountDownLatch over = new CountDownLatch(1);
        private final AtomicReference<@Nullable String> failure = new AtomicReference<>();
        private final long begun = System.nanoTime();
        private final long cpuBefore = Cpu.ofThisProcess();
        private volatile long ended;
        private long sent;
        private long failed;
        private long pending;

        Run(int connections) {
            client = vertx.createHttpClient(new HttpClientOptions()
                    .setMaxPoolSize(connections)
                    .setMaxWaitQueueSize(-1)
                    .setKeepAliveTimeout(0)
                    .setTcpNoDelay(true));
        }

        void again(Supplier<Call> calls, BooleanSupplier gate, LongSupplier nanosLeft) {
            if (nanosLeft.getAsLong() <= 0) {
                if (pending == 0) {
                    over();
                }
            } else if (!gate.getAsBoolean()) {
                pending++;
                vertx.setTimer(5, ignored -> {
                    pending--;
                    again(calls, gate, nanosLeft);
                });
            } else {
                send(calls.get(), System.nanoTime(), () -> again(calls, gate, nanosLeft));
            }
        }

        void send(Call call, long since, Runnable next) {
            pending++;
            var options = new RequestOptions()
                    .setMethod(HttpMethod.valueOf(call.method()))
                    .setHost("127.0.0.1")
                    .setPort(call.port())
                    .setURI(call.path())
                    .setTimeout(PATIENCE.toMillis());
            if (!call.token().isEmpty()) {
                options.putHeader("Authorization", "Bearer " + call.token());
            }
            if (call.key() != null) {
                options.putHeader("Idempotency-Key", call.key());
            }
            if (call.json() != null) {
                options.putHeader("Content-Type", "application/json");
            }
            client.request(options)
                    .compose(request -> call.json() == null ? request.send() : request.send(Buffer.buffer(call.json())))
                    .compose(response -> response.body().map(body -> {
                        if (response.statusCode() / 100 != 2) {
                            throw new IllegalStateException(call.method() + " " + call.path() + ": "
                                    + response.statusCode() + " " + body.toString());
                        }
                        return body;
                    }))
                    .onComplete(answer -> {
                        if (answer.succeeded()) {
                            latencies.record(System.nanoTime() - since);
                        } else {
                            fail(String.valueOf(answer.cause().getMessage()));
                        }
                        next.run();
                        ended();
                    });
        }

        void fail(String why) {
            failed++;
            failure.compareAndSet(null, why.substring(0, Math.min(500, why.length())));
        }

        void ended() {
            if (--pending == 0) {
                over();
            }
        }

        private void over() {
            ended = System.nanoTime();
            over.countDown();
        }

        Outcome outcome(Duration length) throws InterruptedException {
            try {
                if (!over.await(length.plus(PATIENCE).toMillis(), TimeUnit.MILLISECONDS)) {
                    throw new IllegalStateException("the load did not end");
                }
                var seconds = (ended - begun) / 1e9;
                return new Outcome(
                        latencies.count(),
                        failed,
                        seconds,
                        latencies,
                        (Cpu.ofThisProcess() - cpuBefore) / 1e9 / seconds,
                        Optional.ofNullable(failure.get()));
            } finally {
                client.close();
            }
        }
    }
}
