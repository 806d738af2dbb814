package dev.casestream.analytics;

import dev.casestream.analytics.metrics.Catalogue;
import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.Envelope;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import java.util.stream.Collectors;

/** Folds events into the generation of rows that counts, and into the one that is being built, if any. */
@ApplicationScoped
class Projection {

    private final ProjectionTables tables;
    private final Announcer announcer;
    private final Catalogue catalogue;

    Projection(ProjectionTables tables, Announcer announcer, Catalogue catalogue) {
        this.tables = tables;
        this.announcer = announcer;
        this.catalogue = catalogue;
    }

    /** Live events, let in by the gate: counted, and told to the world. */
    <E> Uni<Void> apply(Work work, Source<E> source, List<Envelope<E>> events) {
        var tickets = tickets(events);
        return tables.generations(work)
                .flatMap(generations -> tables.lock(work, tickets)
                        .flatMap(versions -> fold(work, generations.active(), source, events)
                                .flatMap(advances -> announcer.announce(work, versions, advances)))
                        .chain(() -> generations.building() == null
                                ? Uni.createFrom().voidItem()
                                : followUp(work, generations.building(), source, events)));
    }

    /**
     * Events read again from the topic: those that the gate has let in are counted in the generation that is being
     * built; the others will come live. Under the lock on its tickets, so that each event gets in exactly one way.
     */
    <E> Uni<Void> replay(Work work, long building, Source<E> source, List<Envelope<E>> events) {
        var tickets = tickets(events);
        return tables.lockKnown(work, tickets)
                .chain(() -> tables.admitted(work, source, tickets))
                .flatMap(admitted -> fold(
                        work,
                        building,
                        source,
                        events.stream()
                                .filter(event -> event.version() <= admitted.getOrDefault(ticket(event), 0L))
                                .toList()))
                .replaceWithVoid();
    }

    /** A ticket whose past has not been read again yet has to wait for that. */
    private <E> Uni<Void> followUp(Work work, long building, Source<E> source, List<Envelope<E>> events) {
        return tables.inStep(work, building, source, tickets(events))
                .flatMap(inStep -> fold(
                        work,
                        building,
                        source,
                        events.stream()
                                .filter(event -> inStep.contains(ticket(event)))
                                .toList()))
                .replaceWithVoid();
    }

    private <E> Uni<List<Advance>> fold(Work work, long generation, Source<E> source, List<Envelope<E>> events) {
        if (events.isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return tables.states(work, generation, tickets(events))
                .map(known -> Advance.of(source, known, events, catalogue))
                .call(advances -> tables.save(work, generation, advances));
    }

    private static <E> Set<UUID> tickets(List<Envelope<E>> events) {
        return events.stream().map(Projection::ticket).collect(Collectors.toSet());
    }

    private static UUID ticket(Envelope<?> event) {
        return UUID.fromString(event.subject());
    }
}
