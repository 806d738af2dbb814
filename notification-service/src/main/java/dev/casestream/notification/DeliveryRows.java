package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.notification.domain.DeliveryState;
import dev.casestream.notification.domain.Purpose;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;
import java.util.function.IntFunction;

/** Deliveries as rows: every statement is for all of a batch. */
@ApplicationScoped
class DeliveryRows {

    /** In this order: their places within their threads follow it. */
    Uni<Void> insert(Work work, List<DeliveryRow> rows) {
        return work.update(
                        """
                        INSERT INTO delivery (id, thread, ticket_id, message_id, kind, channel, recipient, state, reason,
                                              attempts, rfc_message_id, correlation_id, causation_id, causation_depth,
                                              queued_at, next_attempt_at, created_at, updated_at)
                        SELECT id, thread, ticket_id, message_id, kind, channel, recipient, state, reason,
                               0, rfc_message_id, correlation_id, causation_id, causation_depth, at, at, at, at
                        FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::uuid[], $5::text[], $6::text[], $7::uuid[],
                                    $8::text[], $9::text[], $10::text[], $11::uuid[], $12::uuid[], $13::int[],
                                    $14::timestamptz[])
                             WITH ORDINALITY
                             AS r(id, thread, ticket_id, message_id, kind, channel, recipient, state, reason,
                                  rfc_message_id, correlation_id, causation_id, causation_depth, at, place)
                        ORDER BY place""",
                        all(rows, UUID[]::new, row -> row.id),
                        all(rows, String[]::new, row -> row.thread),
                        all(rows, UUID[]::new, row -> row.ticketId),
                        all(rows, UUID[]::new, row -> row.messageId),
                        all(rows, String[]::new, row -> row.kind.name()),
                        all(rows, String[]::new, row -> row.channel),
                        all(rows, UUID[]::new, row -> row.recipient),
                        all(rows, String[]::new, row -> row.state.name()),
                        all(rows, String[]::new, row -> row.reason),
                        all(rows, String[]::new, row -> row.rfcMessageId),
                        all(rows, UUID[]::new, row -> row.correlationId),
                        all(rows, UUID[]::new, row -> row.causationId),
                        all(rows, Integer[]::new, row -> row.causationDepth),
                        all(rows, OffsetDateTime[]::new, row -> at(row.createdAt)))
                .replaceWithVoid();
    }

    /** Locked until commit, in one order everywhere. */
    Uni<List<DeliveryRow>> lock(Work work, Collection<UUID> ids) {
        return work.query("SELECT * FROM delivery WHERE id = ANY($1) ORDER BY id FOR UPDATE", (Object)
                        ids.toArray(UUID[]::new))
                .map(rows -> rows.stream().map(DeliveryRows::row).toList());
    }

    /** How far they have come. */
    Uni<Void> update(Work work, List<DeliveryRow> rows) {
        return rows.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                UPDATE delivery d SET state = r.state, reason = r.reason, updated_at = r.updated_at,
                                                      next_attempt_at = r.next_attempt_at, provider_id = r.provider_id
                                FROM unnest($1::uuid[], $2::text[], $3::text[], $4::timestamptz[], $5::timestamptz[],
                                            $6::text[])
                                     AS r(id, state, reason, updated_at, next_attempt_at, provider_id)
                                WHERE d.id = r.id""",
                                all(rows, UUID[]::new, row -> row.id),
                                all(rows, String[]::new, row -> row.state.name()),
                                all(rows, String[]::new, row -> row.reason),
                                all(rows, OffsetDateTime[]::new, row -> at(row.updatedAt)),
                                all(rows, OffsetDateTime[]::new, row -> at(row.nextAttemptAt)),
                                all(rows, String[]::new, row -> row.providerId))
                        .replaceWithVoid();
    }

    private static DeliveryRow row(Row from) {
        var row = new DeliveryRow();
        row.id = from.getUUID("id");
        row.thread = from.getString("thread");
        row.ticketId = from.getUUID("ticket_id");
        row.messageId = from.getUUID("message_id");
        row.kind = Purpose.valueOf(from.getString("kind"));
        row.channel = from.getString("channel");
        row.recipient = from.getUUID("recipient");
        row.state = DeliveryState.valueOf(from.getString("state"));
        row.reason = from.getString("reason");
        row.attempts = from.getInteger("attempts");
        row.rfcMessageId = from.getString("rfc_message_id");
        row.providerId = from.getString("provider_id");
        row.correlationId = from.getUUID("correlation_id");
        row.causationId = from.getUUID("causation_id");
        row.causationDepth = from.getInteger("causation_depth");
        row.queuedAt = instant(from, "queued_at");
        row.nextAttemptAt = instant(from, "next_attempt_at");
        row.createdAt = instant(from, "created_at");
        row.updatedAt = instant(from, "updated_at");
        return row;
    }

    private static Instant instant(Row row, String column) {
        return row.get(OffsetDateTime.class, column).toInstant();
    }

    private static OffsetDateTime at(Instant instant) {
        return instant.atOffset(ZoneOffset.UTC);
    }

    private static <T> Object all(List<DeliveryRow> rows, IntFunction<T[]> array, Function<DeliveryRow, ?> column) {
        return rows.stream().map(column).toArray(array);
    }
}
