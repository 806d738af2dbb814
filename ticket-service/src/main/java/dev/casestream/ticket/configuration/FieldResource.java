package dev.casestream.ticket.configuration;

import static dev.casestream.chassis.security.Roles.*;
import static jakarta.ws.rs.core.MediaType.APPLICATION_JSON;

import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.Words;
import dev.casestream.ticket.domain.Field;
import dev.casestream.ticket.domain.Field.Type;
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
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Content;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Custom fields of tickets, each of a type, required where it is told. */
@Path("/v1/fields")
@Tag(name = "Ticket configuration")
public class FieldResource {

    public static final Kind<FieldDefinition> KIND = new Kind<>("field", FieldDefinition.class, FieldDefinition::code);

    private static final Set<String> TAKEN =
            Set.of("subject", "priority", "category", "level", "tags", "customStatus", "fields", "status");

    private final Catalogue catalogue;

    FieldResource(Catalogue catalogue) {
        this.catalogue = catalogue;
    }

    /**
     * @param names by language, for people
     * @param options of a choice; the nodes of a tree, as {@code hardware/printer}
     * @param categories in which it is asked for; none for all
     * @param requiredFor the statuses that a ticket cannot go into without it
     */
    @Schema(name = "TicketField")
    public record FieldDefinition(
            @NotBlank @Pattern(regexp = Words.CODE) String code,
            @NotNull Type type,

            @NotNull @Size(max = 50)
            Map<
                            @Pattern(regexp = "[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*") String,
                            @NotBlank @Size(max = Words.MAX_NAME) String>
                    names,

            @Nullable @Size(max = 500) List<@NotBlank @Size(max = 200) String> options,
            @Nullable @Size(max = 200) List<@NotNull @Pattern(regexp = Words.CODE) String> categories,
            @Nullable @Size(max = 6) List<@NotNull TicketStatus> requiredFor) {

        public Field field() {
            return new Field(code, type, orNone(options), orNone(categories), orNone(requiredFor));
        }

        private static <T> List<T> orNone(@Nullable List<T> list) {
            return list == null ? List.of() : list;
        }

        /** Options belong to what is chosen from them, and a code to one thing. */
        FieldDefinition requireSense() {
            if (TAKEN.contains(code)) {
                throw Problems.invalid("code", "is that of something every ticket has");
            }
            var chosen = type == Type.CHOICE || type == Type.TREE;
            if (chosen == orNone(options).isEmpty()) {
                throw Problems.invalid(
                        "options", chosen ? "must be given for a " + type : "belong to CHOICE and TREE only");
            }
            return this;
        }
    }

    @GET
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "List the custom fields")
    public Uni<Page<FieldDefinition>> list(
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        return catalogue.page(KIND, cursor, limit);
    }

    @GET
    @Path("/{code}")
    @RolesAllowed({AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(summary = "A field")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = FieldDefinition.class)))
    public Uni<Response> get(String code) {
        return catalogue.get(KIND, code);
    }

    @POST
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Add a field")
    @APIResponse(
            responseCode = "201",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = FieldDefinition.class)))
    @APIResponse(responseCode = "409", description = "The code is taken")
    public Uni<Response> add(
            @RestHeader("Idempotency-Key") @Nullable String key, @NotNull @Valid FieldDefinition request) {
        return catalogue.add(KIND, "/v1/fields", key, request.requireSense());
    }

    @PUT
    @Path("/{code}")
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Change a field", description = "Needs If-Match; the code stays")
    @APIResponse(
            responseCode = "200",
            content = @Content(mediaType = APPLICATION_JSON, schema = @Schema(implementation = FieldDefinition.class)))
    @APIResponse(responseCode = "412", description = "It has changed since you read it")
    public Uni<Response> replace(
            String code, @RestHeader("If-Match") @Nullable String ifMatch, @NotNull @Valid FieldDefinition request) {
        return catalogue.replace(KIND, code, ifMatch, request.requireSense());
    }

    @DELETE
    @Path("/{code}")
    @RolesAllowed({ADMIN, OWNER})
    @Operation(summary = "Remove a field", description = "Refused while tickets have it")
    @APIResponse(responseCode = "409", description = "Tickets have it")
    public Uni<Response> remove(String code) {
        return catalogue.remove(
                KIND,
                code,
                work -> work.query("SELECT EXISTS (SELECT 1 FROM ticket WHERE jsonb_exists(fields, $1)) AS used", code)
                        .map(rows -> rows.getFirst().getBoolean("used")));
    }
}
