package dev.casestream.ticket;

import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.casestream.contracts.Priority;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.ticket.domain.Assignment;
import dev.casestream.ticket.domain.Ticket;
import dev.casestream.ticket.domain.Triage;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.UUID;
import org.jspecify.annotations.Nullable;

/** A ticket as it lies in its table: its state and its words. */
@JsonNaming(SnakeCaseStrategy.class)
public record TicketRow(
        UUID id,
        String number,
        long version,
        String subject,
        TicketStatus status,
        Priority priority,
        @Nullable String category,
        int level,
        List<String> tags,
        @Nullable String team,
        @Nullable String agent,
        UUID customerId,
        String channel,
        @Nullable String language,
        Map<String, Object> fields,
        @Nullable String resolution,
        @Nullable UUID followUpOf,
        Instant createdAt,
        Instant updatedAt,
        @Nullable Instant solvedAt,
        @Nullable Instant closedAt,
        @Nullable String customStatus,
        @Nullable Instant wakeAt,
        @Nullable UUID mergedInto) {

    static TicketRow of(Ticket t, String subject, Map<String, Object> fields, @Nullable String resolution) {
        return new TicketRow(
                t.id(),
                t.number(),
                t.version(),
                subject,
                t.status(),
                t.triage().priority(),
                t.triage().category(),
                t.triage().level(),
                t.triage().tags(),
                t.assignment().team(),
                t.assignment().agent(),
                t.customerId(),
                t.channel(),
                t.language(),
                fields,
                resolution,
                t.followUpOf(),
                t.createdAt(),
                t.updatedAt(),
                t.solvedAt(),
                t.closedAt(),
                t.customStatus(),
                t.wakeAt(),
                t.mergedInto());
    }

    public static TicketRow of(Row row) {
        var fields = new TreeMap<String, Object>();
        row.getJsonObject("fields").forEach(field -> fields.put(field.getKey(), field.getValue()));
        return new TicketRow(
                row.getUUID("id"),
                row.getString("number"),
                row.getLong("version"),
                row.getString("subject"),
                TicketStatus.valueOf(row.getString("status")),
                Priority.valueOf(row.getString("priority")),
                row.getString("category"),
                row.getInteger("level"),
                List.of(row.getArrayOfStrings("tags")),
                row.getString("team"),
                row.getString("agent"),
                row.getUUID("customer_id"),
                row.getString("channel"),
                row.getString("language"),
                fields,
                row.getString("resolution"),
                row.getUUID("follow_up_of"),
                Rows.requireInstant(row, "created_at"),
                Rows.requireInstant(row, "updated_at"),
                Rows.instant(row, "solved_at"),
                Rows.instant(row, "closed_at"),
                row.getString("custom_status"),
                Rows.instant(row, "wake_at"),
                row.getUUID("merged_into"));
    }

    public Ticket ticket() {
        return new Ticket(
                id,
                number,
                customerId,
                channel,
                language,
                followUpOf,
                version,
                status,
                new Triage(priority, category, level, tags),
                new Assignment(team, agent),
                createdAt,
                updatedAt,
                solvedAt,
                closedAt,
                customStatus,
                wakeAt,
                mergedInto);
    }

    /** The same words with another state; what is open again has no resolution. */
    public TicketRow with(Ticket ticket) {
        return of(ticket, subject, fields, ticket.solvedAt() == null ? null : resolution);
    }

    public TicketRow withResolution(@Nullable String text) {
        return of(ticket(), subject, fields, text);
    }

    public TicketRow withSubject(String text) {
        return of(ticket(), text, fields, resolution);
    }

    public TicketRow withFields(Map<String, Object> values) {
        return of(ticket(), subject, values, resolution);
    }
}
