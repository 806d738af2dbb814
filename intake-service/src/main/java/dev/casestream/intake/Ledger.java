package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Codec;
import dev.casestream.intake.channel.Arrival;
import dev.casestream.intake.domain.Outcome;
import dev.casestream.intake.erasure.Erasures;
import dev.casestream.intake.store.Original;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Duration;
import java.time.OffsetDateTime;
import java.util.Collection;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.jspecify.annotations.Nullable;

/** Accounts for every arrival: its original, and an entry with exactly one outcome at any moment. */
@ApplicationScoped
public class Ledger {

    /** Claimed this often without an end, a mail is taken to be what ends the process. */
    static final int MOST_ATTEMPTS = 3;

    private final Erasures erasures;
    private final long lease;

    /** @param lease how long a reader has an entry for itself */
    Ledger(
            Erasures erasures,
            @ConfigProperty(name = "casestream.reading.lease", defaultValue = "PT60S") Duration lease) {
        this.erasures = erasures;
        this.lease = lease.toMillis();
    }

    /** An entry that is to be read, with how often that was tried already. */
    record Claim(Arrival arrival, int attempts) {}

    /**
     * Stores an arrival, not looked at yet. The same again gets an entry of its own, as a duplicate.
     *
     * @param readLater whether {@link ReadArrivals} is to make sense of it; otherwise the caller does so at once
     */
    public Uni<Receipt> receive(Work work, Arrival arrival, @Nullable String dedupeKey, boolean readLater) {
        return work.query(
                        """
                        INSERT INTO raw_message (inquiry_id, received_at, content_type, hash, size, circumstances, body)
                        VALUES ($1, clock_timestamp(), $2, $3, $4, $5, $6) RETURNING received_at""",
                        arrival.id(),
                        arrival.contentType(),
                        arrival.original().hash(),
                        arrival.original().size(),
                        Codec.write(arrival.circumstances()),
                        buffer(arrival.original()))
                .map(rows -> rows.getFirst().get(OffsetDateTime.class, "received_at"))
                .flatMap(now -> enter(work, arrival, dedupeKey, readLater, now));
    }

    private Uni<Receipt> enter(
            Work work, Arrival arrival, @Nullable String dedupeKey, boolean readLater, OffsetDateTime now) {
        var fingerprint = arrival.circumstances().get("fingerprint");
        return work.update(
                        """
                        INSERT INTO inquiry (id, received_at, channel, account, outcome, dedupe_key, fingerprint, read_after)
                        VALUES ($1, $2, $3, $4, 'pending', $5, $6, $7) ON CONFLICT (dedupe_key) DO NOTHING""",
                        arrival.id(),
                        now,
                        arrival.channel(),
                        arrival.account(),
                        dedupeKey,
                        fingerprint,
                        readLater ? now : null)
                .flatMap(fresh -> fresh == 1
                        ? Uni.createFrom().item(new Receipt(arrival.id(), false, null))
                        : again(work, arrival, String.valueOf(dedupeKey), now));
    }

    private Uni<Receipt> again(Work work, Arrival arrival, String dedupeKey, OffsetDateTime now) {
        return work.query("SELECT id, fingerprint FROM inquiry WHERE dedupe_key = $1", dedupeKey)
                .map(List::getFirst)
                .call(first ->
                        duplicate(work, arrival.id(), arrival.channel(), arrival.account(), now, first.getUUID("id")))
                .call(() -> erasures.eraseAgain(work, List.of(arrival.id())))
                .map(first -> new Receipt(first.getUUID("id"), true, first.getString("fingerprint")));
    }

    private static Uni<Integer> duplicate(
            Work work, UUID id, String channel, @Nullable String account, OffsetDateTime now, UUID first) {
        return work.update("""
                        INSERT INTO inquiry (id, received_at, channel, account, outcome, duplicate_of)
                        VALUES ($1, $2, $3, $4, 'duplicate', $5)""", id, now, channel, account, first);
    }

    /** Takes entries to read them, for so long that a reader who ends without a word is followed by another. */
    Uni<List<Claim>> claim(Work work, Collection<UUID> ids) {
        return work.query("""
                        UPDATE inquiry i
                        SET read_after = clock_timestamp() + $2 * interval '1 millisecond',
                            read_attempts = read_attempts + 1
                        FROM raw_message r
                        WHERE r.inquiry_id = i.id
                          AND i.id IN (SELECT id FROM inquiry WHERE id = ANY($1) AND read_after <= clock_timestamp()
                                       FOR UPDATE SKIP LOCKED)
                        RETURNING i.id, i.channel, i.account, i.read_attempts, r.content_type, r.hash, r.size,
                                  r.circumstances, r.body""", ids.toArray(UUID[]::new), lease)
                .map(rows -> rows.stream()
                        .map(row -> new Claim(arrival(row), row.getInteger("read_attempts")))
                        .toList());
    }

    /** Gives a claim back: the reading failed for no fault of the mail. */
    Uni<Integer> unclaim(Work work, UUID id) {
        return work.update("""
                UPDATE inquiry SET read_after = clock_timestamp() + interval '5 seconds', read_attempts = read_attempts - 1
                WHERE id = $1 AND read_after IS NOT NULL""", id);
    }

    public Uni<Arrival> arrival(Work work, UUID id) {
        return work.query("""
                        SELECT i.id, i.channel, i.account, r.content_type, r.hash, r.size, r.circumstances, r.body
                        FROM inquiry i JOIN raw_message r ON r.inquiry_id = i.id WHERE i.id = $1""", id).map(rows -> arrival(rows.getFirst()));
    }

    /** Ends an entry without a ticket. */
    public Uni<Void> close(Work work, UUID id, Outcome outcome, String reason) {
        return work.update(
                        "UPDATE inquiry SET outcome = $2, reason = $3, read_after = NULL WHERE id = $1",
                        id,
                        outcome.wire(),
                        reason)
                .replaceWithVoid();
    }

    static Arrival arrival(Row row) {
        var body = row.getBuffer("body");
        return new Arrival(
                row.getUUID("id"),
                row.getString("channel"),
                row.getString("account"),
                row.getString("content_type"),
                new Original(row.getString("hash"), row.getLong("size"), body == null ? null : body.getBytes()),
                Codec.readStrings(row.getString("circumstances")));
    }

    private static @Nullable Buffer buffer(Original original) {
        return original.inline() == null ? null : Buffer.buffer(original.inline());
    }
}
