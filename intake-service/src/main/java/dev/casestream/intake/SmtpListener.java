package dev.casestream.intake;

import dev.casestream.intake.mail.OurAddresses;
import dev.casestream.intake.store.Originals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;
import org.subethamail.smtp.server.SessionHandler;

/** Receives mail for our addresses over SMTP. */
@ApplicationScoped
class SmtpListener {

    private static final int MOST_RECIPIENTS = 50;

    private final TakeMail takeMail;
    private final OurAddresses ours;
    private final Originals originals;
    private final String host;
    private final int port;
    private final int connections;
    private final int perAddress;
    private @Nullable SMTPServer server;

    SmtpListener(
            TakeMail takeMail,
            OurAddresses ours,
            Originals originals,
            @ConfigProperty(name = "casestream.smtp.host", defaultValue = "127.0.0.1") String host,
            @ConfigProperty(name = "casestream.smtp.port", defaultValue = "2525") int port,
            @ConfigProperty(name = "casestream.smtp.max-connections", defaultValue = "100") int connections,
            @ConfigProperty(name = "casestream.smtp.max-connections-per-address", defaultValue = "20") int perAddress) {
        this.takeMail = takeMail;
        this.ours = ours;
        this.originals = originals;
        this.host = host;
        this.port = port;
        this.connections = connections;
        this.perAddress = perAddress;
    }

    void start(@Observes StartupEvent event) throws UnknownHostException {
        server = SMTPServer.port(port)
                .bindAddress(InetAddress.getByName(host))
                .hostName("casestream")
                .softwareName("Casestream")
                .hideTLS()
                // The original stays as it came: its hash tells whether it comes again.
                .insertReceivedHeaders(false)
                .maxConnections(connections)
                .sessionHandler(SessionHandler.limitConcurrentSessionsBySource(perAddress))
                .maxRecipients(MOST_RECIPIENTS)
                .maxMessageSize(TakeMail.LARGEST)
                .connectionTimeout(1, TimeUnit.MINUTES)
                .messageHandlerFactory(context -> new SmtpTransaction(takeMail, ours, originals))
                .build();
        server.start();
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.stop();
        }
    }

    boolean isUp() {
        return server != null && server.isRunning();
    }

    int port() {
        return Objects.requireNonNull(server).getPortAllocated();
    }
}
