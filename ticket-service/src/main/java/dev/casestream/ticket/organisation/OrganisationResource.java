package dev.casestream.ticket.organisation;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.customer.Customers;
import dev.casestream.ticket.organisation.Organisations.Organisation;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Pattern;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Whom people belong to. */
@Path("/v1/organisations")
@Tag(name = "Organisations")
class OrganisationResource {

    private final Tx tx;
    private final Organisations organisations;
    private final Customers customers;
    private final Idempotency idempotency;
    private final Caller caller;

    OrganisationResource(
            Tx tx, Organisations organisations, Customers customers, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.organisations = organisations;
        this.customers = customers;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * An organisation to be.
     *
     * @param reference its id in another system
     * @param domains of mail; whoever writes from one and belongs to nobody yet belongs to it
     */
    @Schema(name = "NewOrganisation")
    record NewOrganisation(
            @NotBlank @Size(max = Words.MAX_NAME) String name,
            @Nullable @Size(max = 200) String reference,

            @Nullable @Size(max = 100)
            List<@NotNull @Size(max = 253) @Pattern(regexp = "(?i)[a-z0-9-]+(\\.[a-z0-9-]+)+") String> domains) {

        Organisation as(UUID id, long version, Instant createdAt, Instant now) {
            return new Organisation(
                    id,
                    Words.line(name, Words.MAX_NAME),
                    Words.orNull(reference, 200),
                    domains == null
                            ? List.of()
                            : domains.stream()
                                    .map(domain -> domain.toLowerCase(Locale.ROOT))
                                    .distinct()
                                    .sorted()
                                    .toList(),
                    createdAt,
                    now,
                    version);
        }
    }

    @GET
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "Find organisations", description = "q is how the name begins")
    public Uni<Page<Organisation>> list(
            @RestQuery @Nullable @Size(max = 200) String q,
            @RestQuery @Nullable String domain,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var wanted = new Conditions();
        Cursor.decode(cursor, 1).ifPresent(key -> wanted.and("o.id > ?", after(key.getFirst())));
        if (q != null && !q.isBlank()) {
            wanted.and(
                    "lower(o.name) LIKE ?",
                    Words.line(q, 200).toLowerCase(Locale.ROOT).replaceAll("([\\\\%_])", "\\\\$1") + "%");
        }
        if (domain != null) {
            wanted.and(
                    "o.id IN (SELECT d.organisation_id FROM organisation_domain d WHERE d.domain = ?)",
                    domain.toLowerCase(Locale.ROOT));
        }
        return tx.run(work -> organisations.list(work, wanted, limit + 1))
                .map(found -> Page.of(
                        found, limit, one -> one, one -> List.of(one.id().toString())));
    }

    @GET
    @Path("/{organisation}")
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "One organisation")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Organisation.class)))
    @APIResponse(responseCode = "404", description = "No such organisation")
    public Uni<Response> get(String organisation) {
        var id = id(organisation);
        return tx.run(work -> organisations.find(work, id))
                .map(found -> Response.ok(found)
                        .header("ETag", ETags.of(found.version()))
                        .build());
    }

    @POST
    @RolesAllowed({AGENT, LEAD, ADMIN, OWNER, SERVICE})
    @Operation(summary = "Add an organisation")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Organisation.class)))
    @APIResponse(responseCode = "422", description = "Another one has one of the domains")
    public Uni<Response> create(
            @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid NewOrganisation request) {
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                "/v1/organisations",
                request,
                () -> work.now()
                        .flatMap(now -> save(work, request.as(Ids.next(), 1, now, now), now))
                        .map(saved -> Answer.of(201, saved)
                                .with("Location", "/v1/organisations/" + saved.id())
                                .with("ETag", ETags.of(saved.version())))));
    }

    @PUT
    @Path("/{organisation}")
    @RolesAllowed({AGENT, LEAD, ADMIN, OWNER, SERVICE})
    @Operation(summary = "Change an organisation", description = "Needs If-Match")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Organisation.class)))
    @APIResponse(responseCode = "412", description = "It has changed since you read it")
    public Uni<Response> change(
            String organisation,
            @RestHeader("If-Match") @Nullable String ifMatch,
            @NotNull @Valid NewOrganisation request) {
        var id = id(organisation);
        return tx.run(work -> organisations.lock(work, id).flatMap(found -> {
                    ETags.requireMatch(ifMatch, found.version());
                    return work.now()
                            .flatMap(now ->
                                    save(work, request.as(id, found.version() + 1, found.createdAt(), now), now));
                }))
                .map(saved -> Response.ok(saved)
                        .header("ETag", ETags.of(saved.version()))
                        .build());
    }

    @DELETE
    @Path("/{organisation}")
    @RolesAllowed({LEAD, ADMIN, OWNER})
    @Operation(summary = "Drop an organisation", description = "Its people stay, and belong to nobody")
    @APIResponse(responseCode = "204", description = "It is gone")
    public Uni<Void> delete(String organisation) {
        var id = id(organisation);
        return tx.run(work -> organisations
                .lock(work, id)
                .chain(() -> work.now())
                .flatMap(now -> organisations
                        .delete(work, id)
                        .flatMap(people -> customers.publish(work, people, Cause.request(caller.actor()), now))));
    }

    private Uni<Organisation> save(Work work, Organisation organisation, Instant now) {
        return organisations
                .save(work, organisation)
                .flatMap(joined -> customers.publish(work, joined, Cause.request(caller.actor()), now))
                .replaceWith(organisation);
    }

    private static UUID id(String organisation) {
        try {
            return UUID.fromString(organisation);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("organisation", Words.line(organisation, 64));
        }
    }

    private static UUID after(String cursor) {
        try {
            return UUID.fromString(cursor);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }
}
