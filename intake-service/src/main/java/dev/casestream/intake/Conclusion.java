package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Codec;
import dev.casestream.contracts.InquiryEvent.InquiryReceived;
import dev.casestream.intake.BlockedSenders.Writer;
import dev.casestream.intake.channel.EmailChannel;
import dev.casestream.intake.domain.Draft;
import dev.casestream.intake.domain.Earlier;
import dev.casestream.intake.domain.MessageIds;
import dev.casestream.intake.domain.Outcome;
import dev.casestream.intake.domain.Placement;
import dev.casestream.intake.domain.Reading;
import dev.casestream.intake.domain.Threading;
import io.smallrye.mutiny.Uni;
import io.vertx.core.json.JsonObject;
import io.vertx.sqlclient.Row;
import jakarta.enterprise.context.ApplicationScoped;
import java.time.Instant;
import java.time.OffsetDateTime;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;

/** What follows from having read an arrival: an event about a request, or an entry that says why there is none. */
@ApplicationScoped
public class Conclusion {

    public static final String SOURCE = "/intake-service";

    private final Ledger ledger;
    private final SayInquiries say;
    private final RecordBounces recordBounces;
    private final BlockedSenders blocked;
    private final LoopBudget budget;

    Conclusion(
            Ledger ledger, SayInquiries say, RecordBounces recordBounces, BlockedSenders blocked, LoopBudget budget) {
        this.ledger = ledger;
        this.say = say;
        this.recordBounces = recordBounces;
        this.blocked = blocked;
        this.budget = budget;
    }

    /** An entry that is pending, locked by this transaction or made by it. */
    public record Entry(UUID id, String channel, Instant receivedAt, boolean released) {
        static Entry of(Row row) {
            return new Entry(
                    row.getUUID("id"),
                    row.getString("channel"),
                    row.get(OffsetDateTime.class, "received_at").toInstant(),
                    row.getBoolean("released"));
        }
    }

    /** Concludes an entry that still waits to be read; does nothing if somebody was quicker. */
    Uni<Void> ofWaiting(Work work, UUID id, Reading reading, Cause cause) {
        return work.query("""
                        SELECT id, channel, received_at, released FROM inquiry
                        WHERE id = $1 AND read_after IS NOT NULL FOR UPDATE""", id)
                .flatMap(rows -> rows.isEmpty()
                        ? Uni.createFrom().voidItem()
                        : of(work, Entry.of(rows.getFirst()), reading, cause));
    }

    /** Concludes an entry that this transaction has just made. */
    public Uni<Void> ofFresh(Work work, UUID id, Reading reading, Cause cause) {
        return work.query("SELECT id, channel, received_at, released FROM inquiry WHERE id = $1", id)
                .flatMap(rows -> of(work, Entry.of(rows.getFirst()), reading, cause));
    }

    private Uni<Void> of(Work work, Entry entry, Reading reading, Cause cause) {
        return switch (reading) {
            case Reading.Understood(var draft) ->
                record(work, entry, draft)
                        .chain(() -> objection(work, entry, draft))
                        .flatMap(reason -> reason.isPresent()
                                ? ledger.close(work, entry.id(), Outcome.QUARANTINED, reason.get())
                                : publish(work, entry, draft, cause));
            case Reading.Quarantined(var reason, var draft)
            when draft == null -> ledger.close(work, entry.id(), Outcome.QUARANTINED, reason);
            case Reading.Quarantined(var reason, var draft) ->
                record(work, entry, draft)
                        .chain(() -> entry.released()
                                ? publish(work, entry, draft, cause)
                                : ledger.close(work, entry.id(), Outcome.QUARANTINED, reason));
            case Reading.Bounced bounced ->
                record(work, entry, bounced.draft())
                        .chain(() -> recordBounces.record(work, entry.id(), bounced, cause))
                        .chain(() -> entry.released()
                                ? publish(work, entry, bounced.draft(), cause)
                                : ledger.close(work, entry.id(), Outcome.QUARANTINED, "bounce"));
            case Reading.Invalid(var faults) -> ledger.close(work, entry.id(), Outcome.REJECTED, "invalid");
        };
    }

