package dev.casestream.notification;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.rest.Cursor;
import dev.casestream.chassis.rest.Idempotency;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Instants;
import dev.casestream.chassis.rest.Page;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.chassis.security.Caller;
import dev.casestream.chassis.security.Roles;
import dev.casestream.notification.RecipientThreads.Saying;
import dev.casestream.notification.domain.DeliveryState;
import dev.casestream.notification.domain.Purpose;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.annotation.security.RolesAllowed;
import jakarta.persistence.LockModeType;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Min;
import jakarta.validation.constraints.Size;
import jakarta.ws.rs.DefaultValue;
import jakarta.ws.rs.GET;
import jakarta.ws.rs.POST;
import jakarta.ws.rs.Path;
import jakarta.ws.rs.core.Response;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.time.format.DateTimeParseException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.Operation;
import org.eclipse.microprofile.openapi.annotations.tags.Tag;
import org.jboss.resteasy.reactive.RestHeader;
import org.jboss.resteasy.reactive.RestPath;
import org.jboss.resteasy.reactive.RestQuery;
import org.jspecify.annotations.Nullable;

/** What went out to customers, and what did not. */
@Path("/v1/deliveries")
@RolesAllowed({Roles.AGENT, Roles.AGENT_RESTRICTED, Roles.LEAD, Roles.ADMIN, Roles.OWNER, Roles.SERVICE})
@Tag(name = "Deliveries")
public class DeliveryResource {

    private static final String SELECT = """
            SELECT d.id, d.ticket_id, t.number, d.message_id, d.kind, d.channel, d.recipient, c.email, d.state,
                   d.reason, d.attempts, d.created_at, d.updated_at
            FROM delivery d JOIN ticket t ON t.id = d.ticket_id LEFT JOIN customer c ON c.id = d.recipient""";

    private final Tx tx;
    private final Caller caller;
    private final Idempotency idempotency;
    private final RecipientThreads threads;
    private final SendDueDeliveries sending;

    DeliveryResource(
            Tx tx, Caller caller, Idempotency idempotency, RecipientThreads threads, SendDueDeliveries sending) {
        this.tx = tx;
        this.caller = caller;
        this.idempotency = idempotency;
        this.threads = threads;
        this.sending = sending;
    }

    /**
     * @param recipient the customer's id
     * @param address where it goes, as on file now; null when erased or unknown
     * @param state {@code queued sent delivered failed bounced suppressed}
     * @param reason a code, as {@code smtp-550}: of the last refusal, or why it was suppressed
     */
    public record Delivery(
            UUID id,
            UUID ticket,
            String ticketNumber,
            UUID message,
            String kind,
            String channel,
            UUID recipient,
            @Nullable String address,
            String state,
            @Nullable String reason,
            int attempts,
            Instant createdAt,
            Instant updatedAt) {

        static Delivery of(Row row) {
            return new Delivery(
                    row.getUUID("id"),
                    row.getUUID("ticket_id"),
                    row.getString("number"),
                    row.getUUID("message_id"),
                    Purpose.valueOf(row.getString("kind")).wire(),
                    row.getString("channel"),
                    row.getUUID("recipient"),
                    row.getString("email"),
                    DeliveryState.valueOf(row.getString("state")).wire(),
                    row.getString("reason"),
                    row.getInteger("attempts"),
                    row.get(OffsetDateTime.class, "created_at").toInstant(),
                    row.get(OffsetDateTime.class, "updated_at").toInstant());
        }
    }

    @GET
    @Operation(summary = "Deliveries on tickets that you may see, the latest first")
    public Uni<Page<Delivery>> list(
            @RestQuery @Size(max = 64) @Nullable String ticket,
            @RestQuery @Nullable String state,
            @RestQuery @Nullable String cursor,
            @RestQuery @DefaultValue(Page.DEFAULT_LIMIT) @Min(1) @Max(Page.MAX_LIMIT) int limit) {
        var conditions = Conditions.visibleTo(caller);
        if (ticket != null) {
            conditions.ofTicket(ticket);
        }
        if (state != null) {
            conditions.and("d.state = ?", known(state).name());
        }
        Cursor.decode(cursor, 2).ifPresent(key -> after(conditions, key));
        return tx.run(work -> work.query(
                        SELECT + conditions.where() + " ORDER BY d.created_at DESC, d.id DESC LIMIT " + (limit + 1),
                        conditions.parameters()))
                .map(rows -> Page.of(rows, limit, Delivery::of, row -> {
                    var last = Delivery.of(row);
                    return List.of(last.createdAt().toString(), last.id().toString());
                }));
    }

    @GET
    @Path("{id}")
    @Operation(summary = "One delivery")
    public Uni<Delivery> get(@RestPath UUID id) {
        var conditions = Conditions.visibleTo(caller);
        return tx.run(work -> read(work, id, conditions));
    }

    @POST
    @Path("{id}/resend")
    @Operation(summary = "Try a failed or bounced delivery again, with the same Message-ID")
    public Uni<Response> resend(@RestPath UUID id, @RestHeader("Idempotency-Key") @Nullable String key) {
        var conditions = Conditions.visibleTo(caller);
        var cause = Cause.request(caller.actor());
        return tx.run(work -> read(work, id, conditions)
                        .flatMap(_ -> idempotency.once(
                                work,
                                caller,
                                key,
                                "/v1/deliveries/" + id + "/resend",
                                null,
                                () -> requeue(work, id, cause)
                                        .chain(() -> work.session().flush())
                                        .chain(() -> read(work, id, Conditions.none()))
                                        .map(delivery -> Answer.of(200, delivery)))))
                .invoke(sending::wake);
    }

    private Uni<Void> requeue(Work work, UUID id, Cause cause) {
        return work.session()
                .find(DeliveryRow.class, id, LockModeType.PESSIMISTIC_WRITE)
                .flatMap(row -> threads.lock(work, List.of(row.thread))
                        .chain(work::now)
                        .flatMap(now -> {
                            var step = row.dispatch()
                                    .resend(now)
                                    .orElseThrow(() -> Problems.refused(
                                            "only-failed-deliveries-are-resent",
                                            "This delivery has not failed",
                                            Map.of("state", row.state.wire())));
                            row.takeAnew(step, now);
                            return threads.say(work, List.of(new Saying(cause, step.event())));
                        }));
    }

    private static Uni<Delivery> read(Work work, UUID id, Conditions conditions) {
        conditions.and("d.id = ?", id);
        return work.query(SELECT + conditions.where(), conditions.parameters()).map(rows -> {
            if (rows.isEmpty()) {
                throw Problems.notFound("delivery", id);
            }
            return Delivery.of(rows.getFirst());
        });
    }

    private static DeliveryState known(String state) {
        try {
            return DeliveryState.of(state);
        } catch (IllegalArgumentException e) {
            throw Problems.invalid("state", "is one of queued, sent, delivered, failed, bounced, suppressed");
        }
    }

    private static void after(Conditions conditions, List<String> key) {
        try {
            conditions.and(
                    "(d.created_at, d.id) < (?, ?)",
                    Instants.parse("cursor", key.get(0)).atOffset(ZoneOffset.UTC),
                    UUID.fromString(key.get(1)));
        } catch (DateTimeParseException | IllegalArgumentException e) {
            throw Problems.invalid("cursor", "is not a nextCursor of this list");
        }
    }
}
