package dev.casestream.analytics;

import dev.casestream.analytics.metrics.Catalogue;
import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.LogPage;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.SlaEvent;
import dev.casestream.contracts.TicketEvent;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
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
     * Events read again from the topics: those that the gate has let in are counted in the generation that is being
     * built; the others will come live. Under the lock on its tickets, so that each event gets in exactly one way.
     */
    Uni<Void> replay(Work work, long building, LogPage page) {
        var ofTickets = page.<TicketEvent>of(Source.TICKETS.topic());
        var ofSla = page.<SlaEvent>of(Source.SLA.topic());
        var tickets = new HashSet<>(tickets(ofTickets));
        tickets.addAll(tickets(ofSla));
        return tables.requireBuilding(work, building)
                .chain(() -> tables.lockKnown(work, tickets))
                .chain(() -> admitted(work, Source.TICKETS, ofTickets))
                .flatMap(told -> admitted(work, Source.SLA, ofSla)
                        .flatMap(timed -> tables.states(work, building, tickets)
                                .map(known -> new Advances(known, catalogue)
                                        .fold(Source.TICKETS, told)
                                        .fold(Source.SLA, timed)
                                        .all())))
                .flatMap(advances -> tables.save(work, building, advances));
    }

    private <E> Uni<List<Envelope<E>>> admitted(Work work, Source<E> source, List<Envelope<E>> events) {
        return tables.admitted(work, source, tickets(events))
                .map(admitted -> events.stream()
                        .filter(event -> event.version() <= admitted.getOrDefault(ticket(event), 0L))
                        .toList());
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
                .map(known ->
                        new Advances(known, catalogue).fold(source, events).all())
                .call(advances -> tables.save(work, generation, advances));
    }

    private static <E> Set<UUID> tickets(List<Envelope<E>> events) {
        return events.stream().map(Projection::ticket).collect(Collectors.toSet());
    }

    static UUID ticket(Envelope<?> event) {
        return UUID.fromString(event.subject());
    }
}