    private Uni<Void> record(Work work, Entry entry, Draft draft) {
        var sender = draft.sender();
        return work.update(
                        """
                        UPDATE inquiry SET account = coalesce(account, $2), sender_name = $3, sender_email = $4,
                            sender_phone = $5, sender_handle = $6, subject = $7, message_id = $8, participants = $9,
                            reply = $10
                        WHERE id = $1""",
                        entry.id(),
                        draft.account(),
                        sender.name(),
                        sender.email(),
                        sender.phone(),
                        sender.handle(),
                        draft.subject(),
                        entry.channel().equals(EmailChannel.NAME)
                                ? MessageIds.normalise(draft.externalId()).orElse(null)
                                : null,
                        draft.clues().participants().toArray(String[]::new),
                        draft.reply() == null ? null : new JsonObject(Codec.write(draft.reply())))
                .replaceWithVoid();
    }

    /** Why what can be understood is held back all the same, unless a person has let it through. */
    private Uni<Optional<String>> objection(Work work, Entry entry, Draft draft) {
        if (entry.released()) {
            return Uni.createFrom().item(Optional.empty());
        }
        return blocked.has(work, new Writer(draft.sender(), entry.channel()))
                .flatMap(isBlocked -> isBlocked
                        ? Uni.createFrom().item(Optional.of(BlockedSenders.REASON))
                        : overBudget(work, entry, draft)
                                .map(over -> over ? Optional.of("loop-budget") : Optional.empty()));
    }

    private Uni<Boolean> overBudget(Work work, Entry entry, Draft draft) {
        var sender = draft.sender().email();
        return sender == null || !entry.channel().equals(EmailChannel.NAME)
                ? Uni.createFrom().item(false)
                : budget.exceeded(work, List.of(new LoopBudget.Sent(entry.id(), sender, entry.receivedAt())))
                        .map(exceeded -> exceeded.contains(entry.id()));
    }

    private Uni<Void> publish(Work work, Entry entry, Draft draft, Cause cause) {
        return keysOfTickets(work, draft)
                .flatMap(keys -> earlier(work, draft)
                        .map(earlier ->
                                Threading.place(draft.clues(), draft.sender().email(), keys, earlier)))
                .flatMap(placement -> work.update("""
                                UPDATE inquiry SET conversation_key = $2, read_after = NULL, outcome = 'pending', reason = NULL
                                WHERE id = $1""", entry.id(), placement.conversationKey())
                        .chain(() -> say.say(
                                work,
                                placement.conversationKey(),
                                cause,
                                (key, at) -> event(entry, draft, placement))));
    }

    private static Uni<Map<UUID, String>> keysOfTickets(Work work, Draft draft) {
        if (draft.clues().tickets().isEmpty()) {
            return Uni.createFrom().item(Map.of());
        }
        return work.query("""
                        SELECT DISTINCT ON (ticket_id) ticket_id, conversation_key FROM inquiry
                        WHERE ticket_id = ANY($1) AND conversation_key IS NOT NULL
                        ORDER BY ticket_id, received_at""", (Object) draft.clues().tickets().toArray(UUID[]::new))
                .map(rows -> {
                    var keys = new HashMap<UUID, String>();
                    rows.forEach(row -> keys.put(row.getUUID("ticket_id"), row.getString("conversation_key")));
                    return keys;
                });
    }

    private static Uni<List<Earlier>> earlier(Work work, Draft draft) {
        if (draft.clues().references().isEmpty()) {
            return Uni.createFrom().item(List.of());
        }
        return work.query("""
                        SELECT message_id, conversation_key, ticket_id, participants FROM inquiry
                        WHERE message_id = ANY($1) AND conversation_key IS NOT NULL
                        ORDER BY received_at LIMIT 100""", (Object) draft.clues().references().toArray(String[]::new))
                .map(rows -> rows.stream()
                        .map(row -> new Earlier(
                                row.getString("message_id"),
                                row.getString("conversation_key"),
                                row.getUUID("ticket_id"),
                                Set.copyOf(Arrays.asList(row.getArrayOfStrings("participants")))))
                        .toList());
    }

    public static InquiryReceived event(Entry entry, Draft draft, Placement placement) {
        return new InquiryReceived(
                entry.id(),
                placement.conversationKey(),
                entry.receivedAt(),
                entry.channel(),
                draft.account(),
                draft.externalId(),
                draft.sender(),
                draft.subject(),
                draft.text(),
                draft.html(),
                draft.quotedText(),
                draft.language(),
                draft.priority(),
                draft.category(),
                draft.automatic() != null,
                draft.attachments(),
                draft.fields(),
                placement.hint(),
                draft.reply());
    }
}
