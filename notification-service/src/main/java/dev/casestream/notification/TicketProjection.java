package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.UUID;
import java.util.function.Function;

/** What we need to know of tickets: what a letter says of them, and who may see their deliveries. */
@ApplicationScoped
class TicketProjection {

    Uni<Void> keep(Work work, List<TicketEvent> events) {
        return open(work, last(events, TicketOpened.class))
                .chain(() -> assign(work, last(events, TicketAssigned.class)))
                .chain(() -> follow(work, last(events, TicketEvent.class)));
    }

    private static Uni<Void> open(Work work, Collection<TicketOpened> opened) {
        return opened.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                INSERT INTO ticket (id, number, requester, channel, language, status, automatic, team)
                                SELECT * FROM unnest($1::uuid[], $2::text[], $3::uuid[], $4::text[], $5::text[],
                                                     $6::text[], $7::boolean[], $8::text[])
                                ON CONFLICT (id) DO NOTHING""",
                                uuids(opened, TicketOpened::ticketId),
                                strings(opened, TicketOpened::number),
                                uuids(opened, TicketOpened::customerId),
                                strings(opened, TicketOpened::channel),
                                opened.stream().map(TicketOpened::language).toArray(String[]::new),
                                strings(opened, e -> e.status().name()),
                                opened.stream().map(TicketOpened::automatic).toArray(Boolean[]::new),
                                opened.stream().map(TicketOpened::team).toArray(String[]::new))
                        .replaceWithVoid();
    }

    private static Uni<Void> assign(Work work, Collection<TicketAssigned> assigned) {
        return assigned.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                """
                                UPDATE ticket t SET team = u.team, agent = u.agent
                                FROM unnest($1::uuid[], $2::text[], $3::text[]) AS u(id, team, agent)
                                WHERE t.id = u.id""",
                                uuids(assigned, TicketAssigned::ticketId),
                                assigned.stream().map(TicketAssigned::team).toArray(String[]::new),
                                assigned.stream().map(TicketAssigned::agent).toArray(String[]::new))
                        .replaceWithVoid();
    }

    private static Uni<Void> follow(Work work, Collection<TicketEvent> latest) {
        return work.update(
                        """
                        UPDATE ticket t SET status = u.status FROM unnest($1::uuid[], $2::text[]) AS u(id, status)
                        WHERE t.id = u.id AND t.status <> u.status""",
                        uuids(latest, TicketEvent::ticketId),
                        strings(latest, e -> e.status().name()))
                .replaceWithVoid();
    }

    /** The last event of a type for each ticket. */
    private static <E extends TicketEvent> Collection<E> last(List<TicketEvent> events, Class<E> type) {
        var last = new LinkedHashMap<UUID, E>();
        events.stream().filter(type::isInstance).map(type::cast).forEach(event -> last.put(event.ticketId(), event));
        return last.values();
    }

    private static <E> UUID[] uuids(Collection<E> events, Function<E, UUID> property) {
        return events.stream().map(property).toArray(UUID[]::new);
    }

    private static <E> String[] strings(Collection<E> events, Function<E, String> property) {
        return events.stream().map(property).toArray(String[]::new);
    }
}
