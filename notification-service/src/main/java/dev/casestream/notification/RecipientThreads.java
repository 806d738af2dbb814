package dev.casestream.notification;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.NotificationEvent;
import dev.casestream.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What is said about deliveries: in order and counted per thread, under the lock on its row. */
@ApplicationScoped
class RecipientThreads {

    static final String SOURCE = "/notification-service";
    static final String ACTOR = "system:notification-service";

    private final Outbox outbox;

    RecipientThreads(Outbox outbox) {
        this.outbox = outbox;
    }

    /** An event and why it is said. */
    record Saying(Cause cause, NotificationEvent event) {
        String thread() {
            return event.delivery().thread();
        }
    }

    /** Locks the rows of threads until commit, in one order everywhere, and makes those that are new. */
    Uni<Void> lock(Work work, Collection<String> threads) {
        return work.update("""
                        INSERT INTO recipient_thread AS t (key, version)
                        SELECT DISTINCT k, 0 FROM unnest($1::text[]) k ORDER BY k
                        ON CONFLICT (key) DO UPDATE SET version = t.version""", (Object) threads.toArray(String[]::new)).replaceWithVoid();
    }

    /** Says events about locked threads. */
    Uni<Void> say(Work work, List<Saying> sayings) {
        if (sayings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        var counts = new TreeMap<String, Long>();
        sayings.forEach(saying -> counts.merge(saying.thread(), 1L, Long::sum));
        return work.query(
                        """
                        UPDATE recipient_thread t SET version = t.version + u.n
                        FROM unnest($1::text[], $2::bigint[]) AS u(key, n) WHERE t.key = u.key
                        RETURNING t.key, t.version - u.n AS said""",
                        counts.keySet().toArray(String[]::new),
                        counts.values().toArray(Long[]::new))
                .flatMap(rows -> {
                    var said = new HashMap<String, Long>();
                    rows.forEach(row -> said.put(row.getString("key"), row.getLong("said")));
                    return outbox.add(
                            work,
                            sayings.stream()
                                    .map(saying -> outgoing(saying, said))
                                    .toList());
                });
    }

    private static Outgoing outgoing(Saying saying, Map<String, Long> said) {
        var version = Objects.requireNonNull(said.merge(saying.thread(), 1L, Long::sum));
        return Outgoing.to(
                Topic.NOTIFICATIONS,
                saying.cause()
                        .envelope(
                                SOURCE, saying.thread(), version, saying.event().at(), saying.event()));
    }
}
