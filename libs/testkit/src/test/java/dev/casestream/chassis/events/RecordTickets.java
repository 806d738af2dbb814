package dev.casestream.chassis.events;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.MessageText;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.NoteAdded;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** A reaction that leaves a trace of each event it applied, in order, and chokes on notes by poisonous authors. */
@ApplicationScoped
class RecordTickets {

    /** Authors whose notes cannot be applied, at the moment. */
    static final Set<String> POISONOUS = ConcurrentHashMap.newKeySet();

    private final Gate gate;

    RecordTickets(Gate gate) {
        this.gate = gate;
    }

    @Incoming("tickets")
    Uni<Void> onTickets(Batch<TicketEvent> batch) {
        return gate.apply(
                batch,
                (work, events) -> events.stream()
                                .anyMatch(event ->
                                        event.data() instanceof NoteAdded note && POISONOUS.contains(note.author()))
                        ? record(work, "tickets", events)
                                .chain(() -> Uni.createFrom().failure(new IllegalStateException("poison")))
                        : record(work, "tickets", events));
    }

    @Incoming("messages")
    Uni<Void> onMessages(Batch<MessageText> batch) {
        return gate.apply(batch, (work, events) -> record(work, "messages", events));
    }

    private <E> Uni<Void> record(Work work, String topic, List<Envelope<E>> events) {
        return work.update(
                        """
                        INSERT INTO applied (topic, key, version)
                        SELECT $1, key, version FROM unnest($2::text[], $3::bigint[])
                        WITH ORDINALITY AS e(key, version, position) ORDER BY position""",
                        topic,
                        events.stream().map(Envelope::subject).toArray(String[]::new),
                        events.stream().map(Envelope::version).toArray(Long[]::new))
                .replaceWithVoid();
    }
}
