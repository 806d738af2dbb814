package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.notification.RecipientThreads.Saying;
import dev.casestream.notification.domain.Dispatch;
import dev.casestream.notification.domain.Errand;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.List;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Queues an acknowledgement for each new request and a delivery for each reply. */
@ApplicationScoped
class QueueDeliveries {

    private final Gate gate;
    private final TicketProjection tickets;
    private final DeliveryRows deliveries;
    private final RecipientThreads threads;
    private final OwnMailbox mailbox;
    private final SendDueDeliveries sending;

    QueueDeliveries(
            Gate gate,
            TicketProjection tickets,
            DeliveryRows deliveries,
            RecipientThreads threads,
            OwnMailbox mailbox,
            SendDueDeliveries sending) {
        this.gate = gate;
        this.tickets = tickets;
        this.deliveries = deliveries;
        this.threads = threads;
        this.mailbox = mailbox;
        this.sending = sending;
    }

    @Incoming("tickets")
    Uni<Void> on(Batch<TicketEvent> batch) {
        return gate.apply(batch, this::apply).invoke(sending::wake);
    }

    private Uni<Void> apply(Work work, List<Envelope<TicketEvent>> events) {
        var commissions = events.stream()
                .flatMap(event ->
                        Errand.of(event)
                                .map(errand -> new Commission(errand, Cause.of(event, RecipientThreads.ACTOR)))
                                .stream())
                .toList();
        var kept = tickets.keep(work, events.stream().map(Envelope::require).toList());
        return commissions.isEmpty() ? kept : kept.chain(() -> queue(work, commissions));
    }

    private Uni<Void> queue(Work work, List<Commission> commissions) {
        return threads.lock(
                        work, commissions.stream().map(c -> c.errand().thread()).toList())
                .chain(work::now)
                .flatMap(now -> {
                    var sayings = commissions.stream()
                            .map(c -> new Saying(
                                    c.cause(), Dispatch.begin(c.errand(), now).event()))
                            .toList();
                    return deliveries
                            .insert(
                                    work,
                                    commissions.stream().map(c -> row(c, now)).toList())
                            .chain(() -> threads.say(work, sayings));
                });
    }

    private DeliveryRow row(Commission commission, Instant now) {
        var errand = commission.errand();
        return DeliveryRow.of(
                errand,
                Dispatch.begin(errand, now),
                mailbox.messageId(errand.ticketId(), errand.delivery().id()),
                commission.cause(),
                now);
    }

    private record Commission(Errand errand, Cause cause) {}
}
