package dev.casestream.ticket.presence;

import dev.casestream.chassis.data.Tx;
import io.quarkus.scheduler.Scheduled;
import io.quarkus.scheduler.Scheduled.ConcurrentExecution;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import io.smallrye.mutiny.subscription.MultiEmitter;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;

/** Tells who watches a ticket when somebody comes, goes or begins to write: one look a second for all watchers. */
@ApplicationScoped
class WatchPresence {

    private final Tx tx;
    private final PresenceRows rows;
    private final Set<Watcher> watchers = ConcurrentHashMap.newKeySet();

    WatchPresence(Tx tx, PresenceRows rows) {
        this.tx = tx;
        this.rows = rows;
    }

    private static final class Watcher {

        private final UUID ticket;
        private final MultiEmitter<? super List<Presence>> emitter;
        private Map<String, String> told = Map.of("", "");

        Watcher(UUID ticket, MultiEmitter<? super List<Presence>> emitter) {
            this.ticket = ticket;
            this.emitter = emitter;
        }

        synchronized void tell(List<Presence> present) {
            var states = present.stream().collect(Collectors.toMap(Presence::agent, Presence::state));
            if (!states.equals(told)) {
                told = states;
                emitter.emit(present);
            }
        }
    }

    /** Everyone who is there, now and whenever that changes. */
    Multi<List<Presence>> watch(UUID ticket) {
        return Multi.createFrom().emitter(emitter -> {
            var watcher = new Watcher(ticket, emitter);
            watchers.add(watcher);
            emitter.onTermination(() -> watchers.remove(watcher));
        });
    }

    @Scheduled(every = "1s", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> look() {
        if (watchers.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var watched = List.copyOf(watchers);
        var tickets = watched.stream().map(watcher -> watcher.ticket).collect(Collectors.toSet());
        return tx.run(work -> rows.at(work, tickets))
                .invoke(present ->
                        watched.forEach(watcher -> watcher.tell(present.getOrDefault(watcher.ticket, List.of()))))
                .replaceWithVoid();
    }

    @Scheduled(every = "5m", concurrentExecution = ConcurrentExecution.SKIP)
    Uni<Void> forget() {
        return tx.run(rows::forgetOld);
    }
}
