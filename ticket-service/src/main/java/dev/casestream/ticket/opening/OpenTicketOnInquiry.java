package dev.casestream.ticket.opening;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Batch;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Gate;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.Envelope;
import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.ticket.Changes;
import dev.casestream.ticket.Tickets;
import dev.casestream.ticket.customer.Contact;
import dev.casestream.ticket.customer.Customers;
import dev.casestream.ticket.domain.Lifecycle;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.eclipse.microprofile.config.inject.ConfigProperty;
import org.eclipse.microprofile.reactive.messaging.Incoming;

/** Opens a ticket for a request, or brings it onto the ticket that it belongs to. */
@ApplicationScoped
class OpenTicketOnInquiry {

    private final Gate gate;
    private final Customers customers;
    private final ThreadRows threadRows;
    private final Tickets tickets;
    private final Lifecycle lifecycle;
    private final String defaultTeam;

    OpenTicketOnInquiry(
            Gate gate,
            Customers customers,
            ThreadRows threadRows,
            Tickets tickets,
            Lifecycle lifecycle,
            @ConfigProperty(name = "casestream.ticket.default-team") String defaultTeam) {
        this.gate = gate;
        this.customers = customers;
        this.threadRows = threadRows;
        this.tickets = tickets;
        this.lifecycle = lifecycle;
        this.defaultTeam = defaultTeam;
    }

    @Incoming("inquiries")
    Uni<Void> on(Batch<InquiryEvent> batch) {
        return gate.apply(batch, this::apply);
    }

    private Uni<Void> apply(Work work, List<Envelope<InquiryEvent>> events) {
        var inquiries = new ArrayList<InquiryReceived>();
        var contacts = new ArrayList<Contact>();
        for (var envelope : events) {
            switch (envelope.require()) {
                case InquiryReceived inquiry -> {
                    inquiries.add(inquiry);
                    contacts.add(Contact.of(inquiry, Cause.of(envelope, "system:ticket-service")));
                }
                default -> {}
            }
        }
        return work.now()
                .flatMap(now -> customers
                        .recognise(work, contacts, now)
                        .flatMap(senders -> threadRows
                                .load(work, inquiries, senders)
                                .flatMap(threads ->
                                        takeIn(work, arrivals(inquiries, contacts, senders), threads, now))));
    }

    private static List<Arrival> arrivals(List<InquiryReceived> inquiries, List<Contact> contacts, List<UUID> senders) {
        var arrivals = new ArrayList<Arrival>(inquiries.size());
        for (int i = 0; i < inquiries.size(); i++) {
            var sender = senders.get(i);
            arrivals.add(new Arrival(
                    inquiries.get(i),
                    sender,
                    Ids.next(),
                    contacts.get(i).cause().as("customer:" + sender)));
        }
        return arrivals;
    }

    private Uni<Void> takeIn(Work work, List<Arrival> arrivals, Threads threads, Instant now) {
        var changes = new Changes();
        var reception = new Reception(lifecycle, defaultTeam, threads, changes, now);
        return tickets.numbers(
                        work, arrivals.stream().filter(reception::mayOpen).count())
                .flatMap(numbers -> {
                    var next = numbers.iterator();
                    arrivals.forEach(arrival -> reception.takeIn(arrival, next::next));
                    return tickets.write(work, changes);
                })
                .chain(() -> threadRows.remember(work, threads.begun()));
    }
}
