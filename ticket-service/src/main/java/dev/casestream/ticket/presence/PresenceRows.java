package dev.casestream.ticket.presence;

import dev.casestream.chassis.data.Work;
import dev.casestream.ticket.Rows;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** Who said lately to be where. Not logged by the database: after a crash of it people say so again. */
@ApplicationScoped
class PresenceRows {

    private final long millis;

    PresenceRows(@ConfigProperty(name = "casestream.ticket.presence") Duration within) {
        this.millis = within.toMillis();
    }

    Uni<Map<UUID, List<Presence>>> at(Work work, Collection<UUID> tickets) {
        return work.query("""
                        SELECT ticket_id, agent, state, seen_at FROM presence
                        WHERE ticket_id = ANY($1) AND seen_at > clock_timestamp() - $2::bigint * interval '1 ms'
                        ORDER BY ticket_id, agent""", tickets.toArray(UUID[]::new), millis)
                .map(rows -> rows.stream()
                        .collect(Collectors.groupingBy(
                                row -> row.getUUID("ticket_id"),
                                Collectors.mapping(
                                        row -> new Presence(
                                                row.getString("agent"),
                                                row.getString("state"),
                                                Rows.requireInstant(row, "seen_at")),
                                        Collectors.toList()))));
    }

    Uni<Void> say(Work work, UUID ticket, String agent, String state) {
        return work.update("""
                        INSERT INTO presence VALUES ($1, $2, $3, clock_timestamp())
                        ON CONFLICT (ticket_id, agent) DO UPDATE SET state = excluded.state, seen_at = excluded.seen_at""", ticket, agent, state).replaceWithVoid();
    }

    Uni<Void> leave(Work work, UUID ticket, String agent) {
        return work.update("DELETE FROM presence WHERE ticket_id = $1 AND agent = $2", ticket, agent)
                .replaceWithVoid();
    }

    Uni<Void> forgetOld(Work work) {
        return work.update(
                        "DELETE FROM presence WHERE seen_at < clock_timestamp() - $1::bigint * interval '1 ms'",
                        millis * 4)
                .replaceWithVoid();
    }
}
