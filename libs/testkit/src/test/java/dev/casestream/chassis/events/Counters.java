package dev.casestream.chassis.events;

import dev.casestream.chassis.data.Tx;
import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.TicketEvent.NoteAdded;
import dev.casestream.contracts.TicketStatus;
import dev.casestream.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import jakarta.persistence.LockModeType;
import java.time.Instant;
import java.util.List;
import java.util.UUID;

/** Writes as a service does: lock the key's row, take the next version, put the event into the outbox. */
@ApplicationScoped
class Counters {

    private static final Instant NOW = Instant.parse("2026-11-21T12:00:00Z");

    private final Tx tx;
    private final Outbox outbox;

    Counters(Tx tx, Outbox outbox) {
        this.tx = tx;
        this.outbox = outbox;
    }

    Uni<Long> create(UUID id) {
        return tx.run(work -> work.update("INSERT INTO counter (id, version) VALUES ($1, 0)", id.toString())
                .replaceWith(0L));
    }

    /** @return the version that was published */
    Uni<Long> increment(UUID id) {
        return tx.run(work -> increment(work, id));
    }

    /** Everything is done, and then the transaction fails. */
    Uni<Long> incrementAndFail(UUID id) {
        return tx.run(work ->
                increment(work, id).chain(version -> Uni.createFrom().failure(new IllegalStateException("no"))));
    }

    private Uni<Long> increment(Work work, UUID id) {
        return work.session()
                .find(CounterRow.class, id.toString(), LockModeType.PESSIMISTIC_WRITE)
                .flatMap(row -> {
                    row.version++;
                    var event = Cause.request("system:joints")
                            .envelope("/joints", row.id, row.version, NOW, note(id, "somebody"));
                    return outbox.add(work, List.of(Outgoing.to(Topic.TICKETS, event)))
                            .replaceWith(row.version);
                });
    }

    static NoteAdded note(UUID id, String author) {
        return new NoteAdded(id, NOW, TicketStatus.OPEN, id, author);
    }
}
