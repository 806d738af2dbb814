package dev.casestream.bench.load;

import dev.casestream.bench.measure.Latencies;
import dev.casestream.bench.measure.Outcome;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorCompletionService;
import java.util.concurrent.Executors;
import java.util.concurrent.atomic.AtomicLong;

/** Blocking clients, each in a thread, always busy. */
public final class Clients {
    private Clients() {}

    /** A client's connection: one call is one piece of work. */
    public interface Client {
        /** @return how many things were done */
        int work() throws Exception;

        void close() throws Exception;
    }

    public static Outcome busy(int clients, Duration length, Callable<? extends Client> factory) throws Exception {
        var latencies = new Latencies();
        var done = new AtomicLong();
        try (var threads = Executors.newThreadPerTaskExecutor(Thread.ofVirtual().factory())) {
            var open = new java.util.ArrayList<Client>();
            try {
                for (int i = 0; i < clients; i++) {
                    open.add(factory.call());
                }
                var running = new ExecutorCompletionService<Long>(threads);
                var cpu = Cpu.ofThisProcess();
                var begun = System.nanoTime();
                for (var client : open) {
                    running.submit(() -> {
                        while (System.nanoTime() - begun < length.toNanos()) {
                            var before = System.nanoTime();
                            done.addAndGet(client.work());
                            latencies.record(System.nanoTime() - before);
                        }
                        return 0L;
                    });
                }
                for (int i = 0; i < clients; i++) {
                    running.take().get();
                }
                var seconds = (System.nanoTime() - begun) / 1e9;
                return new Outcome(
                        done.get(),
                        0,
                        seconds,
                        latencies,
                        (Cpu.ofThisProcess() - cpu) / 1e9 / seconds,
                        Optional.empty());
            } catch (ExecutionException e) {
                throw e.getCause() instanceof Exception cause ? cause : e;
            } finally {
                for (var client : open) {
                    client.close();
                }
            }
        }
    }
}
