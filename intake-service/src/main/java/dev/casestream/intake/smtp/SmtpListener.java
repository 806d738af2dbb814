package dev.casestream.intake.smtp;

import dev.casestream.intake.TakeMail;
import dev.casestream.intake.mail.OurAddresses;
import dev.casestream.intake.store.Originals;
import io.quarkus.runtime.ShutdownEvent;
import io.quarkus.runtime.StartupEvent;
import io.quarkus.tls.TlsConfigurationRegistry;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.enterprise.event.Observes;
import java.net.InetAddress;
import java.time.Duration;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;
import org.subethamail.smtp.server.SMTPServer;

/** Receives mail for our addresses over SMTP. */
@ApplicationScoped
public class SmtpListener {

    private static final int MOST_RECIPIENTS = 50;

    private final TakeMail takeMail;
    private final OurAddresses ours;
    private final Originals originals;
    private final String host;
    private final int port;
    private final int connections;
    private final int perAddress;
    private final Duration deadline;
    private final Optional<String> tls;
    private final boolean tlsRequired;
    private final TlsConfigurationRegistry tlsConfigurations;
    private @Nullable SMTPServer server;
    private @Nullable SmtpSessions sessions;

    SmtpListener(
            TakeMail takeMail,
            OurAddresses ours,
            Originals originals,
            @ConfigProperty(name = "casestream.smtp.host", defaultValue = "127.0.0.1") String host,
            @ConfigProperty(name = "casestream.smtp.port", defaultValue = "2525") int port,
            @ConfigProperty(name = "casestream.smtp.max-connections", defaultValue = "100") int connections,
            @ConfigProperty(name = "casestream.smtp.max-connections-per-address", defaultValue = "20") int perAddress,
            @ConfigProperty(name = "casestream.smtp.deadline", defaultValue = "PT10M") Duration deadline,
            @ConfigProperty(name = "casestream.smtp.tls") Optional<String> tls,
            @ConfigProperty(name = "casestream.smtp.tls-required", defaultValue = "false") boolean tlsRequired,
            TlsConfigurationRegistry tlsConfigurations) {
        this.takeMail = takeMail;
        this.ours = ours;
        this.originals = originals;
        this.host = host;
        this.port = port;
        this.connections = connections;
        this.perAddress = perAddress;
        this.deadline = deadline;
        this.tls = tls;
        this.tlsRequired = tlsRequired;
        this.tlsConfigurations = tlsConfigurations;
    }

    void start(@Observes StartupEvent event) throws Exception {
        var admission = new SmtpSessions(perAddress, deadline);
        var builder = SMTPServer.port(port)
                .bindAddress(InetAddress.getByName(host))
                .hostName("casestream")
                .softwareName("Casestream")
                // The original stays as it came: its hash tells whether it comes again.
                .insertReceivedHeaders(false)
                .maxConnections(connections)
                .sessionHandler(admission)
                .maxRecipients(MOST_RECIPIENTS)
                .maxMessageSize(TakeMail.LARGEST)
                .connectionTimeout(1, TimeUnit.MINUTES)
                .messageHandlerFactory(
                        context -> new SmtpTransaction(takeMail, ours, originals, () -> admission.progress(context)));
        if (tls.isPresent()) {
            builder.enableTLS().requireTLS(tlsRequired).startTlsSocketFactory(certificate(tls.get()));
        } else {
            builder.hideTLS();
        }
        server = builder.build();
        var commands = server.getCommandHandler();
        commands.addCommand(new MailOfAnySize(commands.getCommand("MAIL")));
        server.start();
        sessions = admission;
    }

    private SSLContext certificate(String name) throws Exception {
        return tlsConfigurations
                .get(name)
                .orElseThrow(() -> new IllegalStateException(
                        "casestream.smtp.tls: there is no quarkus.tls." + name + ".key-store"))
                .createSSLContext();
    }

    void stop(@Observes ShutdownEvent event) {
        if (server != null) {
            server.stop();
        }
        if (sessions != null) {
            sessions.close();
        }
    }

    public boolean isUp() {
        return server != null && server.isRunning();
    }

    public int port() {
        return Objects.requireNonNull(server).getPortAllocated();
    }
}
