package dev.casestream.routing;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.DirectoryEntry;
import dev.casestream.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;

/** Tells the other services who works here. The row that an entry is about is locked by the caller. */
@ApplicationScoped
class Directory {

    private final Outbox outbox;

    Directory(Outbox outbox) {
        this.outbox = outbox;
    }

    Uni<Void> say(Work work, String actor, long version, DirectoryEntry entry) {
        return work.now()
                .map(now -> Cause.request(actor).envelope(Dispatch.SOURCE, key(entry), version, now, entry))
                .flatMap(event -> outbox.add(work, List.of(Outgoing.to(Topic.DIRECTORY, event))));
    }

    /** The entry is gone. */
    Uni<Void> end(Work work, String actor, long version, DirectoryEntry last) {
        return work.now()
                .map(now -> Cause.request(actor).tombstone(Dispatch.SOURCE, key(last), version, now, last.getClass()))
                .flatMap(event -> outbox.add(work, List.of(Outgoing.to(Topic.DIRECTORY, event))));
    }

    private static String key(DirectoryEntry entry) {
        return switch (entry) {
            case DirectoryEntry.Agent agent -> "agent/" + agent.id();
            case DirectoryEntry.Team team -> "team/" + team.id();
        };
    }
}
