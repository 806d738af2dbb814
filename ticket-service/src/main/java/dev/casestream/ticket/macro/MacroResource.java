package dev.casestream.ticket.macro;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.events.Ids;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Given;
import dev.casestream.ticket.macro.Macro.Actions;
import dev.casestream.ticket.macro.Macro.Scope;
import dev.casestream.ticket.macro.MacroRows.Kept;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.NotNull;
import jakarta.ws.rs.DELETE;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.PUT;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** The macros that one may use. */
@Path("/v1/macros")
@Tag(name = "Macros")
@RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER})
class MacroResource {

    private final Tx tx;
    private final MacroRows macros;
    private final Idempotency idempotency;
    private final Caller caller;

    MacroResource(Tx tx, MacroRows macros, Idempotency idempotency, Caller caller) {
        this.tx = tx;
        this.macros = macros;
        this.idempotency = idempotency;
        this.caller = caller;
    }

    @Schema(name = "KnownMacro")
    record MacroView(
            UUID id,
            String name,
            Scope scope,
            @Nullable String team,
            Actions actions,
            Instant updatedAt,
            long version) {

        static MacroView of(Kept kept) {
            var macro = kept.macro();
            return new MacroView(
                    kept.id(),
                    macro.name(),
                    macro.scope(),
                    macro.team(),
                    macro.actions(),
                    kept.updatedAt(),
                    kept.version());
        }
    }

    @GET
    @Operation(summary = "List the macros that you may use, by name")
    public Uni<Page<MacroView>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var after = Cursor.decode(cursor, 2).orElse(null);
        if (after != null) {
            Given.ids("cursor", after.subList(1, 2));
        }
        return tx.run(work -> macros.usable(work, after, limit + 1)
                .map(found -> Page.of(
                        found,
                        limit,
                        MacroView::of,
                        last -> List.of(last.macro().name(), last.id().toString()))));
    }

    @GET
    @Path("/{macro}")
    @Operation(summary = "A macro")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = MacroView.class)))
    public Uni<Response> get(UUID macro) {
        return tx.run(work -> macros.find(work, macro, false))
                .map(kept -> answer(200, kept).toResponse());
    }

    @POST
    @Operation(summary = "Add a macro", description = "A team's is its lead's to add, a global one an administrator's")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = MacroView.class)))
    public Uni<Response> add(@RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid Macro request) {
        macros.requireMayChange(request.requireSense());
        return tx.run(work -> idempotency.once(
                work,
                caller,
                key,
                "/v1/macros",
                request,
                () -> work.now().flatMap(now -> {
                    var kept = new Kept(Ids.next(), 1, macros.owner(request), request, now);
                    return macros.insert(work, kept)
                            .map(done -> answer(201, kept).with("Location", "/v1/macros/" + kept.id()));
                })));
    }

    @PUT
    @Path("/{macro}")
    @Operation(summary = "Change a macro", description = "Needs If-Match")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = MacroView.class)))
    @APIResponse(responseCode = "412", description = "It has changed since you read it")
    public Uni<Response> replace(
            UUID macro, @RestHeader("If-Match") @Nullable String ifMatch, @NotNull @Valid Macro request) {
        macros.requireMayChange(request.requireSense());
        return tx.run(work -> macros.find(work, macro, true).flatMap(kept -> {
            macros.requireMayChange(kept.macro());
            ETags.requireMatch(ifMatch, kept.version());
            return work.now().flatMap(now -> {
                var changed = new Kept(macro, kept.version() + 1, macros.owner(request), request, now);
                return macros.update(work, changed)
                        .map(done -> answer(200, changed).toResponse());
            });
        }));
    }

    @DELETE
    @Path("/{macro}")
    @Operation(summary = "Remove a macro")
    @APIResponse(responseCode = "204", description = "It is gone")
    public Uni<Response> remove(UUID macro) {
        return tx.run(work -> macros.find(work, macro, true).flatMap(kept -> {
            macros.requireMayChange(kept.macro());
            return work.update("DELETE FROM macro WHERE id = $1", macro)
                    .map(done -> Response.noContent().build());
        }));
    }

    private static Answer answer(int status, Kept kept) {
        return Answer.of(status, MacroView.of(kept)).with("ETag", ETags.of(kept.version()));
    }
}
