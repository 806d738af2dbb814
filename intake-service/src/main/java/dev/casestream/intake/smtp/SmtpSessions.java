package dev.casestream.intake.smtp;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jboss.logging.Logger;
import org.subethamail.smtp.MessageContext;
import org.subethamail.smtp.server.Session;
import org.subethamail.smtp.server.SessionHandler;

/** Admits sessions within a number per address, and ends those that bring no mail in time: a trickle is no traffic. */
final class SmtpSessions implements SessionHandler, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(SmtpSessions.class);

    private final SessionHandler perAddress;
    private final long patience;
    private final Map<MessageContext, Deadline> deadlines = new ConcurrentHashMap<>();
    private final ScheduledExecutorService clock = Executors.newSingleThreadScheduledExecutor(
            Thread.ofPlatform().name("smtp-deadlines").daemon().factory());

    /** @param patience for one mail, from the greeting or the mail before it */
    SmtpSessions(int perAddress, Duration patience) {
        this.perAddress = SessionHandler.limitConcurrentSessionsBySource(perAddress);
        this.patience = patience.toNanos();
        var pause = Math.max(100, patience.toMillis() / 20);
        clock.scheduleWithFixedDelay(this::endLate, pause, pause, TimeUnit.MILLISECONDS);
    }

    private record Deadline(Session session, long nanos) {}

    @Override
    public SessionAcceptance accept(Session session) {
        var acceptance = perAddress.accept(session);
        if (acceptance.accepted()) {
            deadlines.put(session, new Deadline(session, System.nanoTime() + patience));
        }
        return acceptance;
    }

    /** A mail has come: the next one has its own time. */
    void progress(MessageContext context) {
        deadlines.computeIfPresent(context, (key, late) -> new Deadline(late.session(), System.nanoTime() + patience));
    }

    @Override
    public void onSessionEnd(Session session) {
        deadlines.remove(session);
        perAddress.onSessionEnd(session);
    }

    @Override
    public void close() {
        clock.shutdownNow();
    }

    private void endLate() {
        for (var deadline : deadlines.values()) {
            if (System.nanoTime() - deadline.nanos() > 0 && deadlines.remove(deadline.session(), deadline)) {
                end(deadline.session());
            }
        }
    }

    private static void end(Session session) {
        try {
            LOG.infof("The SMTP session from %s brings no mail and is ended", session.getRemoteAddress());
            session.closeSocket();
        } catch (IOException | RuntimeException e) {
            LOG.debugf("The session had ended already: %s", e);
        }
    }
}
