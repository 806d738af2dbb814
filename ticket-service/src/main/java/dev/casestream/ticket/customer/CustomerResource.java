package dev.casestream.ticket.customer;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.contracts.CustomerProfile.Identity;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.visibility.Policy;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** People across channels. */
@Path("/v1/customers")
@Tag(name = "Customers")
class CustomerResource {

    private static final String BY_WORDS = """
            c.id IN (SELECT id FROM customer WHERE lower(name) LIKE ?
                     UNION ALL SELECT customer_id FROM customer_identity WHERE value LIKE ?)""";

    private final Tx tx;
    private final Customers customers;
    private final Caller caller;

    CustomerResource(Tx tx, Customers customers, Caller caller) {
        this.tx = tx;
        this.customers = customers;
        this.caller = caller;
    }

    @Schema(name = "Customer")
    record CustomerView(
            UUID id,
            @Nullable String name,
            List<Identity> identities,
            @Nullable String language,
            @Nullable String timeZone,
            @Nullable UUID organisation,
            boolean vip,
            boolean blocked,
            Map<String, String> preferences,
            Map<String, String> references,
            @Nullable UUID mergedInto,
            @Nullable Instant erasedAt,
            Instant createdAt,
            Instant updatedAt,
            long version) {

        static CustomerView of(CustomerRow row) {
            return new CustomerView(
                    Objects.requireNonNull(row.id),
                    row.name,
                    row.identities.stream()
                            .map(one -> new Identity(one.type(), one.value(), one.verified()))
                            .sorted(Comparator.comparing(Identity::type).thenComparing(Identity::value))
                            .toList(),
                    row.language,
                    row.timeZone,
                    row.organisation,
                    row.vip,
                    row.blocked,
                    new TreeMap<>(Codec.readStrings(row.preferences)),
                    row.references.stream()
                            .collect(Collectors.toMap(
                                    CustomerRow.ReferenceRow::system,
                                    CustomerRow.ReferenceRow::value,
                                    (one, other) -> one,
                                    TreeMap::new)),
                    row.mergedInto,
                    row.erasedAt,
                    Objects.requireNonNull(row.createdAt),
                    Objects.requireNonNull(row.updatedAt),
                    row.version);
        }
    }

    @GET
    @Path("/{customer}")
    @RolesAllowed({CUSTOMER, AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "One person", description = "Customers see themselves")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomerView.class)))
    public Uni<Response> get(String customer) {
        var id = People.id(customer);
        return tx.run(work -> find(work, new Conditions().and("c.id = ?", id), 1))
                .map(found -> found.stream().findFirst().orElseThrow(() -> Problems.notFound("customer", id)))
                .map(view -> Response.ok(view)
                        .header("ETag", ETags.of(view.version()))
                        .build());
    }

    @GET
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "Find people", description = "q is how a name, an address, a number or a handle begins")
    public Uni<Page<CustomerView>> list(
            @RestQuery @Nullable @Size(max = 200) String q,
            @RestQuery @Nullable @Size(max = 300) @Parameter(description = "Their id in another system, as crm:4711")
                    String reference,
            @RestQuery @Nullable @Parameter(description = "The id of their organisation") UUID organisation,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var wanted = new Conditions();
        if (reference != null) {
            var parts = reference.split(":", 2);
            if (parts.length != 2) {
                throw Problems.invalid("reference", "must be as crm:4711");
            }
            wanted.and(
                    "c.id IN (SELECT r.customer_id FROM customer_reference r WHERE r.system = ? AND r.value = ?)",
                    parts[0],
                    parts[1]);
        }
        if (organisation != null) {
            wanted.and("c.organisation = ?", organisation);
        }
        Cursor.decode(cursor, 1).ifPresent(key -> wanted.and("c.id > ?", after(key.getFirst())));
        if (q != null && !q.isBlank()) {
            var begins = Words.line(q, 200).toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%";
            wanted.and(BY_WORDS, begins, begins);
        }
        return tx.run(work -> find(work, wanted, limit + 1))
                .map(found -> Page.of(
                        found, limit, view -> view, view -> List.of(view.id().toString())));
    }

    private Uni<List<CustomerView>> find(Work work, Conditions wanted, int limit) {
        return Policy.of(work, caller).flatMap(viewer -> {
            viewer.restrictPeople(wanted);
            return work.query(
                            "SELECT c.id FROM customer c" + wanted.where() + " ORDER BY c.id LIMIT " + limit,
                            wanted.parameters())
                    .flatMap(ids -> customers.views(
                            work, ids.stream().map(row -> row.getUUID("id")).toList()));
        });
    }

    private static UUID after(String cursor) {
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }
}
