package dev.casestream.ticket.presence;

import java.time.Instant;
import org.eclipse.microprofile.openapi.annotations.media.Schema;

/** Somebody at a ticket. */
@Schema(name = "Presence")
record Presence(
        String agent,

        @Schema(enumeration = {"viewing", "typing"}) String state,

        Instant seenAt) {}
