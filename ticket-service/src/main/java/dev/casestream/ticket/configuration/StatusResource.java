package dev.casestream.ticket.configuration;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.Page;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.Words;
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
import java.util.Map;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Labels inside the six statuses, as reasons to wait: what a ticket waits for, at which stage of work it is. */
@Path("/v1/statuses")
@Tag(name = "Ticket configuration")
public class StatusResource {

    public static final Kind<CustomStatus> KIND = new Kind<>("custom status", CustomStatus.class, CustomStatus::code);

    private final Catalogue catalogue;

    StatusResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * @param status the one of the six that it lies in
     * @param names by language, for people
     */
    @Schema(name = "CustomStatus")
    public record CustomStatus(
            @NotBlank @Pattern(regexp = Words.CODE) String code,
            @NotNull TicketStatus status,

            @NotNull @Size(max = 50)
            Map<
                            @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*") String,
                            @NotBlank @Size(max = Words.MAX_NAME) String>
                    names) {}

    @GET
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "List the custom statuses")
    public Uni<Page<CustomStatus>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return catalogue.page(KIND, cursor, limit);
    }

    @GET
    @Path("/{code}")
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "A custom status")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomStatus.class)))
    public Uni<Response> get(String code) {
        return catalogue.get(KIND, code);
    }

    @POST
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Add a custom status")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomStatus.class)))
    @APIResponse(responseCode = "409", description = "The code is taken")
    public Uni<Response> add(
            @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid CustomStatus request) {
        return catalogue.add(KIND, "/v1/statuses", key, request);
    }

    @PUT
    @Path("/{code}")
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Change a custom status", description = "Needs If-Match; the code stays")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = CustomStatus.class)))
    @APIResponse(responseCode = "412", description = "It has changed since you read it")
    public Uni<Response> replace(
            String code, @RestHeader("If-Match") @Nullable String ifMatch, @NotNull @Valid CustomStatus request) {
        return catalogue.replace(KIND, code, ifMatch, request);
    }

    @DELETE
    @Path("/{code}")
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Remove a custom status", description = "Refused while tickets have it")
    @APIResponse(responseCode = "409", description = "Tickets have it")
    public Uni<Response> remove(String code) {
        return catalogue.remove(
                KIND,
                code,
                work -> work.query("SELECT EXISTS (SELECT 1 FROM ticket WHERE custom_status = $1) AS used", code)
                        .map(rows -> rows.getFirst().getBoolean("used")));
    }
}
