package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Outbox;
import dev.casestream.chassis.events.Outgoing;
import dev.casestream.contracts.InquiryEvent;
import dev.casestream.contracts.Topic;
import io.opentelemetry.api.trace.SpanContext;
import io.smallrye.mutiny.Uni;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.BiFunction;

/** Says something of a conversation, in its order. */
@ApplicationScoped
public class SayInquiries {

    private static final String NEXT = """
            INSERT INTO conversation AS c (key, version, last_at)
            SELECT k, 1, clock_timestamp() FROM unnest($1::text[]) k ORDER BY k
            ON CONFLICT (key) DO UPDATE
            SET version = c.version + 1, last_at = greatest(c.last_at, clock_timestamp())
            RETURNING key, version, last_at""";

    private final Outbox outbox;

    SayInquiries(Outbox outbox) {
        this.outbox = outbox;
    }

    /**
     * What is to be said of a conversation.
     *
     * @param event made of the conversation's key and the time of what is said
     * @param trace that it is part of; of the work's where it is none
     */
    public record Saying(
            String conversationKey, Cause cause, BiFunction<String, Instant, InquiryEvent> event, SpanContext trace) {

        public Saying(String conversationKey, Cause cause, BiFunction<String, Instant, InquiryEvent> event) {
            this(conversationKey, cause, event, SpanContext.getInvalid());
        }
    }

    public Uni<Void> say(
            Work work, String conversationKey, Cause cause, BiFunction<String, Instant, InquiryEvent> event) {
        return sayEach(work, List.of(new Saying(conversationKey, cause, event)));
    }

    /** Says one thing each of different conversations. */
    public Uni<Void> sayEach(Work work, List<Saying> sayings) {
        if (sayings.isEmpty()) {
            return Uni.createFrom().voidItem();
        }
        return work.query(NEXT, (Object)
                        sayings.stream().map(Saying::conversationKey).toArray(String[]::new))
                .flatMap(rows -> {
                    var next = new HashMap<String, Row>();
                    rows.forEach(row -> next.put(row.getString("key"), row));
                    return outbox.add(
                            work,
                            sayings.stream()
                                    .map(saying -> outgoing(saying, next))
                                    .toList());
                });
    }

    private static Outgoing outgoing(Saying saying, Map<String, Row> next) {
        var key = saying.conversationKey();
        var row = Objects.requireNonNull(next.get(key));
        var at = row.getOffsetDateTime("last_at").toInstant();
        return Outgoing.to(
                        Topic.INQUIRIES,
                        saying.cause()
                                .envelope(
                                        Conclusion.SOURCE,
                                        key,
                                        row.getLong("version"),
                                        at,
                                        saying.event().apply(key, at)))
                .within(saying.trace());
    }
}
