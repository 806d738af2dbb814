package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;
import org.eclipse.microprofile.config.inject.ConfigProperty;

/** How much mail of one sender is let through in a while: two machines that answer each other must come to an end. */
@ApplicationScoped
class LoopBudget {

    // One at a time per sender, or two that are concluded at once would each miss the other.
    private static final String LOCK = """
            SELECT pg_advisory_xact_lock(h) FROM (
                SELECT DISTINCT hashtextextended('loop budget ' || s, 0) AS h FROM unnest($1::text[]) s ORDER BY 1) l""";

    private static final String RECENT = """
            SELECT s.id, (SELECT count(*) FROM (
                SELECT 1 FROM inquiry i
                WHERE i.sender_email = s.sender AND i.received_at > s.since AND i.outcome <> 'duplicate' AND i.id <> s.id
                LIMIT $4) r) AS recent
            FROM unnest($1::uuid[], $2::text[], $3::timestamptz[]) AS s(id, sender, since)""";

    private final int most;
    private final Duration window;

    LoopBudget(
            @ConfigProperty(name = "casestream.mail.loop-budget", defaultValue = "20") int most,
            @ConfigProperty(name = "casestream.mail.loop-window", defaultValue = "PT10M") Duration window) {
        this.most = most;
        this.window = window;
    }

    /** A mail that is about to be concluded. */
    record Sent(UUID id, String sender, Instant at) {}

    /** Which of these mails, each of another sender, are beyond it. */
    Uni<Set<UUID>> exceeded(Work work, List<Sent> mails) {
        if (mails.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        var senders = mails.stream().map(Sent::sender).toArray(String[]::new);
        return work.query(LOCK, (Object) senders)
                .chain(() -> work.query(
                        RECENT,
                        mails.stream().map(Sent::id).toArray(UUID[]::new),
                        senders,
                        mails.stream()
                                .map(mail -> mail.at().minus(window).atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new),
                        most))
                .map(rows -> rows.stream()
                        .filter(row -> row.getLong("recent") >= most)
                        .map(row -> row.getUUID("id"))
                        .collect(Collectors.toSet()));
    }
}
