package dev.casestream.intake;

import static dev.casestream.chassis.security.Roles.ADMIN;
import static dev.casestream.chassis.security.Roles.AGENT;
import static dev.casestream.chassis.security.Roles.LEAD;
import static dev.casestream.chassis.security.Roles.OWNER;
import static dev.casestream.chassis.security.Roles.SERVICE;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.store.ContentStore.TooLargeException;
import dev.casestream.intake.channel.Channels;
import dev.casestream.intake.channel.EmailChannel;
import dev.casestream.intake.imap.ImportMail;
import dev.casestream.intake.mail.OurAddresses;
import dev.casestream.intake.provider.Accounts;
import dev.casestream.intake.smtp.SmtpListener;
import dev.casestream.intake.store.Originals;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** The channels there are, and mail that other mail servers pipe in. */
@Path("/v1/channels")
@Tag(name = "Channels")
public class ChannelResource {

    private final Tx tx;
    private final Idempotency idempotency;
    private final Caller caller;
    private final Channels channels;
    private final OurAddresses ours;
    private final SmtpListener smtp;
    private final Originals originals;
    private final TakeMail takeMail;
    private final Accounts accounts;
    private final ImportMail importMail;

    ChannelResource(
            Tx tx,
            Idempotency idempotency,
            Caller caller,
            Channels channels,
            OurAddresses ours,
            SmtpListener smtp,
            Originals originals,
            TakeMail takeMail,
            Accounts accounts,
            ImportMail importMail) {
        this.tx = tx;
        this.idempotency = idempotency;
        this.caller = caller;
        this.channels = channels;
        this.ours = ours;
        this.smtp = smtp;
        this.originals = originals;
        this.takeMail = takeMail;
        this.accounts = accounts;
        this.importMail = importMail;
    }

    /** @param lastArrival null when nothing ever came */
    @JsonInclude(JsonInclude.Include.ALWAYS)
    public record ChannelState(
            String channel,
            List<String> accounts,
            String health,
            @Nullable Instant lastArrival) {}

    @GET
    @RolesAllowed({AGENT, LEAD, ADMIN, OWNER, SERVICE})
    @Operation(summary = "Every channel, its accounts, health and last arrival")
    public Uni<List<ChannelState>> list() {
        return tx.run(work -> work.query("""
                        SELECT c.name, last.received_at FROM unnest($1::text[]) c(name)
                        LEFT JOIN LATERAL (SELECT received_at FROM inquiry i WHERE i.channel = c.name
                                           ORDER BY received_at DESC LIMIT 1) last ON true
                        ORDER BY c.name""", (Object) channels.names().toArray(String[]::new)))
                .map(rows -> rows.stream().map(this::state).toList());
    }

    @POST
    @Path("email/messages")
    @Consumes("message/rfc822")
    @RolesAllowed({ADMIN, OWNER, SERVICE})
    @Operation(summary = "Take in a mail, for mail servers that pipe")
    public Uni<Response> mail(byte[] body, @RestHeader("Idempotency-Key") @Nullable String key) {
        return Uni.createFrom()
                .completionStage(() -> Vertx.currentContext()
                        .executeBlocking(
                                () -> {
                                    try (var in = new ByteArrayInputStream(body)) {
                                        var original = originals.keep(in, TakeMail.LARGEST);
                                        return takeMail.mail(original, null, null, List.of());
                                    } catch (TooLargeException e) {
                                        takeMail.refuse(body, null, null, List.of());
                                        throw Problems.tooLarge("The message", TakeMail.LARGEST);
                                    }
                                },
                                false)
                        .toCompletionStage())
                .flatMap(mail -> tx.run(work -> idempotency.once(
                                work,
                                caller,
                                key,
                                "/v1/channels/email/messages",
                                mail.arrival().original().hash(),
                                () -> takeMail.take(work, mail)
                                        .map(receipt -> Answer.of(
                                                202,
                                                new Accepted(
                                                        receipt.inquiryId(),
                                                        receipt.duplicate() ? "duplicate" : Accepted.PENDING)))))
                        .invoke(() -> takeMail.readSoon(mail)));
    }

    private ChannelState state(Row row) {
        var name = row.getString("name");
        var last = row.get(OffsetDateTime.class, "received_at");
        var isMail = name.equals(EmailChannel.NAME);
        var mailboxes = isMail ? importMail.states() : Map.<String, Boolean>of();
        return new ChannelState(
                name,
                isMail
                        ? Stream.concat(
                                        ours.all().stream(),
                                        mailboxes.keySet().stream().map("imap:"::concat))
                                .toList()
                        : accounts.names(name),
                isMail && !smtp.isUp() || mailboxes.containsValue(false) ? "down" : "up",
                last == null ? null : last.toInstant());
    }
}
