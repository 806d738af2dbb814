package dev.casestream.intake.erasure;

import dev.casestream.chassis.data.Work;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.time.ZoneOffset;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.UUID;

/**
 * Erases what erased people have sent: originals, senders, subjects. The entries stay, and count as before. What tells
 * whether the same comes again stays too, as hashes.
 */
@ApplicationScoped
public class Erasures {

    /** Why an entry is rejected that was in quarantine. */
    public static final String REASON = "erased";

    // Whose an entry is and who is erased are learnt from two topics: of two that write them at once, one sees the
    // other.
    private static final String ALONE = "SELECT pg_advisory_xact_lock(hashtextextended('erasures', 0))";
    private static final String BESIDE = "SELECT pg_advisory_xact_lock_shared(hashtextextended('erasures', 0))";

    private static final String REMEMBER = """
            INSERT INTO erased_customer SELECT * FROM unnest($1::uuid[], $2::timestamptz[]) ON CONFLICT DO NOTHING""";

    private static final String AMONG = """
            SELECT customer_id FROM erased_customer
            WHERE customer_id = ANY($1)
               OR customer_id IN (SELECT customer_id FROM ticket_team WHERE ticket_id = ANY($2))""";

    /** Theirs, others' on their tickets, what came from them and is no ticket's, and each as often as it came. */
    private static final String FIND = """
            WITH gone AS (SELECT * FROM erased_customer WHERE customer_id = ANY($1)),
            own AS (
                SELECT i.id, i.channel, i.sender_email, i.sender_phone, i.sender_handle, g.erased_at AS until
                FROM gone g JOIN inquiry i ON i.customer_id = g.customer_id WHERE i.erased_at IS NULL),
            sender AS (
                SELECT b.type, b.value, g.erased_at AS until FROM gone g JOIN blocked_sender b USING (customer_id)
                UNION SELECT 'email', sender_email, until FROM own
                UNION SELECT 'phone', sender_phone, until FROM own
                UNION SELECT 'handle', channel || ':' || sender_handle, until FROM own),
            held AS (
                SELECT i.id FROM sender s JOIN inquiry i ON i.sender_email = s.value
                WHERE s.type = 'email' AND i.outcome IN ('quarantined', 'rejected') AND i.erased_at IS NULL
                  AND i.received_at <= s.until
                UNION SELECT i.id FROM sender s JOIN inquiry i ON i.sender_phone = s.value
                WHERE s.type = 'phone' AND i.outcome IN ('quarantined', 'rejected') AND i.erased_at IS NULL
                  AND i.received_at <= s.until
                UNION SELECT i.id
                FROM sender s JOIN inquiry i ON i.sender_handle = substr(s.value, strpos(s.value, ':') + 1)
                WHERE s.type = 'handle' AND s.value = i.channel || ':' || i.sender_handle
                  AND i.outcome IN ('quarantined', 'rejected') AND i.erased_at IS NULL AND i.received_at <= s.until),
            entry AS (
                SELECT id FROM own UNION SELECT id FROM held
                UNION SELECT i.id
                FROM gone g JOIN ticket_team t USING (customer_id) JOIN inquiry i ON i.ticket_id = t.ticket_id
                WHERE i.outcome <> 'pending' AND i.erased_at IS NULL AND i.received_at <= g.erased_at)
            SELECT id FROM entry
            UNION SELECT d.id FROM entry e JOIN inquiry d ON d.duplicate_of = e.id WHERE d.erased_at IS NULL""";

    private static final String AGAIN = """
            SELECT d.id FROM inquiry d JOIN inquiry f ON f.id = d.duplicate_of
            WHERE d.id = ANY($1) AND f.erased_at IS NOT NULL""";

    private static final String NOTE_STORED = """
            INSERT INTO forgotten_original (hash, due_at)
            SELECT DISTINCT hash, clock_timestamp() FROM raw_message WHERE inquiry_id = ANY($1) AND body IS NULL
            ON CONFLICT (hash) DO UPDATE SET due_at = excluded.due_at""";

    /** A provider's delivery may be the original of others' requests too; it is kept for those that are not done. */
    private static final String ERASE_ORIGINALS = """
            UPDATE raw_message o SET body = '', hash = '', circumstances = '{}'
            FROM raw_message r, inquiry i
            WHERE r.inquiry_id = ANY($1) AND i.id = o.inquiry_id AND o.hash = r.hash
              AND o.received_at BETWEEN r.received_at - interval '1 minute' AND r.received_at + interval '1 minute'
              AND (i.id = ANY($1) OR i.outcome IN ('accepted', 'appended', 'duplicate'))""";

    private static final String ERASE_BOUNCES = """
            DELETE FROM receipt r USING inquiry i
            WHERE i.id = ANY($1) AND r.channel = 'email' AND r.account = i.sender_email""";

    private static final String ERASE_ENTRIES = """
            UPDATE inquiry
            SET erased_at = clock_timestamp(), sender_name = NULL, sender_email = NULL, sender_phone = NULL,
                sender_handle = NULL, subject = NULL, message_id = NULL, participants = '{}', reply = NULL,
                read_after = NULL, outcome = CASE outcome WHEN 'quarantined' THEN 'rejected' ELSE outcome END,
                reason = CASE outcome WHEN 'quarantined' THEN $2 ELSE reason END
            WHERE id = ANY($1)""";

    /** @param people who are erased, and when they were */
    public Uni<Void> erase(Work work, Map<UUID, Instant> people) {
        var customers = people.keySet().toArray(UUID[]::new);
        return work.query(ALONE)
                .chain(() -> work.update(
                        REMEMBER,
                        customers,
                        people.values().stream()
                                .map(at -> at.atOffset(ZoneOffset.UTC))
                                .toArray(OffsetDateTime[]::new)))
                .chain(() -> eraseOf(work, customers));
    }

    /** Keeps erasures waiting until this transaction ends; to be called before it says whose entries are. */
    public Uni<Void> hold(Work work) {
        return work.query(BESIDE).replaceWithVoid();
    }

    /** Of these people and tickets, erases what is left of those who are erased; {@link #hold} comes before. */
    public Uni<Void> eraseLate(Work work, Collection<UUID> customers, Collection<UUID> tickets) {
        return work.query(AMONG, customers.toArray(UUID[]::new), tickets.toArray(UUID[]::new))
                .flatMap(erased -> erased.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : eraseOf(
                                work,
                                erased.stream()
                                        .map(row -> row.getUUID("customer_id"))
                                        .toArray(UUID[]::new)));
    }

    /** Erases what has come again of what was erased. */
    public Uni<Void> eraseAgain(Work work, List<UUID> duplicates) {
        return hold(work)
                .chain(() -> work.query(AGAIN, (Object) duplicates.toArray(UUID[]::new)))
                .flatMap(found -> erase(work, found));
    }

    private static Uni<Void> eraseOf(Work work, UUID[] customers) {
        return work.query(FIND, (Object) customers).flatMap(found -> erase(work, found));
    }

    private static Uni<Void> erase(Work work, List<Row> entries) {
        if (entries.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var ids = entries.stream().map(row -> row.getUUID("id")).toArray(UUID[]::new);
        return work.update(NOTE_STORED, (Object) ids)
                .chain(() -> work.update(ERASE_ORIGINALS, (Object) ids))
                .chain(() -> work.update(ERASE_BOUNCES, (Object) ids))
                .chain(() -> work.update(ERASE_ENTRIES, ids, REASON))
                .replaceWithVoid();
    }
}
