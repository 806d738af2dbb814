package dev.casestream.ticket.opening;

import dev.casestream.chassis.data.Work;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.contracts.InquiryEvent.TicketHint;
import dev.casestream.ticket.Tickets;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** The tickets that a batch of requests may mean, with those that followed them. */
@ApplicationScoped
class ThreadRows {

    private static final String CONVERSATIONS = "SELECT key, ticket_id FROM conversation WHERE key = ANY($1)";

    private static final String MEANT = """
            WITH RECURSIVE meant AS (
                SELECT id, merged_into FROM ticket WHERE id = ANY($1) OR number = ANY($2)
                UNION
                SELECT f.id, f.merged_into FROM meant m
                JOIN ticket f ON f.follow_up_of = m.id OR f.id = m.merged_into)
            SELECT id FROM meant""";

    private static final String PARTS = """
            SELECT DISTINCT ticket_id, author FROM message
            WHERE ticket_id = ANY($1) AND author_role = 'CUSTOMER' AND author = ANY($2)""";

    private static final String REMEMBER = """
            INSERT INTO conversation (key, ticket_id) SELECT * FROM unnest($1::text[], $2::uuid[]) ORDER BY 1
            ON CONFLICT (key) DO UPDATE SET ticket_id = excluded.ticket_id""";

    private final Tickets tickets;

    ThreadRows(Tickets tickets) {
        this.tickets = tickets;
    }

    Uni<Threads> load(Work work, List<InquiryReceived> inquiries, List<UUID> senders) {
        return conversations(work, inquiries)
                .flatMap(conversations -> meant(work, inquiries, conversations)
                        .flatMap(ids -> tickets.lock(work, ids))
                        .flatMap(rows -> parts(work, rows.keySet(), senders)
                                .map(parts -> new Threads(rows, conversations, parts))));
    }

    private static Uni<Map<String, UUID>> conversations(Work work, List<InquiryReceived> inquiries) {
        var keys = inquiries.stream()
                .map(InquiryReceived::conversationKey)
                .distinct()
                .toArray(String[]::new);
        return work.query(CONVERSATIONS, (Object) keys)
                .map(rows -> rows.stream()
                        .collect(Collectors.toMap(row -> row.getString("key"), row -> row.getUUID("ticket_id"))));
    }

    private static Uni<List<UUID>> meant(Work work, List<InquiryReceived> inquiries, Map<String, UUID> conversations) {
        var ids = Stream.concat(hints(inquiries, TicketHint::ticketId), conversations.values().stream())
                .toArray(UUID[]::new);
        var numbers = hints(inquiries, TicketHint::number).toArray(String[]::new);
        return ids.length + numbers.length == 0
                ? Uni.createFrom().item(List.of())
                : work.query(MEANT, ids, numbers)
                        .map(rows -> rows.stream().map(row -> row.getUUID("id")).toList());
    }

    private static <T> Stream<T> hints(List<InquiryReceived> inquiries, Function<TicketHint, @Nullable T> part) {
        return inquiries.stream()
                .map(InquiryReceived::hint)
                .filter(Objects::nonNull)
                .map(part)
                .filter(Objects::nonNull)
                .distinct();
    }

    private static Uni<Set<Threads.Part>> parts(Work work, Set<UUID> ids, List<UUID> senders) {
        if (ids.isEmpty()) {
            return Uni.createFrom().item(Set.of());
        }
        var authors = senders.stream().map(UUID::toString).distinct().toArray(String[]::new);
        return work.query(PARTS, ids.toArray(UUID[]::new), authors)
                .map(rows -> rows.stream()
                        .map(row ->
                                new Threads.Part(row.getUUID("ticket_id"), UUID.fromString(row.getString("author"))))
                        .collect(Collectors.toSet()));
    }

    Uni<Void> remember(Work work, Map<String, UUID> begun) {
        return begun.isEmpty()
                ? Uni.createFrom().voidItem()
                : work.update(
                                REMEMBER,
                                begun.keySet().toArray(String[]::new),
                                begun.values().toArray(UUID[]::new))
                        .replaceWithVoid();
    }
}
