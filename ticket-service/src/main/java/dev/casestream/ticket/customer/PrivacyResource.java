package dev.casestream.ticket.customer;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** What a person can demand: all that we have of them, and that it goes. */
@Path("/v1/customers/{customer}")
@Tag(name = "Customers")
@RolesAllowed({ADMIN, OWNER})
@APIResponse(responseCode = "404", description = "No such customer that you may see")
class PrivacyResource {

    private final Tx tx;
    private final People people;
    private final Privacy privacy;
    private final Idempotency idempotency;
    private final Caller caller;

    PrivacyResource(Tx tx, People people, Privacy privacy, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.people = people;
        this.privacy = privacy;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** All that we have; names and rows as they are kept. */
    @Schema(name = "Exported")
    record Exported(List<Map<String, Object>> customers, List<Map<String, Object>> tickets) {}

    /** What was erased, by number; words are gone. */
    @Schema(name = "Erased")
    record Erased(List<UUID> customers, int tickets, int messages) {}

    @POST
    @Path("/export")
    @Operation(
            summary = "All that we have of a person",
            description =
                    "Profile, identities, tickets and what was said with them; not what was said between us. No body")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Exported.class)))
    public Uni<Response> export(String customer) {
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> people.find(work, viewer, customer))
                .flatMap(id -> People.family(work, id))
                .flatMap(family -> privacy.export(work, family))
                .map(json -> Response.ok(json, "application/json").build()));
    }

    @POST
    @Path("/erase")
    @Operation(
            summary = "Erase a person for good",
            description =
                    "Name, identities, every word of their tickets and files that no other ticket has, here and, by "
                            + "tombstones, wherever copies are kept (within 24 hours). What happened when stays, without "
                            + "words. With everybody they were merged with. No body")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Erased.class)))
    public Uni<Response> erase(String customer, @RestHeader("Idempotency-Key") @Nullable String key) {
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                "/v1/customers/" + People.id(customer) + "/erase",
                null,
                () -> Policy.of(work, caller)
                        .flatMap(viewer -> people.lock(work, viewer, customer))
                        .flatMap(id -> People.family(work, id))
                        .flatMap(family -> work.now()
                                .flatMap(now -> privacy.erase(work, family, Cause.request(caller.actor()), now)))
                        .map(erased -> Answer.of(200, erased))));
    }
}
