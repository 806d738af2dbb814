package dev.casestream.ticket.view;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.listing.Found;
import dev.casestream.ticket.listing.Me;
import dev.casestream.ticket.listing.TicketCount;
import dev.casestream.ticket.listing.TicketCount.Count;
import dev.casestream.ticket.listing.TicketFilter;
import dev.casestream.ticket.listing.TicketList;
import dev.casestream.ticket.listing.TicketList.Asked;
import dev.casestream.ticket.view.SavedView.Scope;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Multi;
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
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Kept lists of tickets, with how many are in each. */
@Path("/v1/views")
@Tag(name = "Views")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
class ViewResource {

    /** Further than this nobody is told how many there are, unless the tally knows. */
    private static final int COUNTED = 1_000;

    private final Tx tx;
    private final SavedViews views;
    private final TicketList tickets;
    private final TicketCount counts;
    private final Idempotency idempotency;
    private final Caller caller;

    ViewResource(
            Tx tx, SavedViews views, TicketList tickets, TicketCount counts, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.views = views;
        this.tickets = tickets;
        this.counts = counts;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    /**
     * A list to keep.
     *
     * @param team whose it is, where the scope is TEAM
     * @param filter the query parameters of the ticket list
     */
    @Schema(name = "NewView")
    record NewView(
            @NotBlank @Size(max = 100) String name,
            @NotNull Scope scope,
            @Nullable @Pattern(regexp = Words.CODE) String team,

            @NotNull @Size(max = 20) @Schema(examples = "{\"status\": [\"NEW\", \"OPEN\"], \"agent\": [\"me\"]}")
            Map<@Size(max = 64) String, @NotNull @Size(min = 1, max = 50) List<@NotNull @Size(max = 500) String>>
                    filter,

            @Nullable @Size(max = 20) String sort) {}

    /**
     * A kept list.
     *
     * @param count how many tickets of it the caller sees; only where counts were asked for
     */
    @Schema(name = "View")
    record View(
            UUID id,
            String name,
            Scope scope,
            String owner,
            @Nullable String team,
            Map<String, List<String>> filter,
            @Nullable String sort,
            Instant createdAt,
            Instant updatedAt,
            long version,

            @JsonInclude(JsonInclude.Include.NON_NULL) @Nullable
            Count count) {

        static View of(SavedView v, @Nullable Count count) {
            return new View(
                    v.id(),
                    v.name(),
                    v.scope(),
                    v.owner(),
                    v.team(),
                    v.filter(),
                    v.sort(),
                    v.createdAt(),
                    v.updatedAt(),
                    v.version(),
                    count);
        }
    }

    @GET
    @Operation(
            summary = "Own views, those of own teams and those for all",
            description =
                    "With counts=true each with how many tickets the caller sees in it; beyond 1000 it may say more")
    public Uni<Page<View>> list(
            @RestQuery @DefaultValue("false") boolean counts,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 1)
                .map(key -> id("cursor", key.getFirst()))
                .orElse(null);
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> views.list(work, caller, after, limit + 1)
                                .flatMap(found -> Multi.createFrom()
                                        .iterable(found)
                                        .onItem()
                                        .transformToUniAndConcatenate(view -> counts
                                                ? counted(work, viewer, view)
                                                : Uni.createFrom().item(View.of(view, null)))
                                        .collect()
                                        .asList())))
                .map(found -> Page.of(
                        found, limit, view -> view, view -> List.of(view.id().toString())));
    }

    private Uni<View> counted(Work work, Visibility viewer, SavedView view) {
        return counts.upTo(work, asked(view, viewer, null, null, 1), COUNTED).map(count -> View.of(view, count));
    }

    private Asked asked(SavedView view, Visibility viewer, @Nullable String sort, @Nullable String cursor, int limit) {
        return new Asked(
                TicketFilter.of(view.filter()),
                viewer,
                Me.of(caller),
                sort == null ? view.sort() : sort,
                cursor,
                limit);
    }

    @GET
    @Path("/{view}")
    @Operation(summary = "A view, with its count")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = View.class)))
    @APIResponse(responseCode = "404", description = "No such view that you may see")
    public Uni<Response> get(String view) {
        var id = known(view);
        return tx.run(work -> Policy.of(work, caller)
                        .flatMap(viewer -> views.find(work, caller, id).flatMap(found -> counted(work, viewer, found))))
                .map(found -> Response.ok(found)
                        .header("ETag", ETags.of(found.version()))
                        .build());
    }

    @GET
    @Path("/{view}/tickets")
    @Operation(summary = "The tickets of a view", description = "As the ticket list, with the view's filters and order")
    @APIResponse(responseCode = "404", description = "No such view that you may see")
    public Uni<Page<Found>> tickets(
            String view,
            @RestQuery @Nullable String sort,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var id = known(view);
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> views.find(work, caller, id)
                        .flatMap(found -> tickets.page(work, asked(found, viewer, sort, cursor, limit)))));
    }

    @POST
    @Operation(
            summary = "Keep a list under a name",
            description = "For oneself; for a team by who leads it; for all by administrators")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = View.class)))
    @APIResponse(responseCode = "400", description = "A filter or order that the ticket list does not have")
    @APIResponse(responseCode = "403", description = "Not for you to keep for others")
    public Uni<Response> create(@RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid NewView request) {
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                "/v1/views",
                request,
                () -> work.now()
                        .flatMap(now -> checked(work, request)
                                .chain(() -> views.requireRoom(work, caller, request.scope()))
                                .map(ok -> view(Ids.next(), 1, caller.id(), request, now, now))
                                .call(view -> views.save(work, view))
                                .map(view -> Answer.of(201, View.of(view, null))
                                        .with("Location", "/v1/views/" + view.id())
                                        .with("ETag", ETags.of(view.version()))))));
    }

    @PUT
    @Path("/{view}")
    @Operation(summary = "Change a view", description = "Needs If-Match; its scope stays")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = View.class)))
    @APIResponse(responseCode = "412", description = "It has changed since you read it")
    public Uni<Response> change(
            String view, @RestHeader("If-Match") @Nullable String ifMatch, @NotNull @Valid NewView request) {
        var id = known(view);
        return tx.run(work -> views.lock(work, caller, id)
                        .flatMap(found -> work.now().flatMap(now -> {
                            mayChange(found);
                            ETags.requireMatch(ifMatch, found.version());
                            if (request.scope() != found.scope()) {
                                throw Problems.invalid("scope", "cannot change; keep another view instead");
                            }
                            var changed = view(id, found.version() + 1, found.owner(), request, found.createdAt(), now);
                            return checked(work, request)
                                    .chain(() -> views.save(work, changed))
                                    .replaceWith(changed);
                        })))
                .map(changed -> Response.ok(View.of(changed, null))
                        .header("ETag", ETags.of(changed.version()))
                        .build());
    }

    @DELETE
    @Path("/{view}")
    @Operation(summary = "Drop a view")
    @APIResponse(responseCode = "204", description = "It is gone")
    public Uni<Void> delete(String view) {
        var id = known(view);
        return tx.run(
                work -> views.lock(work, caller, id).invoke(this::mayChange).chain(() -> views.delete(work, id)));
    }

    private void mayChange(SavedView view) {
        if (!SavedView.mayChange(caller, view.scope(), view.owner(), view.team())) {
            throw Problems.forbidden("view-of-others", "Only who leads the team, or an administrator, changes it");
        }
    }

    /** The list would take it, and the caller may keep it there. */
    private Uni<Void> checked(Work work, NewView request) {
        if ((request.scope() == Scope.TEAM) != (request.team() != null)) {
            throw Problems.invalid("team", "must be given for a view of a team, and only there");
        }
        if (!SavedView.mayChange(caller, request.scope(), caller.id(), request.team())) {
            throw Problems.forbidden("view-for-others", "Only who leads the team, or an administrator, keeps it there");
        }
        return Policy.of(work, caller)
                .invoke(viewer -> TicketList.require(
                        new Asked(TicketFilter.of(request.filter()), viewer, Me.of(caller), request.sort(), null, 1)))
                .replaceWithVoid();
    }

    private static SavedView view(
            UUID id, long version, String owner, NewView request, Instant createdAt, Instant now) {
        return new SavedView(
                id,
                version,
                Words.line(request.name(), 100),
                request.scope(),
                owner,
                request.team(),
                request.filter(),
                request.sort(),
                createdAt,
                now);
    }

    private static UUID known(String view) {
        try {
            return UUID.fromString(view);
        } catch (IllegalArgumentException e) {
            throw Problems.notFound("view", Words.line(view, 64));
        }
    }

    private static UUID id(String parameter, String text) {
        try {
            return UUID.fromString(text);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid(parameter, "is not a nextCursor of this list");
        }
    }
}
