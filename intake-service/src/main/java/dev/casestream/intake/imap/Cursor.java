package dev.casestream.intake.imap;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Optional;

/** How far a mailbox was imported, and which process imports it: a lease that another takes over when it runs out. */
@ApplicationScoped
class Cursor {

    private final Tx tx;

    Cursor(Tx tx) {
        this.tx = tx;
    }

    /** @param validity the server's, to which UIDs belong; 0 when it was never opened */
    record Position(long validity, long lastUid) {}

    /** Takes or keeps the lease; empty when another process has it. */
    Uni<Optional<Position>> lease(String mailbox, String owner) {
        return tx.run(work -> work.query("""
                        INSERT INTO mailbox AS m (name, owner, leased_until)
                        VALUES ($1, $2, clock_timestamp() + interval '30 seconds')
                        ON CONFLICT (name) DO UPDATE SET owner = excluded.owner, leased_until = excluded.leased_until
                        WHERE m.owner = excluded.owner OR m.leased_until < clock_timestamp()
                        RETURNING uid_validity, last_uid""", mailbox, owner))
                .map(rows -> rows.stream()
                        .findFirst()
                        .map(row -> new Position(row.getLong("uid_validity"), row.getLong("last_uid"))));
    }

    /** Gives the lease up for another process to take. */
    Uni<Integer> release(String mailbox, String owner) {
        return tx.run(work -> work.update(
                "UPDATE mailbox SET leased_until = clock_timestamp() WHERE name = $1 AND owner = $2", mailbox, owner));
    }

    /** Begins anew: the server has renumbered its mails, or was never seen before. */
    Uni<Void> restart(String mailbox, String owner, long validity, long lastUid) {
        return tx.run(
                work -> work.update("""
                        UPDATE mailbox SET uid_validity = $3, last_uid = $4 WHERE name = $1 AND owner = $2""", mailbox, owner, validity, lastUid).map(Cursor::required));
    }

    /** In the transaction that takes the mail in: so that each is taken in once, also when a lease has run out. */
    Uni<Void> advance(Work work, String mailbox, String owner, long validity, long uid) {
        return work.update("""
                        UPDATE mailbox SET last_uid = $4
                        WHERE name = $1 AND owner = $2 AND uid_validity = $3 AND last_uid < $4""", mailbox, owner, validity, uid).map(Cursor::required);
    }

    private static Void required(int rows) {
        if (rows != 1) {
            throw new LeaseLostException();
        }
        return null;
    }

    /** Another process imports this mailbox now. */
    static final class LeaseLostException extends RuntimeException {
        private static final long serialVersionUID = 1;

        LeaseLostException() {
            super("another process imports this mailbox now");
        }
    }
}
