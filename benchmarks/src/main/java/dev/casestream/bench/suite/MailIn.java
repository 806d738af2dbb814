package dev.casestream.bench.suite;

import dev.casestream.bench.Benchmark;
import dev.casestream.bench.Run;
import dev.casestream.bench.load.Clients;
import dev.casestream.bench.load.SmtpClient;
import dev.casestream.bench.measure.Figure;
import dev.casestream.bench.measure.Target;
import dev.casestream.local.topology.Service;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicLong;

/** Mails that become tickets. */
public final class MailIn implements Benchmark {
    private static final int SESSIONS = 8;
    private static final double SECONDS = 10;
    private static final Duration PATIENCE = Duration.ofSeconds(90);

    @Override
    public String name() {
        return "mail";
    }

    @Override
    public String method() {
        return "Eight SMTP sessions, each sending one mail after the other, from a sender of its own each time; from the"
                + " first mail until each is a ticket. All are acknowledged by mail meanwhile.";
    }

    @Override
    public void run(Run run) throws Exception {
        var platform = run.platform();
        Settled.await(platform);
        var number = new AtomicLong();
        var port = platform.installation().port(2525);
        Clients.busy(SESSIONS, run.seconds(3), () -> new SmtpClient(port, number));
        Settled.await(platform);
        var tickets = platform.database(Service.TICKET);
        var before = tickets.count("SELECT count(*) FROM ticket");
        var begun = System.nanoTime();
        var outcome = Clients.busy(SESSIONS, run.seconds(SECONDS), () -> new SmtpClient(port, number));
        while (tickets.count("SELECT count(*) FROM ticket") < before + outcome.done()) {
            if (System.nanoTime() - begun > PATIENCE.toNanos()) {
                throw new IllegalStateException("not every mail became a ticket");
            }
            Thread.sleep(50);
        }
        var seconds = (System.nanoTime() - begun) / 1e9;
        run.found(Figure.of("mails to tickets", outcome.done() / seconds, "mails/s")
                .against(Target.P11));
        run.found(Figure.of("taken by SMTP", outcome.perSecond(), "mails/s"));
        run.found(Figure.of("taken by SMTP, p99", outcome.latencies().percentile(99), "ms"));
        platform.requireUndisturbed();
    }
}
