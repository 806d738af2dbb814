package dev.casestream.ticket;

import com.fasterxml.jackson.annotation.JsonRawValue;
import com.fasterxml.jackson.databind.PropertyNamingStrategies.SnakeCaseStrategy;
import com.fasterxml.jackson.databind.annotation.JsonNaming;
import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.EventType;
import dev.casestream.contracts.Origin;
import dev.casestream.contracts.TicketEvent;
import io.vertx.sqlclient.Row;
import java.time.Instant;
import java.util.Map;
import java.util.Objects;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** One entry of a ticket's log: the envelope as columns, the event as JSON. */
@JsonNaming(SnakeCaseStrategy.class)
public record EventRow(
        UUID ticketId,
        long version,
        UUID id,
        String type,
        Instant at,
        UUID correlationId,
        @Nullable UUID causationId,
        int causationDepth,
        String actor,
        Origin origin,
        @JsonRawValue String data) {

    private static final Map<String, Class<?>> TYPES = EventType.recordsOf(TicketEvent.class).stream()
            .collect(Collectors.toMap(EventType::of, Function.identity()));

    static EventRow of(Envelope<TicketEvent> event) {
        return new EventRow(
                event.require().ticketId(),
                event.version(),
                event.id(),
                event.type(),
                event.time(),
                event.correlationId(),
                event.causationId(),
                event.causationDepth(),
                event.actor(),
                event.origin(),
                Codec.write(event.require()));
    }

    public static EventRow of(Row row) {
        return new EventRow(
                row.getUUID("ticket_id"),
                row.getLong("version"),
                row.getUUID("id"),
                row.getString("type"),
                Rows.requireInstant(row, "at"),
                row.getUUID("correlation_id"),
                row.getUUID("causation_id"),
                row.getInteger("causation_depth"),
                row.getString("actor"),
                Origin.valueOf(row.getString("origin")),
                row.getJsonObject("data").encode());
    }

    public TicketEvent event() {
        return (TicketEvent) Codec.read(data, Objects.requireNonNull(TYPES.get(type), type));
    }
}
