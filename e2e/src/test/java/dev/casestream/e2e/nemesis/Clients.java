package dev.casestream.e2e.nemesis;

import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.e2e.Platform;
import dev.casestream.e2e.nemesis.Operation.Kind;
import dev.casestream.e2e.nemesis.Operation.Outcome;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.time.Instant;
import java.util.Map;
import java.util.UUID;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;

/**
 * Customers who write at a steady pace, whatever happens to the platform, and agents who answer some of them. Most ask
 * again with the same key until they have an answer; one in four gives up without knowing what became of it.
 */
final class Clients implements AutoCloseable {

    private static final int PER_SECOND = 4;

    /** One in so many is answered by an agent. */
    private static final int ANSWERED = 10;

    private static final Duration PATIENCE = Duration.ofSeconds(90);
    private static final Duration ANSWER = Duration.ofSeconds(10);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final String run = UUID.randomUUID().toString().substring(0, 8);
    private final String token = Platform.bearer("agent");
    private final HttpClient http = HttpClient.newBuilder()
            .version(HttpClient.Version.HTTP_1_1)
            .connectTimeout(Duration.ofSeconds(2))
            .build();
    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final History history;
    private final AtomicInteger asked = new AtomicInteger();
    private volatile boolean open = true;

    Clients(History history) {
        this.history = history;
        threads.execute(this::pace);
    }

    /** What the subjects of all requests of this run are. */
    String subject() {
        return "Run " + run;
    }

    /** What all customers' addresses end with. */
    String domain() {
        return "." + run + ".example.com";
    }

    /** Each from a domain of its own: acknowledgements to one domain are rationed. */
    private String address(int turn) {
        return "customer@c" + turn + domain();
    }

    /** Arrivals do not wait for answers. */
    private void pace() {
        var next = System.nanoTime();
        while (open) {
            var turn = asked.getAndIncrement();
            threads.execute(() -> live(turn));
            next = Math.max(next, System.nanoTime() - TimeUnit.SECONDS.toNanos(1)) + (long) (1e9 / PER_SECOND);
            LockSupport.parkNanos(next - System.nanoTime());
        }
    }

    private void live(int turn) {
        var customer = address(turn);
        var inquiry = inquire(customer, turn % 4 != 3);
        if (!inquiry.isEmpty() && turn % ANSWERED == 0) {
            answer(customer, inquiry);
        }
    }

    /** One request from a customer of its own; returns when it is a ticket, or fails when the time is over. */
    boolean isServed(Duration within) {
        var end = System.nanoTime() + within.toNanos();
        var inquiry = inquire(address(asked.getAndIncrement()), true);
        return !inquiry.isEmpty() && !ticket(inquiry, end).isEmpty();
    }

    /** One request from a customer of its own, who asks once. */
    Attempt askOnce() {
        var customer = address(asked.getAndIncrement());
        var key = UUID.randomUUID().toString();
        return ask(
                new Operation(key, Kind.INQUIRY, Instant.now(), Outcome.UNKNOWN, customer),
                false,
                inquiry(customer, key));
    }

    /** @return the inquiry's id; empty unless it was accepted */
    private String inquire(String customer, boolean persistent) {
        var key = UUID.randomUUID().toString();
        var answer = ask(
                new Operation(key, Kind.INQUIRY, Instant.now(), Outcome.UNKNOWN, customer),
                persistent,
                inquiry(customer, key));
        return answer.outcome() == Outcome.OK ? text(answer.body(), "inquiryId") : "";
    }

    private HttpRequest inquiry(String customer, String key) {
        return request(
                "/v1/inquiries",
                key,
                Map.of(
                        "channel",
                        "web",
                        "sender",
                        Map.of("name", "Customer", "email", customer),
                        "subject",
                        subject(),
                        "body",
                        "Something broke and I would like it to work again, please."));
    }

    private void answer(String customer, String inquiry) {
        var ticket = ticket(inquiry, System.nanoTime() + PATIENCE.toNanos());
        if (ticket.isEmpty()) {
            return;
        }
        var key = UUID.randomUUID().toString();
        ask(
                new Operation(key, Kind.REPLY, Instant.now(), Outcome.UNKNOWN, customer),
                true,
                request("/v1/tickets/" + ticket + "/replies", key, Map.of("body", "It works again. " + key)));
    }

    private String ticket(String inquiry, long end) {
        while (System.nanoTime() < end) {
            try {
                var answer =
                        http.send(to("/v1/inquiries/" + inquiry).GET().build(), HttpResponse.BodyHandlers.ofString());
                var ticket = answer.statusCode() == 200 ? text(answer.body(), "ticketId") : "";
                if (!ticket.isEmpty()) {
                    return ticket;
                }
            } catch (IOException e) {
                // Asked again.
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                return "";
            }
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(250));
        }
        return "";
    }

    /** Asks until the outcome is known, and records it. */
    private Attempt ask(Operation operation, boolean persistent, HttpRequest request) {
        var end = System.nanoTime() + PATIENCE.toNanos();
        var attempts = 0;
        Attempt attempt;
        do {
            if (attempts++ > 0) {
                LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(500));
            }
            try {
                attempt = Attempt.of(http, request);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                attempt = new Attempt(Attempt.SILENCE, false, "");
                break;
            }
        } while (attempt.outcome() == Outcome.UNKNOWN && persistent && System.nanoTime() < end);
        // Sent away at the first attempt, nothing of it can have been done: that is what the refusal says.
        var outcome = attempts == 1 && attempt.isRefusedForLoad() ? Outcome.FAIL : attempt.outcome();
        history.add(new Operation(operation.id(), operation.kind(), operation.at(), outcome, operation.customer()));
        return attempt;
    }

    private HttpRequest request(String path, String key, Map<String, Object> body) {
        try {
            return to(path).header("Idempotency-Key", key)
                    .header("Content-Type", "application/json")
                    .POST(HttpRequest.BodyPublishers.ofString(JSON.writeValueAsString(body)))
                    .build();
        } catch (IOException e) {
            throw new IllegalStateException(e);
        }
    }

    private HttpRequest.Builder to(String path) {
        return HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + (8080 + Platform.PORT_SHIFT) + path))
                .header("Authorization", "Bearer " + token)
                .timeout(ANSWER);
    }

    private static String text(String body, String field) {
        try {
            return body.isEmpty() ? "" : JSON.readTree(body).path(field).asText("");
        } catch (IOException e) {
            return "";
        }
    }

    /** Lets nobody new in and waits until all who asked know, or have given up. */
    @Override
    public void close() {
        open = false;
        threads.close();
    }
}
