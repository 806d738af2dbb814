package dev.casestream.ticket.configuration;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.Page;
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

/** What tickets are about. Once one is configured, agents choose among those that are. */
@Path("/v1/categories")
@Tag(name = "Ticket configuration")
public class CategoryResource {

    public static final Kind<Category> KIND = new Kind<>("category", Category.class, Category::code);

    private final Catalogue catalogue;

    CategoryResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * @param parent the code of the one that it is a part of
     * @param names by language, for people
     */
    @Schema(name = "TicketCategory")
    public record Category(
            @NotBlank @Pattern(regexp = Words.CODE) String code,
            @Nullable @Pattern(regexp = Words.CODE) String parent,

            @NotNull @Size(max = 50)
            Map<
                            @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*") String,
                            @NotBlank @Size(max = Words.MAX_NAME) String>
                    names) {}

    @GET
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "List the categories")
    public Uni<Page<Category>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return catalogue.page(KIND, cursor, limit);
    }

    @GET
    @Path("/{code}")
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "A category")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Category.class)))
    public Uni<Response> get(String code) {
        return catalogue.get(KIND, code);
    }

    @POST
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Add a category")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Category.class)))
    @APIResponse(responseCode = "409", description = "The code is taken")
    public Uni<Response> add(@RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid Category request) {
        return catalogue.add(KIND, "/v1/categories", key, request);
    }

    @PUT
    @Path("/{code}")
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Change a category", description = "Needs If-Match; the code stays")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = Category.class)))
    @APIResponse(responseCode = "412", description = "It has changed since you read it")
    public Uni<Response> replace(
            String code, @RestHeader("If-Match") @Nullable String ifMatch, @NotNull @Valid Category request) {
        return catalogue.replace(KIND, code, ifMatch, request);
    }

    @DELETE
    @Path("/{code}")
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Remove a category", description = "Refused while tickets have it")
    @APIResponse(responseCode = "409", description = "Tickets have it")
    public Uni<Response> remove(String code) {
        return catalogue.remove(
                KIND,
                code,
                work -> work.query("SELECT EXISTS (SELECT 1 FROM ticket WHERE category = $1) AS used", code)
                        .map(rows -> rows.getFirst().getBoolean("used")));
    }
}
