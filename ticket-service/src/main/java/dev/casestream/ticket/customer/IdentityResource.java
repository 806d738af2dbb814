package dev.casestream.ticket.customer;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.customer.CustomerResource.CustomerView;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** How a person is reached and recognised. */
@Path("/v1/customers/{customer}/identities")
@Tag(name = "Customers")
@RolesAllowed({AGENT, LEAD, ADMIN, OWNER, SERVICE})
@APIResponse(responseCode = "404", description = "No such customer that you may see")
class IdentityResource {

    private static final String ADD = """
            INSERT INTO customer_identity (type, value, verified, customer_id) VALUES ($1, $2, $3, $4)
            ON CONFLICT (type, value) DO UPDATE SET verified = customer_identity.verified OR excluded.verified
            WHERE customer_identity.customer_id = excluded.customer_id""";

    private final Tx tx;
    private final People people;
    private final Customers customers;
    private final Idempotency idempotency;
    private final Caller caller;

    IdentityResource(Tx tx, People people, Customers customers, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.people = people;
        this.customers = customers;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * One more way.
     *
     * @param value an address, a number as +4533123456, or {@code <channel>:<handle>}
     * @param verified whether the agent has proof; a claimed one opens no door
     */
    @Schema(name = "NewIdentity")
    record NewIdentity(
            @NotNull @Pattern(regexp = "email|phone|handle") String type,
            @NotBlank @Size(max = 254) String value,
            boolean verified) {

        String normalised() {
            var text = Words.line(value, 254);
            var expected = switch (type) {
                case "email" -> "[^@\\s]+@[^@\\s]+\\.[^@\\s]+";
                case "phone" -> "\\+[0-9]{6,15}";
                default -> "[a-z0-9-]+:\\S+";
            };
            if (!text.matches(expected)) {
                throw Problems.invalid("value", "is no " + type);
            }
            return type.equals("email") ? text.toLowerCase(Locale.ROOT) : text;
        }
    }

    @POST
    @Operation(summary = "Add one", description = "Again with verified for one that was claimed")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomerView.class)))
    @APIResponse(responseCode = "409", description = "Somebody else has it; merge them if they are the same")
    public Uni<Response> add(
            String customer, @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid NewIdentity request) {
        var value = request.normalised();
        var path = "/v1/customers/" + People.id(customer) + "/identities";
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                path,
                request,
                () -> Policy.of(work, caller)
                        .flatMap(viewer -> people.lock(work, viewer, customer))
                        .call(id -> work.update(ADD, request.type(), value, request.verified(), id)
                                .invoke(added -> {
                                    if (added == 0) {
                                        throw Problems.refused(
                                                "identity-taken",
                                                "Somebody else has this identity",
                                                Map.of("type", request.type()));
                                    }
                                }))
                        .flatMap(id -> changed(work, id))
                        .map(view -> Answer.of(201, view).with("ETag", ETags.of(view.version())))));
    }

    @DELETE
    @Path("/{type}/{value}")
    @Operation(summary = "Take one away", description = "The last one stays: nobody could reach them any more")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomerView.class)))
    public Uni<CustomerView> remove(String customer, String type, String value) {
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> people.lock(work, viewer, customer))
                .call(id -> work.query(
                                "SELECT count(*) AS identities FROM customer_identity WHERE customer_id = $1", id)
                        .invoke(rows -> {
                            if (rows.getFirst().getLong("identities") < 2) {
                                throw Problems.refused("last-identity", "It is their only identity", Map.of());
                            }
                        }))
                .call(id -> work.update(
                                "DELETE FROM customer_identity WHERE customer_id = $1 AND type = $2 AND value = $3",
                                id,
                                type,
                                value)
                        .invoke(removed -> {
                            if (removed == 0) {
                                throw Problems.notFound("identity", Words.line(type, 64));
                            }
                        }))
                .flatMap(id -> changed(work, id)));
    }

    private Uni<CustomerView> changed(Work work, UUID id) {
        return work.now()
                .flatMap(now -> customers.publish(work, List.of(id), Cause.request(caller.actor()), now))
                .chain(() -> customers.view(work, id));
    }
}
