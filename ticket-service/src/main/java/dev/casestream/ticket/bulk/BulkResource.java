package dev.casestream.ticket.bulk;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.bulk.OnBehalf.Asker;
import io.quarkus.security.identity.SecurityIdentity;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotEmpty;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.HashSet;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** One command for many tickets. */
@Path("/v1/tickets/bulk")
@Tag(name = "Bulk")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
class BulkResource {

    private static final int MAX_TICKETS = 10_000;

    private final Tx tx;
    private final Jobs jobs;
    private final Commands commands;
    private final Idempotency idempotency;
    private final Caller caller;
    private final SecurityIdentity identity;

    BulkResource(
            Tx tx, Jobs jobs, Commands commands, Idempotency idempotency, Caller caller, SecurityIdentity identity) {
        this.tx = tx;
        this.jobs = jobs;
        this.commands = commands;
        this.idempotency = idempotency;
        this.caller = caller;
        this.identity = identity;
    }

    /**
     * What to do.
     *
     * @param tickets ids or numbers, each once
     * @param command a path below a ticket, as assign or notes; or patch
     * @param body what the single call takes
     */
    @Schema(name = "Bulk")
    record Bulk(
            @NotEmpty @Size(max = MAX_TICKETS) List<@NotBlank @Size(max = 64) String> tickets,

            @NotBlank @Size(max = 100) @Schema(examples = "assign")
            String command,

            @Schema(implementation = Object.class, examples = "{\"agent\": \"alice\"}") @Nullable
            JsonNode body) {}

    @Schema(name = "JobAccepted")
    record Accepted(UUID id) {}

    @POST
    @Operation(
            summary = "Do the same to many tickets, at most 10000 a call",
            description =
                    "Each as the single call would, with the caller's rights and in no particular order; a refusal of one "
                            + "does not stop the others")
    @APIResponse(
            responseCode = "202",
            description = "Taken on; Location is the job",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Accepted.class)))
    @APIResponse(responseCode = "400", description = "No such command, or no ticket could take its body")
    public Uni<Response> start(@RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid Bulk request) {
        if (new HashSet<>(request.tickets()).size() < request.tickets().size()) {
            throw Problems.invalid("tickets", "must be given once each");
        }
        var body = request.body() == null || request.body().isNull() ? null : request.body();
        commands.require(commands.named(request.command()), body);
        var asker = new Asker(caller.id(), identity.getRoles(), caller.teams(), caller.email());
        return tx.run(work -> idempotency.once(work, caller, key, "/v1/tickets/bulk", request, () -> {
            var id = Ids.next();
            return work.now()
                    .flatMap(now -> jobs.add(
                            work,
                            id,
                            request.command(),
                            body == null ? null : Codec.write(body),
                            asker,
                            request.tickets(),
                            now))
                    .map(done -> Answer.of(202, new Accepted(id)).with("Location", "/v1/jobs/" + id));
        }));
    }
}
