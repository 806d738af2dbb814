package dev.casestream.intake.submission;

import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.intake.Accepted;
import dev.casestream.intake.channel.Arrival;
import dev.casestream.intake.channel.Channels;
import dev.casestream.intake.channel.EmailChannel;
import dev.casestream.intake.channel.Submission;
import dev.casestream.intake.channel.Submissions;
import dev.casestream.intake.channel.Submitter;
import dev.casestream.intake.channel.WebChannel;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.store.Originals;
import dev.casestream.intake.submission.Submit.Submitted;
import io.smallrye.mutiny.Uni;
import io.vertx.core.Vertx;
import jakarta.annotation.security.PermitAll;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Where requests are handed in. */
@Path("/v1/inquiries")
@Tag(name = "Requests")
public class SubmissionResource {

    private static final int LARGEST = 36 << 20;
    private static final Set<String> OF_CUSTOMERS = Set.of(WebChannel.NAME, "portal");

    private final Caller caller;
    private final TakeSubmissions taking;
    private final Submissions submissions;
    private final Channels channels;
    private final Originals originals;

    SubmissionResource(
            Caller caller, TakeSubmissions taking, Submissions submissions, Channels channels, Originals originals) {
        this.caller = caller;
        this.taking = taking;
        this.submissions = submissions;
        this.channels = channels;
        this.originals = originals;
    }

    @POST
    @PermitAll
    @Consumes({MediaType.APPLICATION_JSON, MediaType.MULTIPART_FORM_DATA})
    @Operation(
            summary = "Hand in a request",
            description = "Open to strangers for the channel web, within a rate. The same Idempotency-Key or externalId"
                    + " gives the same answer and no second request. As multipart/form-data, parts with a file name are"
                    + " attachments and the others are the members of the object (sender.email, fields.order, ...).")
    @RequestBody(
            required = true,
            content = {
                @Content(mediaType = "application/json", schema = @Schema(implementation = Submission.class)),
                @Content(mediaType = "multipart/form-data", schema = @Schema(implementation = Submission.class))
            })
    @APIResponse(
            responseCode = "202",
            description = "Stored; what becomes of it is in the ledger",
            content = @Content(schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "429", description = "Too many requests from one address")
    public Uni<Response> submit(
            byte[] body,
            @RestHeader("Content-Type") @Nullable String given,
            @RestHeader("Idempotency-Key") @Nullable String key) {
        var contentType = required(given);
        var stranger = caller.isAnonymous();
        var customer = caller.is(Roles.CUSTOMER);
        var vouches = caller.isAny(Roles.SERVICE, Roles.BOT);
        var actor = stranger ? "anonymous" : caller.actor();
        var email = caller.email().isEmpty() ? null : caller.email();
        return Uni.createFrom()
                .completionStage(() -> Vertx.currentContext()
                        .executeBlocking(
                                () -> {
                                    var peek = submissions.peek(body, contentType);
                                    if (!peek.faults().isEmpty()) {
                                        throw Faults.problem(peek.faults());
                                    }
                                    requireChannel(peek.channel(), stranger, customer);
                                    var dedupe = peek.externalId() == null ? key : peek.externalId();
                                    return read(body, contentType, peek, new Submitter(actor, vouches, email, dedupe));
                                },
                                false)
                        .toCompletionStage())
                .flatMap(submitted -> taking.take(submitted, key, stranger ? "system:intake-service" : actor, caller));
    }

    private Submitted read(byte[] body, String contentType, Submissions.Peek peek, Submitter submitter)
            throws IOException {
        var arrival = new Arrival(
                Ids.next(),
                peek.channel(),
                null,
                contentType,
                originals.keep(new ByteArrayInputStream(body), LARGEST),
                submitter.circumstances(peek.fingerprint()));
        var channel = channels.of(peek.channel());
        var reading = channel.read(arrival);
        if (reading instanceof Reading.Invalid(var faults)) {
            throw Faults.problem(faults);
        }
        return new Submitted(arrival, channel.dedupeKey(arrival), peek.fingerprint(), reading);
    }

    private static String required(@Nullable String contentType) {
        if (contentType == null) {
            throw Problems.invalid("Content-Type", "must be application/json or multipart/form-data");
        }
        return contentType;
    }

    private static void requireChannel(String channel, boolean stranger, boolean customer) {
        if (channel.equals(EmailChannel.NAME)) {
            throw Problems.unprocessable(
                    "channel-has-its-own-entrance", "Mail comes in by SMTP or at /v1/channels/email/messages");
        }
        if (stranger && !channel.equals(WebChannel.NAME) || customer && !OF_CUSTOMERS.contains(channel)) {
            throw Problems.forbidden("channel-of-staff", "Only staff and machines may use this channel");
        }
    }
}
