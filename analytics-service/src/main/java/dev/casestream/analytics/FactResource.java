package dev.casestream.analytics;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.contracts.TicketFact;
import io.smallrye.mutiny.Uni;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Context;
import jakarta.ws.rs.core.Link;
import jakarta.ws.rs.core.MediaType;
import jakarta.ws.rs.core.Response;
import jakarta.ws.rs.core.UriInfo;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.enums.SchemaType;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.parameters.Parameter;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** Rows for spreadsheets and BI tools without Kafka: the same as on the topic of ticket facts. */
@Path("/v1/facts")
@RolesAllowed({Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
@Tag(name = "Measurement")
public class FactResource {

    private static final String SQL = """
            SELECT (to_jsonb(f) - 'generation')::text AS fact FROM ticket_fact f
            WHERE f.generation = (SELECT active FROM projection WHERE name = 'tickets')
              AND ($1::text[] IS NULL OR f.team = ANY($1))
              AND ($2::timestamptz IS NULL OR f.opened_at >= $2) AND ($3::timestamptz IS NULL OR f.opened_at < $3)
              AND ($4::timestamptz IS NULL OR (f.opened_at, f.ticket_id) > ($4, $5::uuid))
            ORDER BY f.opened_at, f.ticket_id LIMIT $6""";

    private final Tx tx;
    private final Caller caller;
    private final ObjectMapper json;

    FactResource(Tx tx, Caller caller, ObjectMapper json) {
        this.tx = tx;
        this.caller = caller;
        this.json = json;
    }

    @GET
    @Path("tickets")
    @Operation(
            summary = "One row a ticket, by the time of its opening; a lead sees the tickets of the own teams",
            description =
                    "Columns are named as on the topic casestream.ticket-facts and in bi.ticket_facts. As CSV, the"
                            + " next page is in the Link header.")
    public Uni<Response> tickets(
            @RestQuery @Parameter(description = "opened at or after") @Nullable String from,
            @RestQuery @Parameter(description = "opened before") @Nullable String to,
            @RestQuery
                    @DefaultValue("json")
                    @Parameter(
                            schema =
                                    @Schema(
                                            type = SchemaType.STRING,
                                            enumeration = {"json", "csv"}))
                    String format,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit,
            @Context UriInfo uri) {
        if (!format.equals("json") && !format.equals("csv")) {
            throw Problems.invalid("format", "must be json or csv; others are not offered");
        }
        var begin = Given.instant("from", from);
        var end = Given.instant("to", to);
        if (begin != null && end != null && !begin.isBefore(end)) {
            throw Problems.invalid("from", "must be before to");
        }
        var after = Cursor.decode(cursor, 2).map(Place::of);
        var teams = Scope.of(caller);
        return tx.run(work -> rows(work, teams, begin, end, after, limit))
                .map(rows -> Page.of(rows, limit, this::item, FactResource::place))
                .map(page -> format.equals("csv")
                        ? csv(page, uri)
                        : Response.ok(page, MediaType.APPLICATION_JSON).build());
    }

    /** Where a page ended. */
    private record Place(OffsetDateTime openedAt, UUID ticket) {
        static Place of(List<String> key) {
            try {
                return new Place(Instant.parse(key.get(0)).atOffset(ZoneOffset.UTC), UUID.fromString(key.get(1)));
            } catch (IllegalArgumentException | java.time.DateTimeException e) {
                throw Problems.invalid("cursor", "is not a nextCursor of this list");
            }
        }
    }

    private Uni<List<TicketFact>> rows(
            Work work,
            String @Nullable [] teams,
            @Nullable Instant begin,
            @Nullable Instant end,
            Optional<Place> after,
            int limit) {
        return work.query(
                        SQL,
                        teams,
                        begin == null ? null : begin.atOffset(ZoneOffset.UTC),
                        end == null ? null : end.atOffset(ZoneOffset.UTC),
                        after.map(Place::openedAt).orElse(null),
                        after.map(Place::ticket).orElse(null),
                        limit + 1)
                .map(rows -> rows.stream()
                        .map(row -> Codec.read(row.getString("fact"), TicketFact.class))
                        .toList());
    }

    private static List<String> place(TicketFact fact) {
        return List.of(fact.openedAt().toString(), fact.ticketId().toString());
    }

    private JsonNode item(TicketFact fact) {
        try {
            return json.readTree(Codec.write(fact));
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    private static Response csv(Page<JsonNode> page, UriInfo uri) {
        var response = Response.ok(Csv.of(FactColumns.NAMES, page.items()), "text/csv; charset=utf-8; header=present")
                .header("Content-Disposition", "attachment; filename=\"ticket-facts.csv\"");
        if (page.nextCursor() != null) {
            var next = uri.getRequestUriBuilder()
                    .scheme(null)
                    .host(null)
                    .port(-1)
                    .replaceQueryParam("cursor", page.nextCursor())
                    .build();
            response.header("Link", Link.fromUri(next).rel("next").build().toString());
        }
        return response.build();
    }
}
