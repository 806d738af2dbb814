package dev.casestream.ticket.customer;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.customer.CustomerResource.CustomerView;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Stream;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** Two who turn out to be one, and the undoing of it: a link, so that each keeps what is theirs. */
@Path("/v1/customers/{customer}")
@Tag(name = "Customers")
@RolesAllowed({AGENT, LEAD, ADMIN, OWNER, SERVICE})
@APIResponse(
        responseCode = "200",
        description = "The one who was merged, or is apart again",
        content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomerView.class)))
@APIResponse(responseCode = "404", description = "No such customer that you may see")
@APIResponse(responseCode = "409", description = "A rule refuses; the problem names it")
class CustomerMergeResource {

    /** Merges are rare, and what they decide on is spread over many rows: they pass one at a time. */
    private static final String ONE_AT_A_TIME = "SELECT pg_advisory_xact_lock(hashtext('customer_merge'))";

    private final Tx tx;
    private final People people;
    private final Customers customers;
    private final Idempotency idempotency;
    private final Caller caller;

    CustomerMergeResource(Tx tx, People people, Customers customers, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.people = people;
        this.customers = customers;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /** @param into whom they are merged into */
    @Schema(name = "CustomerMerge")
    record Merge(@NotNull UUID into) {}

    @POST
    @Path("/merge")
    @Operation(
            summary = "Say that this is the same person as another",
            description =
                    "Their tickets, timeline and identities are shown as one; each is kept, so it can be undone at any time")
    public Uni<Response> merge(
            String customer, @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid Merge request) {
        return once(
                customer,
                "merge",
                key,
                request,
                (work, id) -> Policy.of(work, caller)
                        .flatMap(viewer ->
                                people.find(work, viewer, request.into().toString()))
                        .chain(() -> state(work, id))
                        .flatMap(source -> state(work, request.into())
                                .flatMap(target -> People.family(work, request.into())
                                        .flatMap(family -> {
                                            refuse(
                                                    source.erased() || target.erased(),
                                                    "customer-erased",
                                                    "An erased person is nobody");
                                            refuse(
                                                    source.mergedInto() != null,
                                                    "merged-already",
                                                    "They are merged; undo that first");
                                            refuse(
                                                    family.contains(id),
                                                    "same-person",
                                                    "They are the same person already");
                                            return link(work, id, request.into());
                                        }))));
    }

    @POST
    @Path("/unmerge")
    @Operation(
            summary = "They are two after all",
            description = "Each has again what is theirs, what came meanwhile included. No body")
    public Uni<Response> unmerge(String customer, @RestHeader("Idempotency-Key") @Nullable String key) {
        return once(
                customer,
                "unmerge",
                key,
                null,
                (work, id) -> state(work, id).flatMap(source -> {
                    refuse(source.mergedInto() == null, "not-merged", "They are not merged into anybody");
                    return unlink(work, id);
                }));
    }

    @FunctionalInterface
    private interface Act {
        Uni<Void> on(Work work, UUID customer);
    }

    private Uni<Response> once(String customer, String name, @Nullable String key, @Nullable Object request, Act act) {
        var path = "/v1/customers/" + People.id(customer) + "/" + name;
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                path,
                request,
                () -> work.query(ONE_AT_A_TIME)
                        .chain(() -> Policy.of(work, caller))
                        .flatMap(viewer -> people.lock(work, viewer, customer))
                        .flatMap(id -> People.family(work, id)
                                .flatMap(before -> act.on(work, id)
                                        .chain(() -> People.family(work, id))
                                        .flatMap(after -> publish(work, before, after)))
                                .chain(() -> customers.view(work, id)))
                        .map(view -> Answer.of(200, view))));
    }

    /** All of them: who is blocked under one name is so under the others. */
    private Uni<Void> publish(Work work, List<UUID> before, List<UUID> after) {
        var people = Stream.concat(before.stream(), after.stream()).distinct().toList();
        return work.now().flatMap(now -> customers.publish(work, people, Cause.request(caller.actor()), now));
    }

    private record State(@Nullable UUID mergedInto, boolean erased) {}

    private static Uni<State> state(Work work, UUID id) {
        return work.query("SELECT merged_into, erased_at FROM customer WHERE id = $1", id)
                .map(rows -> new State(
                        rows.getFirst().getUUID("merged_into"), Rows.instant(rows.getFirst(), "erased_at") != null));
    }

    private static void refuse(boolean when, String rule, String detail) {
        if (when) {
            throw Problems.refused(rule, detail, Map.of());
        }
    }

    private Uni<Void> link(Work work, UUID source, UUID target) {
        return work.update("UPDATE customer SET merged_into = $2 WHERE id = $1", source, target)
                .chain(work::now)
                .flatMap((Instant now) -> work.update(
                        "INSERT INTO customer_merge (id, source, target, actor, at) VALUES ($1, $2, $3, $4, $5)",
                        Ids.next(),
                        source,
                        target,
                        caller.actor(),
                        Rows.parameter(now)))
                .replaceWithVoid();
    }

    private Uni<Void> unlink(Work work, UUID source) {
        return work.update("""
                        UPDATE customer_merge SET undone_at = clock_timestamp(), undone_by = $2
                        WHERE source = $1 AND undone_at IS NULL""", source, caller.actor())
                .chain(() -> work.update("UPDATE customer SET merged_into = NULL WHERE id = $1", source))
                .replaceWithVoid();
    }
}
