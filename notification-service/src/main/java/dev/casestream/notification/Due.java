package dev.casestream.notification;

import dev.casestream.notification.domain.Correspondence;
import dev.casestream.notification.domain.Language;
import dev.casestream.notification.domain.Purpose;
import dev.casestream.notification.domain.Threading;
import io.vertx.sqlclient.Row;
import java.util.List;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/**
 * A delivery whose next attempt is ours to make, with all that it takes.
 *
 * @param attempt its number since it was queued, from 1
 * @param address null when the customer has none
 */
record Due(
        UUID id,
        int attempt,
        UUID ticketId,
        Purpose purpose,
        String channel,
        String messageId,
        @Nullable String address,
        Threading threading,
        Correspondence correspondence) {

    static Due of(Row row) {
        var purpose = Purpose.valueOf(row.getString("kind"));
        var earlier = row.getArrayOfStrings("earlier");
        return new Due(
                row.getUUID("id"),
                row.getInteger("attempts"),
                row.getUUID("ticket_id"),
                purpose,
                row.getString("channel"),
                row.getString("rfc_message_id"),
                row.getString("email"),
                Threading.of(earlier == null ? List.of() : List.of(earlier), row.getString("answered_id")),
                correspondence(purpose, row));
    }

    private static Correspondence correspondence(Purpose purpose, Row row) {
        var number = row.getString("number");
        var language = Language.firstOf(
                row.getString("customer_language"),
                row.getString("answered_language"),
                row.getString("ticket_language"));
        var subject = row.getString("subject");
        return switch (purpose) {
            case ACKNOWLEDGEMENT ->
                Correspondence.acknowledgement(
                        number, language, row.getString("name"), subject, row.getBoolean("email_verified"));
            case REPLY ->
                Correspondence.reply(
                        number,
                        language,
                        subject,
                        row.getString("text"),
                        row.getString("html"),
                        row.getString("answered"));
        };
    }
}
