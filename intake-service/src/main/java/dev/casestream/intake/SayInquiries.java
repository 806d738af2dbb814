package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.Topic;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.function.BiFunction;

/** Says something of a conversation, in its order. */
@ApplicationScoped
public class SayInquiries {

    private final Outbox outbox;

    SayInquiries(Outbox outbox) {
        this.outbox = outbox;
    }

    /** @param event made of the conversation's key and the time of what is said */
    public Uni<Void> say(
            Work work, String conversationKey, Cause cause, BiFunction<String, Instant, InquiryEvent> event) {
        return work.query("""
                        INSERT INTO conversation AS c (key, version, last_at) VALUES ($1, 1, clock_timestamp())
                        ON CONFLICT (key) DO UPDATE
                        SET version = c.version + 1, last_at = greatest(c.last_at, clock_timestamp())
                        RETURNING version, last_at""", conversationKey).map(List::getFirst).flatMap(row -> {
            var at = row.get(OffsetDateTime.class, "last_at").toInstant();
            return outbox.add(
                    work,
                    List.of(Outgoing.to(
                            Topic.INQUIRIES,
                            cause.envelope(
                                    Conclusion.SOURCE,
                                    conversationKey,
                                    row.getLong("version"),
                                    at,
                                    event.apply(conversationKey, at)))));
        });
    }
}
