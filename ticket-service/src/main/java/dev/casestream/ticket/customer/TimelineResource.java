package dev.casestream.ticket.customer;

import static dev.casestream.chassis.security.Roles.*;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.ticket.Conditions;
import dev.casestream.ticket.Rows;
import dev.casestream.ticket.visibility.Policy;
import dev.casestream.ticket.visibility.Readable;
import dev.casestream.ticket.visibility.Visibility;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.Path;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.eclipse.microprofile.openapi.annotations.responses.APIResponse;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** All that was said with a person, on every channel and ticket. */
@Path("/v1/customers/{customer}/timeline")
@Tag(name = "Customers")
class TimelineResource {

    private static final String SELECT = """
            SELECT m.id, m.kind, m.author_role, m.author, m.channel, left(m.body, 500) AS body, m.created_at,
                   t.id AS ticket, t.number, t.subject
            FROM ticket t JOIN message m ON\s""";

    private final Tx tx;
    private final People people;
    private final Caller caller;

    TimelineResource(Tx tx, People people, Caller caller) {
        this.tx = tx;
        this.people = people;
        this.caller = caller;
    }

    /** One message. @param text how it begins, 500 characters at most */
    @Schema(name = "TimelineEntry")
    record Entry(
            UUID message,

            @Schema(enumeration = {"reply", "note", "customer", "system"})
            String kind,

            String channel,
            String authorRole,
            @Nullable String author,
            UUID ticket,
            String number,
            String subject,
            String text,
            Instant at) {

        static Entry of(Row row, Visibility viewer) {
            var role = row.getString("author_role").toLowerCase(Locale.ROOT);
            return new Entry(
                    row.getUUID("id"),
                    row.getString("kind").toLowerCase(Locale.ROOT),
                    row.getString("channel"),
                    role,
                    viewer.isCustomer() && !role.equals("customer") ? null : row.getString("author"),
                    row.getUUID("ticket"),
                    row.getString("number"),
                    row.getString("subject"),
                    row.getString("body"),
                    Rows.requireInstant(row, "created_at"));
        }
    }

    @GET
    @RolesAllowed({CUSTOMER, AGENT, AGENT_RESTRICTED, LEAD, ADMIN, OWNER, BOT, SERVICE})
    @Operation(
            summary = "What was said with a person, the newest first",
            description = "On all tickets that the caller sees, of whoever else the person was merged with too")
    @APIResponse(responseCode = "404", description = "No such customer that you may see")
    public Uni<Page<Entry>> timeline(
            String customer,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var before = Cursor.decode(cursor, 2).map(TimelineResource::place).orElse(null);
        return tx.run(work -> Policy.of(work, caller)
                .flatMap(viewer -> people.find(work, viewer, customer)
                        .flatMap(id -> People.family(work, id))
                        .flatMap(family -> entries(work, viewer, family, before, limit + 1))
                        .map(found -> Page.of(
                                found,
                                limit,
                                entry -> entry,
                                entry -> List.of(
                                        entry.at().toString(), entry.message().toString())))));
    }

    private record Place(Instant at, UUID message) {}

    private static Place place(List<String> key) {
        try {
            return new Place(Instants.parse("cursor", key.getFirst()), UUID.fromString(key.getLast()));
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }

    private static Uni<List<Entry>> entries(
            Work work, Visibility viewer, List<UUID> family, @Nullable Place before, int limit) {
        var conditions =
                viewer.restrict(new Conditions()).and("t.customer_id = ANY(?)", (Object) family.toArray(UUID[]::new));
        if (before != null) {
            conditions.and("(m.created_at, m.id) < (?, ?)", Rows.parameter(before.at()), before.message());
        }
        return work.query(
                        SELECT + Readable.ofTicket(viewer.isCustomer()) + conditions.where()
                                + " ORDER BY m.created_at DESC, m.id DESC LIMIT " + limit,
                        conditions.parameters())
                .map(rows -> rows.stream().map(row -> Entry.of(row, viewer)).toList());
    }
}
