package dev.casestream.ticket.history;

import com.fasterxml.jackson.annotation.JsonRawValue;
import dev.casestream.contracts.Origin;
import dev.casestream.ticket.EventRow;
import java.time.Instant;
import java.util.UUID;
import org.eclipse.microprofile.openapi.annotations.media.Schema;
import org.jspecify.annotations.Nullable;

/** An event of a ticket's log. @param data the event as it is on the topic */
@Schema(name = "TicketEvent")
public record EventView(
        UUID id,
        UUID ticketId,
        String type,
        long version,
        Instant at,
        String actor,
        UUID correlationId,
        @Nullable UUID causationId,
        int causationDepth,
        Origin origin,

        @JsonRawValue @Schema(implementation = Object.class) String data) {

    public static EventView of(EventRow row) {
        return new EventView(
                row.id(),
                row.ticketId(),
                row.type(),
                row.version(),
                row.at(),
                row.actor(),
                row.correlationId(),
                row.causationId(),
                row.causationDepth(),
                row.origin(),
                row.data());
    }
}
