package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.intake.BlockedSenders.Writer;
import dev.casestream.intake.Conclusion.Entry;
import dev.casestream.intake.SayInquiries.Saying;
import dev.casestream.intake.channel.EmailChannel;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.MessageIds;
import dev.casestream.intake.domain.Placement;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Threading;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Function;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** The statements that conclude many plain mails at once; what {@link Conclusion} says of one holds for each. */
@ApplicationScoped
class ConclusionRows {

    private static final String LOCK = """
            SELECT id, channel, received_at, released FROM inquiry
            WHERE id = ANY($1) AND read_after IS NOT NULL ORDER BY id FOR UPDATE""";

    private static final String RECORD = """
            UPDATE inquiry i
            SET account = coalesce(i.account, u.account), sender_name = u.sender_name, sender_email = u.sender_email,
                subject = u.subject, message_id = u.message_id, participants = string_to_array(u.participants, ' '),
                reply = NULL, read_after = NULL,
                conversation_key = CASE WHEN u.held THEN i.conversation_key ELSE u.conversation_key END,
                outcome = CASE WHEN u.held THEN 'quarantined' ELSE 'pending' END,
                reason = CASE WHEN u.held THEN 'loop-budget' END
            FROM unnest($1::uuid[], $2::text[], $3::text[], $4::text[], $5::text[], $6::text[], $7::text[], $8::text[],
                        $9::boolean[])
            AS u(id, account, sender_name, sender_email, subject, message_id, participants, conversation_key, held)
            WHERE i.id = u.id""";

    private final BlockedSenders blocked;
    private final LoopBudget budget;
    private final SayInquiries say;

    ConclusionRows(BlockedSenders blocked, LoopBudget budget, SayInquiries say) {
        this.blocked = blocked;
        this.budget = budget;
        this.say = say;
    }

    /** A mail that was read. */
    record Read(UUID id, String channel, Reading reading) {

        /** Whether nothing but its own words has to be known: it names no ticket and no earlier message. */
        boolean isPlain() {
            return channel.equals(EmailChannel.NAME)
                    && reading instanceof Reading.Understood(var draft)
                    && draft.sender().email() != null
                    && draft.clues().tickets().isEmpty()
                    && draft.clues().references().isEmpty();
        }

        private Draft draft() {
            return ((Reading.Understood) reading).draft();
        }

        private String sender() {
            return String.valueOf(draft().sender().email());
        }

        private Placement placement() {
            return Threading.place(draft().clues(), sender(), Map.of(), List.of());
        }
    }

    /** The plain ones, at most one of each sender and conversation: two of them are counted one after the other. */
    static List<Read> plain(List<Read> reads) {
        var senders = new HashSet<String>();
        var conversations = new HashSet<String>();
        return reads.stream()
                .filter(Read::isPlain)
                .filter(read -> senders.add(read.sender())
                        & conversations.add(read.placement().conversationKey()))
                .toList();
    }

    /** Fails as a whole, also where somebody is blocked; leaves out what somebody else has concluded. */
    Uni<Void> conclude(Work work, List<Read> plain, String actor) {
        return work.query(LOCK, (Object) plain.stream().map(Read::id).toArray(UUID[]::new))
                .map(rows -> rows.stream().map(Entry::of).collect(Collectors.toMap(Entry::id, Function.identity())))
                .flatMap(entries -> {
                    var left = plain.stream()
                            .filter(read -> entries.containsKey(read.id()))
                            .toList();
                    return left.isEmpty()
                            ? Uni.createFrom().voidItem()
                            : requireNobodyBlocked(work, left).chain(() -> conclude(work, left, entries, actor));
                });
    }

    private Uni<Void> requireNobodyBlocked(Work work, List<Read> reads) {
        return blocked.among(
                        work,
                        reads.stream()
                                .map(read -> new Writer(read.draft().sender(), read.channel()))
                                .toList())
                .invoke(places -> {
                    if (!places.isEmpty()) {
                        throw new IllegalStateException("what somebody blocked writes is concluded alone");
                    }
                })
                .replaceWithVoid();
    }

    private Uni<Void> conclude(Work work, List<Read> reads, Map<UUID, Entry> entries, String actor) {
        var limited = reads.stream()
                .filter(read -> !entry(entries, read).released())
                .map(read -> new LoopBudget.Sent(
                        read.id(), read.sender(), entry(entries, read).receivedAt()))
                .toList();
        return budget.exceeded(work, limited)
                .flatMap(held -> record(work, reads, held)
                        .chain(() -> say.sayEach(
                                work,
                                reads.stream()
                                        .filter(read -> !held.contains(read.id()))
                                        .map(read -> saying(read, entry(entries, read), Cause.request(actor)))
                                        .toList())));
    }

    private static Entry entry(Map<UUID, Entry> entries, Read read) {
        return Objects.requireNonNull(entries.get(read.id()));
    }

    private static Saying saying(Read read, Entry entry, Cause cause) {
        var placement = read.placement();
        return new Saying(
                placement.conversationKey(), cause, (key, at) -> Conclusion.event(entry, read.draft(), placement));
    }

    private static Uni<Void> record(Work work, List<Read> reads, Set<UUID> held) {
        return work.update(
                        RECORD,
                        reads.stream().map(Read::id).toArray(UUID[]::new),
                        texts(reads, read -> read.draft().account()),
                        texts(reads, read -> read.draft().sender().name()),
                        texts(reads, Read::sender),
                        texts(reads, read -> read.draft().subject()),
                        texts(
                                reads,
                                read -> MessageIds.normalise(read.draft().externalId())
                                        .orElse(null)),
                        texts(
                                reads,
                                read -> String.join(" ", read.draft().clues().participants())),
                        texts(reads, read -> read.placement().conversationKey()),
                        reads.stream().map(read -> held.contains(read.id())).toArray(Boolean[]::new))
                .replaceWithVoid();
    }

    private static @Nullable String[] texts(List<Read> reads, Function<Read, @Nullable String> text) {
        return reads.stream().map(text).toArray(String[]::new);
    }
}
