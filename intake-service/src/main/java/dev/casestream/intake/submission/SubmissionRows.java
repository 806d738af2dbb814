package dev.casestream.intake.submission;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Codec;
import dev.casestream.intake.BlockedSenders.Writer;
import dev.casestream.intake.Conclusion;
import dev.casestream.intake.SayInquiries;
import dev.casestream.intake.SayInquiries.Saying;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.Placement;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Threading;
import dev.casestream.intake.submission.Submit.Submitted;
import dev.casestream.intake.submission.TakeSubmissions.Order;
import io.smallrye.mutiny.Uni;
import io.vertx.core.buffer.Buffer;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The statements that take many fresh submissions in at once; what one of them says holds for each. */
@ApplicationScoped
class SubmissionRows {

    private static final String TAKE = """
            WITH given AS (
                SELECT * FROM unnest($1::uuid[], $2::text[], $3::text[], $4::bigint[], $5::text[], $6::bytea[], $7::text[],
                                     $8::text[], $9::text[], $10::text[], $11::text[], $12::text[], $13::text[], $14::text[],
                                     $15::text[], $16::text[])
                AS g(id, content_type, hash, size, circumstances, body, channel, account, dedupe_key, fingerprint,
                     sender_name, sender_email, sender_phone, sender_handle, subject, conversation_key)
                CROSS JOIN (SELECT clock_timestamp() AS now) n
                ORDER BY dedupe_key),
            raw AS (
                INSERT INTO raw_message (inquiry_id, received_at, content_type, hash, size, circumstances, body)
                SELECT id, now, content_type, hash, size, circumstances, body FROM given)
            INSERT INTO inquiry (id, received_at, channel, account, outcome, dedupe_key, fingerprint, sender_name,
                                 sender_email, sender_phone, sender_handle, subject, conversation_key)
            SELECT id, now, channel, account, 'pending', dedupe_key, fingerprint, sender_name, sender_email, sender_phone,
                   sender_handle, subject, conversation_key FROM given
            RETURNING received_at""";

    private final SayInquiries say;

    SubmissionRows(SayInquiries say) {
        this.say = say;
    }

    /** Whether nothing but its own rows has to be known: it was understood, and names no ticket and no message. */
    static boolean isPlain(Submitted submitted) {
        return submitted.reading() instanceof Reading.Understood(var draft)
                && draft.clues().tickets().isEmpty()
                && draft.clues().references().isEmpty()
                && draft.clues().participants().isEmpty();
    }

    static Writer writer(Order order) {
        return new Writer(draft(order).sender(), order.submitted().arrival().channel());
    }

    /** At most one of each conversation: two of them need versions one after the other. */
    static List<Order> distinct(List<Order> orders) {
        var keys = new HashSet<String>();
        return orders.stream()
                .filter(order -> keys.add(placement(order).conversationKey()))
                .toList();
    }

    /** Fails as a whole if any of them was handed in before under the same id. */
    Uni<Void> insert(Work work, List<Order> orders) {
        return orders.isEmpty()
                ? Uni.createFrom().voidItem()
                : take(work, orders)
                        .flatMap(now -> say.sayEach(
                                work,
                                orders.stream().map(order -> saying(order, now)).toList()));
    }

    /** @return when they were received, by the database's clock */
    private static Uni<Instant> take(Work work, List<Order> orders) {
        return work.query(
                        TAKE,
                        orders.stream()
                                .map(order -> order.submitted().arrival().id())
                                .toArray(UUID[]::new),
                        texts(orders, order -> order.submitted().arrival().contentType()),
                        texts(
                                orders,
                                order -> order.submitted().arrival().original().hash()),
                        orders.stream()
                                .map(order ->
                                        order.submitted().arrival().original().size())
                                .toArray(Long[]::new),
                        texts(
                                orders,
                                order -> Codec.write(order.submitted().arrival().circumstances())),
                        orders.stream().map(SubmissionRows::body).toArray(Buffer[]::new),
                        texts(orders, order -> order.submitted().arrival().channel()),
                        texts(orders, order -> draft(order).account()),
                        texts(orders, order -> order.submitted().dedupeKey()),
                        texts(orders, order -> order.submitted().fingerprint()),
                        texts(orders, order -> draft(order).sender().name()),
                        texts(orders, order -> draft(order).sender().email()),
                        texts(orders, order -> draft(order).sender().phone()),
                        texts(orders, order -> draft(order).sender().handle()),
                        texts(orders, order -> draft(order).subject()),
                        texts(orders, order -> placement(order).conversationKey()))
                .map(rows -> rows.getFirst().getOffsetDateTime("received_at").toInstant());
    }

    private static Saying saying(Order order, Instant now) {
        var placement = placement(order);
        var arrival = order.submitted().arrival();
        var entry = new Conclusion.Entry(arrival.id(), arrival.channel(), now, false);
        return new Saying(
                placement.conversationKey(),
                Cause.request(order.actor()),
                (key, at) -> Conclusion.event(entry, draft(order), placement),
                order.trace());
    }

    private static Placement placement(Order order) {
        var draft = draft(order);
        return Threading.place(draft.clues(), draft.sender().email(), Map.of(), List.of());
    }

    private static Draft draft(Order order) {
        return ((Reading.Understood) order.submitted().reading()).draft();
    }

    private static @Nullable Buffer body(Order order) {
        var inline = order.submitted().arrival().original().inline();
        return inline == null ? null : Buffer.buffer(inline);
    }

    private static @Nullable String[] texts(List<Order> orders, Function<Order, @Nullable String> text) {
        return orders.stream().map(text).toArray(String[]::new);
    }
}
