package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.CustomerMessageReceived;
import dev.casestream.contracts.TicketEvent.TicketAssigned;
import dev.casestream.contracts.TicketEvent.TicketOpened;
import dev.casestream.intake.domain.Outcome;
import dev.casestream.intake.erasure.Erasures;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;
import org.jspecify.annotations.Nullable;

/** Closes ledger entries with what ticket-service made of them. */
@ApplicationScoped
class CloseLedger {

    private final Gate gate;
    private final Erasures erasures;

    CloseLedger(Gate gate, Erasures erasures) {
        this.gate = gate;
        this.erasures = erasures;
    }

    private record Closing(UUID inquiryId, UUID ticketId, UUID customerId, Outcome outcome) {}

    private record Place(
            UUID ticketId,
            @Nullable String number,
            @Nullable UUID customerId,
            @Nullable String team) {}

    @Incoming("tickets")
    Uni<Void> on(Batch<TicketEvent> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<TicketEvent>> events) {
        var places = new LinkedHashMap<UUID, Place>();
        var closings = new ArrayList<Closing>();
        for (var event : events) {
            switch (event.require()) {
                case TicketOpened e -> {
                    places.put(e.ticketId(), new Place(e.ticketId(), e.number(), e.customerId(), e.team()));
                    if (e.inquiryId() != null) {
                        closings.add(new Closing(e.inquiryId(), e.ticketId(), e.customerId(), Outcome.ACCEPTED));
                    }
                }
                case TicketAssigned e ->
                    places.merge(
                            e.ticketId(),
                            new Place(e.ticketId(), null, null, e.team()),
                            (known, now) ->
                                    new Place(known.ticketId(), known.number(), known.customerId(), now.team()));
                case CustomerMessageReceived e -> {
                    if (e.inquiryId() != null) {
                        closings.add(new Closing(e.inquiryId(), e.ticketId(), e.customerId(), Outcome.APPENDED));
                    }
                }
                default -> {
                    // Changes neither whose a ticket is nor what became of a request.
                }
            }
        }
        return place(work, places).chain(() -> close(work, closings));
    }

    private static Uni<Void> place(Work work, Map<UUID, Place> places) {
        if (places.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return work.update(
                        """
                        INSERT INTO ticket_team AS t (ticket_id, number, team, customer_id)
                        SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::uuid[])
                        ON CONFLICT (ticket_id) DO UPDATE
                        SET team = excluded.team, customer_id = coalesce(excluded.customer_id, t.customer_id),
                            number = CASE excluded.number WHEN '' THEN t.number ELSE excluded.number END""",
                        places.keySet().toArray(UUID[]::new),
                        places.values().stream()
                                .map(place -> place.number() == null ? "" : place.number())
                                .toArray(String[]::new),
                        places.values().stream().map(Place::team).toArray(String[]::new),
                        places.values().stream().map(Place::customerId).toArray(UUID[]::new))
                .replaceWithVoid();
    }

    private Uni<Void> close(Work work, List<Closing> closings) {
        if (closings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return erasures.hold(work)
                .chain(() -> work.update(
                        """
                        UPDATE inquiry i
                        SET outcome = c.outcome, reason = NULL, ticket_id = c.ticket_id, customer_id = c.customer_id,
                            ticket_number = (SELECT t.number FROM ticket_team t WHERE t.ticket_id = c.ticket_id)
                        FROM unnest($1::uuid[], $2::uuid[], $3::text[], $4::uuid[])
                        AS c(inquiry_id, ticket_id, outcome, customer_id)
                        WHERE i.id = c.inquiry_id""",
                        closings.stream().map(Closing::inquiryId).toArray(UUID[]::new),
                        closings.stream().map(Closing::ticketId).toArray(UUID[]::new),
                        closings.stream()
                                .map(closing -> closing.outcome().wire())
                                .toArray(String[]::new),
                        closings.stream().map(Closing::customerId).toArray(UUID[]::new)))
                .chain(() -> erasures.eraseLate(
                        work,
                        closings.stream().map(Closing::customerId).toList(),
                        closings.stream().map(Closing::ticketId).toList()));
    }
}
