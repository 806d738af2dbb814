package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Gate;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.InquiryEvent.DeliveryReported;
import dev.casestream.notification.RecipientThreads.Saying;
import dev.casestream.notification.domain.Report;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Takes what providers and mail servers tell of our deliveries, as intake passes it on. */
@ApplicationScoped
class TakeReports {

    private final Gate gate;
    private final DeliveryRows deliveries;
    private final RecipientThreads threads;

    TakeReports(Gate gate, DeliveryRows deliveries, RecipientThreads threads) {
        this.gate = gate;
        this.deliveries = deliveries;
        this.threads = threads;
    }

    @Incoming("inquiries")
    Uni<Void> on(Batch<InquiryEvent> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<InquiryEvent>> events) {
        return Multi.createFrom()
                .iterable(events)
                .filter(event -> event.require() instanceof DeliveryReported)
                .onItem()
                .transformToUniAndConcatenate(event ->
                        take(work, (DeliveryReported) event.require(), Cause.of(event, RecipientThreads.ACTOR)))
                .collect()
                .last()
                .replaceWithVoid();
    }

    private Uni<Void> take(Work work, DeliveryReported event, Cause cause) {
        var report = Report.of(event);
        return report.isEmpty() || event.messageId() == null
                ? Uni.createFrom().voidItem()
                : meant(work, event)
                        .flatMap(ids ->
                                ids.isEmpty() ? Uni.createFrom().voidItem() : take(work, ids, report.get(), cause));
    }

    /** A mail is known by the id that we gave it, and by the ticket that its token proves; others by their provider's. */
    private static Uni<List<UUID>> meant(Work work, DeliveryReported event) {
        return work.query("""
                        SELECT id FROM delivery WHERE rfc_message_id = $1 AND ticket_id = $2
                        UNION
                        SELECT id FROM delivery WHERE provider_id = $1 AND channel = $3""", event.messageId(), event.ticketId(), event.channel())
                .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    private Uni<Void> take(Work work, List<UUID> ids, Report report, Cause cause) {
        return deliveries
                .lock(work, ids)
                .flatMap(rows -> threads.lock(
                                work, rows.stream().map(row -> row.thread).toList())
                        .chain(work::now)
                        .flatMap(now -> {
                            var changed = new ArrayList<DeliveryRow>();
                            var sayings = new ArrayList<Saying>();
                            for (var row : rows) {
                                row.dispatch().told(report, now).ifPresent(step -> {
                                    row.take(step, now);
                                    changed.add(row);
                                    sayings.add(new Saying(cause, step.event()));
                                });
                            }
                            return deliveries.update(work, changed).chain(() -> threads.say(work, sayings));
                        }));
    }
}
