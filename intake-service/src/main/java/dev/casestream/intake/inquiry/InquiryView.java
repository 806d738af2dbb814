package dev.casestream.intake.inquiry;

import com.fasterxml.jackson.annotation.JsonInclude;
import dev.casestream.contracts.InquiryEvent.ReplyCapability;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A ledger entry as people see it.
 *
 * @param outcome {@code pending accepted appended duplicate quarantined rejected}
 * @param duplicateOf the arrival that was first
 * @param erasedAt when its words and its sender went, because the sender had us forget; null while we have them
 * @param reply how it may be answered now; null where nothing limits it
 */
@JsonInclude(JsonInclude.Include.ALWAYS)
record InquiryView(
        UUID id,
        String channel,
        @Nullable String account,
        Sender sender,
        @Nullable String subject,
        Instant receivedAt,
        String outcome,
        @Nullable String reason,
        @Nullable UUID ticketId,
        @Nullable String ticketNumber,
        @Nullable UUID duplicateOf,
        @Nullable Instant erasedAt,
        @Nullable ReplyCapability reply) {

    record Sender(
            @Nullable String name,
            @Nullable String email,
            @Nullable String phone,
            @Nullable String handle) {}

    static InquiryView of(Row row) {
        return new InquiryView(
                row.getUUID("id"),
                row.getString("channel"),
                row.getString("account"),
                new Sender(
                        row.getString("sender_name"),
                        row.getString("sender_email"),
                        row.getString("sender_phone"),
                        row.getString("sender_handle")),
                row.getString("subject"),
                row.get(OffsetDateTime.class, "received_at").toInstant(),
                row.getString("outcome"),
                row.getString("reason"),
                row.getUUID("ticket_id"),
                row.getString("ticket_number"),
                row.getUUID("duplicate_of"),
                instant(row.getOffsetDateTime("erased_at")),
                reply(row));
    }

    private static @Nullable Instant instant(@Nullable OffsetDateTime at) {
        return at == null ? null : at.toInstant();
    }

    private static @Nullable ReplyCapability reply(Row row) {
        var json = row.getJsonObject("reply");
        if (json == null) {
            return null;
        }
        var until = json.getString("until");
        var over = until != null && row.getBoolean("reply_over");
        return new ReplyCapability(
                json.getBoolean("canReply") && !over,
                until == null ? null : Instant.parse(until),
                json.getJsonArray("kinds").stream().map(String::valueOf).toList());
    }
}
