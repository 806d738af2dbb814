package dev.casestream.ticket.customer;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import com.fasterxml.jackson.databind.JsonNode;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.MergePatch;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.customer.CustomerResource.CustomerView;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.Consumes;
import jakarta.ws.rs.PATCH;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.RequestBody;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jspecify.annotations.Nullable;

/** What is known of a person, besides how they are reached. */
@Path("/v1/customers/{customer}")
@Tag(name = "Customers")
class CustomerEditResource {

    private final Tx tx;
    private final People people;
    private final Customers customers;
    private final MergePatch mergePatch;
    private final Caller caller;

    CustomerEditResource(Tx tx, People people, Customers customers, MergePatch mergePatch, Caller caller) {
        this.tx = tx;
        this.people = people;
        this.customers = customers;
        this.mergePatch = mergePatch;
        this.caller = caller;
    }

    /**
     * What PATCH changes; null clears.
     *
     * @param vip by leads and administrators, as blocked
     * @param blocked whether what they write is held back until a person lets it through
     * @param preferences text by name, for those who write to them
     * @param references their ids in other systems, by system
     */
    @Schema(name = "CustomerPatch")
    record Known(
            @Nullable @Size(max = Words.MAX_NAME) String name,

            @Nullable @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*")
            String language,

            @Nullable @Size(max = 64) String timeZone,
            @Nullable UUID organisation,
            boolean vip,
            boolean blocked,

            @NotNull @Size(max = 50)
            Map<@Pattern(regexp = Words.CODE) String, @NotNull @Size(max = 500) String> preferences,

            @NotNull @Size(max = 20)
            Map<@Pattern(regexp = Words.CODE) String, @NotNull @Size(min = 1, max = 200) String> references) {

        static Known of(CustomerView view) {
            return new Known(
                    view.name(),
                    view.language(),
                    view.timeZone(),
                    view.organisation(),
                    view.vip(),
                    view.blocked(),
                    view.preferences(),
                    view.references());
        }
    }

    @PATCH
    @Consumes({"application/merge-patch+json", "application/json"})
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(
            summary = "Change what is known of a person",
            description =
                    "JSON Merge Patch; needs If-Match. Whoever keeps a copy of people is told by casestream.customers")
    @RequestBody(content = @Content(schema = @Schema(implementation = Known.class)))
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomerView.class)))
    @APIResponse(responseCode = "404", description = "No such customer that you may see")
    @APIResponse(responseCode = "412", description = "It has changed since you read it")
    @APIResponse(responseCode = "422", description = "No such organisation, or somebody else has that reference")
    public Uni<Response> patch(
            String customer, @RestHeader("If-Match") @Nullable String ifMatch, @NotNull JsonNode patch) {
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> people.lock(work, viewer, customer))
                        .flatMap(id -> customers.view(work, id))
                        .flatMap(view -> {
                            ETags.requireMatch(ifMatch, view.version());
                            return change(work, view, mergePatch.apply(Known.of(view), patch, Known.class));
                        }))
                .map(view -> Response.ok(view)
                        .header("ETag", ETags.of(view.version()))
                        .build());
    }

    private Uni<CustomerView> change(Work work, CustomerView view, Known to) {
        if (view.erasedAt() != null) {
            throw Problems.refused("customer-erased", "Nothing is known of an erased person", Map.of());
        }
        if ((to.vip() != view.vip() || to.blocked() != view.blocked()) && !caller.isAny(LEAD, ADMIN, OWNER, SERVICE)) {
            throw Problems.forbidden("mark-needs-lead", "Leads and administrators mark people as VIP or blocked");
        }
        if (to.timeZone() != null && !ZoneId.getAvailableZoneIds().contains(to.timeZone())) {
            throw Problems.invalid("timeZone", "must be of the IANA time zones, as Europe/Copenhagen");
        }
        return customers
                .write(work, view.id(), to)
                .chain(() -> concerned(work, view, to))
                .flatMap(people ->
                        work.now().flatMap(now -> customers.publish(work, people, Cause.request(caller.actor()), now)))
                .chain(() -> customers.view(work, view.id()))
                .map(Objects::requireNonNull);
    }
    /** Whoever is blocked is so by every name. */
    private static Uni<List<UUID>> concerned(Work work, CustomerView view, Known to) {
        return to.blocked() == view.blocked()
                ? Uni.createFrom().item(List.of(view.id()))
                : People.family(work, view.id());
    }
}
