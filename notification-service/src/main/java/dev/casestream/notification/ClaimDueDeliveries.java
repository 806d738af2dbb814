package dev.casestream.notification;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.util.List;
import java.util.UUID;

/**
 * Takes due deliveries for one attempt each, whoever else does: the first unsent one of each thread, once its words and
 * its recipient have arrived.
 */
@ApplicationScoped
class ClaimDueDeliveries {

    private final Tx tx;
    private final AcknowledgementBudget budget;
    private final Duration lease;

    ClaimDueDeliveries(Tx tx, AcknowledgementBudget budget, DeliverySettings settings) {
        this.tx = tx;
        this.budget = budget;
        this.lease = settings.lease();
    }

    /** @param overBudget too many like this acknowledgement in this hour */
    record Claim(Due due, boolean overBudget) {}

    Uni<List<Claim>> claim(int most) {
        return tx.run(work -> lease(work, most)
                .flatMap(ids -> ids.length == 0
                        ? Uni.createFrom().item(List.<Claim>of())
                        : read(work, ids)
                                .flatMap(due -> budget.exceeded(work, due)
                                        .map(exceeded -> due.stream()
                                                .map(one -> new Claim(one, exceeded.contains(one.id())))
                                                .toList()))));
    }

    private Uni<UUID[]> lease(Work work, int most) {
        return work.query("""
                        UPDATE delivery d
                        SET attempts = attempts + 1,
                            next_attempt_at = clock_timestamp() + $2 * interval '1 millisecond'
                        FROM (SELECT d.id FROM delivery d
                              JOIN message_text m ON m.message_id = d.message_id
                              JOIN customer c ON c.id = d.recipient
                              WHERE d.state = 'QUEUED' AND d.next_attempt_at <= clock_timestamp()
                                AND NOT EXISTS (SELECT FROM delivery e WHERE e.thread = d.thread
                                                AND e.state = 'QUEUED' AND e.position < d.position)
                              ORDER BY d.next_attempt_at LIMIT $1
                              FOR UPDATE OF d SKIP LOCKED) due
                        WHERE d.id = due.id RETURNING d.id""", most, lease.toMillis())
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new));
    }

    private static Uni<List<Due>> read(Work work, UUID[] ids) {
        return work.query("""
                        SELECT d.id, d.attempts, d.ticket_id, d.kind, d.channel, d.rfc_message_id,
                               t.number, t.language AS ticket_language,
                               c.name, c.email, c.email_verified, c.language AS customer_language,
                               m.subject, m.text, m.html,
                               a.text AS answered, a.language AS answered_language,
                               CASE WHEN a.channel = 'email' THEN a.external_id END AS answered_id,
                               h.earlier
                        FROM delivery d
                        JOIN ticket t ON t.id = d.ticket_id
                        JOIN customer c ON c.id = d.recipient
                        JOIN message_text m ON m.message_id = d.message_id
                        LEFT JOIN LATERAL (
                            SELECT o.text, o.language, o.channel, o.external_id FROM message_text o
                            WHERE o.ticket_id = d.ticket_id AND o.author_role = 'CUSTOMER'
                              AND o.created_at <= m.created_at
                            ORDER BY o.created_at DESC, o.message_id DESC LIMIT 1) a ON true
                        CROSS JOIN LATERAL (
                            SELECT array_agg(x.id ORDER BY x.at) AS earlier FROM (
                                SELECT o.external_id AS id, o.created_at AS at FROM message_text o
                                WHERE o.ticket_id = d.ticket_id AND o.author_role = 'CUSTOMER' AND o.channel = 'email'
                                  AND o.external_id IS NOT NULL AND o.created_at <= m.created_at
                                UNION ALL
                                SELECT e.rfc_message_id, e.created_at FROM delivery e
                                WHERE e.thread = d.thread AND e.state = 'SENT' AND e.position < d.position) x) h
                        WHERE d.id = ANY($1) ORDER BY d.position""", (Object) ids)
                .map(rows -> rows.stream().map(Due::of).toList());
    }
}
