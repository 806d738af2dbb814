package dev.casestream.local.demo;

import dev.casestream.local.Installation;
import dev.casestream.local.key.Keys;
import dev.casestream.local.key.TokenMint;
import dev.casestream.local.mail.MailStore;
import java.io.IOException;
import java.net.http.HttpClient;
import java.security.GeneralSecurityException;
import java.time.Duration;
import java.time.LocalTime;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;

/** Customers who ask at a rate, and agents who keep up with them. */
public final class Bustle {
    private static final DateTimeFormatter SECONDS = DateTimeFormatter.ofPattern("HH:mm:ss");
    private final Customers customers;
    private final Agents agents;
    private final double rate;
    private final AtomicInteger failures = new AtomicInteger();

    private Bustle(Customers customers, Agents agents, double rate) {
        this.customers = customers;
        this.agents = agents;
        this.rate = rate;
    }

    public static Bustle of(Installation installation, double rate) throws IOException, GeneralSecurityException {
        var api = new Api(HttpClient.newHttpClient(), installation.publicUrl());
        var customers = new Customers(
                Scenario.all(),
                new MailStore(installation.mail()),
                api,
                installation.port(2525),
                new SplittableRandom());
        return new Bustle(customers, new Agents(customers, api, new TokenMint(Keys.in(installation.keys()))), rate);
    }

    /** Returns 1 when something did not work. */
    public int run(Duration length) throws InterruptedException {
        try (var clock = Executors.newScheduledThreadPool(3)) {
            var period = Math.round(1e9 / rate);
            clock.scheduleAtFixedRate(() -> say(() -> List.of(customers.ask())), 0, period, TimeUnit.NANOSECONDS);
            clock.scheduleWithFixedDelay(() -> say(agents::work), 3, 2, TimeUnit.SECONDS);
            clock.scheduleWithFixedDelay(() -> say(customers::writeBack), 4, 2, TimeUnit.SECONDS);
            Thread.sleep(length);
            clock.shutdownNow();
        }
        return failures.get() == 0 ? 0 : 1;
    }

    private void say(Callable<List<String>> doing) {
        try {
            doing.call().forEach(Bustle::say);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        } catch (Exception e) {
            failures.incrementAndGet();
            say("That did not work: " + e.getMessage());
        }
    }

    private static void say(String line) {
        System.out.println(LocalTime.now().format(SECONDS) + "  " + line);
    }
}
