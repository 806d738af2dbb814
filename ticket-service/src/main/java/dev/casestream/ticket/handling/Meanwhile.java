package dev.casestream.ticket.handling;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.rest.ETags;
import dev.casestream.contracts.TicketEvent;
import dev.casestream.contracts.TicketEvent.FieldsChanged;
import dev.casestream.ticket.EventRow;
import dev.casestream.ticket.TicketRow;
import dev.casestream.ticket.domain.Ticket;
import dev.casestream.ticket.history.TicketLog;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Objects;
import java.util.OptionalLong;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What has changed on a ticket since somebody read it. */
@ApplicationScoped
class Meanwhile {

    private static final Pattern TAG = Pattern.compile("\"([0-9]{1,18})\"");
    private static final int MOST_TOLD = 50;

    private final TicketLog log;

    Meanwhile(TicketLog log) {
        this.log = log;
    }

    /** One event since, for people. */
    record Change(long version, String type, String actor, Instant at) {}

    /** @param names what is another than it was: the classification, the subject, custom fields */
    record Past(boolean known, Set<String> names, List<Change> changes) {

        /** Whether an edit of these would overwrite what its author does not know of. */
        boolean touches(Set<String> edited) {
            return !known || edited.stream().anyMatch(names::contains);
        }
    }

    boolean matches(String ifMatch, TicketRow ticket) {
        return Arrays.stream(ifMatch.split(","))
                .map(String::strip)
                .anyMatch(tag -> tag.equals("*") || tag.equals(ETags.of(ticket.version())));
    }

    Uni<Past> since(Work work, String ifMatch, TicketRow ticket) {
        var read = version(ifMatch);
        if (read.isEmpty() || read.getAsLong() < 1 || read.getAsLong() > ticket.version()) {
            return Uni.createFrom().item(new Past(false, Set.of(), List.of()));
        }
        return log.all(work, ticket.id()).map(rows -> past(rows, (int) read.getAsLong()));
    }

    private static OptionalLong version(String ifMatch) {
        var tag = TAG.matcher(ifMatch.strip());
        return tag.matches() ? OptionalLong.of(Long.parseLong(tag.group(1))) : OptionalLong.empty();
    }

    private static Past past(List<EventRow> log, int read) {
        var events = log.stream().map(EventRow::event).toList();
        var names = differences(Ticket.fold(events.subList(0, read)), Ticket.fold(events));
        events.subList(read, events.size()).forEach(event -> names.addAll(words(event)));
        return new Past(
                true,
                names,
                log.stream()
                        .skip(Math.max(read, log.size() - MOST_TOLD))
                        .map(row -> new Change(row.version(), row.type(), row.actor(), row.at()))
                        .toList());
    }

    private static Set<String> differences(Ticket then, Ticket now) {
        var names = new HashSet<String>();
        add(names, "priority", then.triage().priority(), now.triage().priority());
        add(names, "category", then.triage().category(), now.triage().category());
        add(names, "level", then.triage().level(), now.triage().level());
        add(names, "tags", then.triage().tags(), now.triage().tags());
        add(names, "customStatus", then.customStatus(), now.customStatus());
        add(names, "customStatus", then.status(), now.status());
        return names;
    }

    private static void add(Set<String> names, String name, @Nullable Object then, @Nullable Object now) {
        if (!Objects.equals(then, now)) {
            names.add(name);
        }
    }

    private static List<String> words(TicketEvent event) {
        return event instanceof FieldsChanged changed ? changed.fields() : List.of();
    }
}
