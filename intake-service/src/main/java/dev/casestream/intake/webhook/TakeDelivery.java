package dev.casestream.intake.webhook;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Ids;
import dev.casestream.intake.Ledger;
import dev.casestream.intake.ReadArrivals;
import dev.casestream.intake.channel.Arrival;
import dev.casestream.intake.channel.DeliveredChannel;
import dev.casestream.intake.domain.Outcome;
import dev.casestream.intake.domain.Part;
import dev.casestream.intake.domain.Part.Message;
import dev.casestream.intake.domain.Part.Notice;
import dev.casestream.intake.domain.Part.Receipt;
import dev.casestream.intake.provider.Account;
import dev.casestream.intake.provider.Delivery;
import dev.casestream.intake.provider.UnreadableException;
import dev.casestream.intake.provider.WebhookChannel;
import dev.casestream.intake.store.Original;
import dev.casestream.intake.store.Originals;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** Takes a genuine delivery in: each of its parts is an arrival of its own, with the whole body as its original. */
@ApplicationScoped
class TakeDelivery {

    private static final int MOST_PARTS = 500;

    private final Ledger ledger;
    private final Originals originals;
    private final ReadArrivals readArrivals;
    private final RecordReceipts recordReceipts;

    TakeDelivery(Ledger ledger, Originals originals, ReadArrivals readArrivals, RecordReceipts recordReceipts) {
        this.ledger = ledger;
        this.originals = originals;
        this.readArrivals = readArrivals;
        this.recordReceipts = recordReceipts;
    }

    /** @param reason why nothing follows from it; null when it is to be read */
    record Piece(
            Arrival arrival,
            @Nullable String dedupeKey,
            @Nullable Outcome outcome,
            @Nullable String reason) {}

    record Pieces(List<Piece> pieces, String channel, String account, List<Receipt> receipts) {}

    /** On a worker: what a delivery consists of. Nothing that a provider sends is an error of the caller's. */
    Pieces understood(WebhookChannel channel, Account account, Delivery delivery) throws IOException {
        var original = originals.keep(new ByteArrayInputStream(delivery.body()), Delivery.LARGEST);
        var pieces = new ArrayList<Piece>();
        var receipts = new ArrayList<Receipt>();
        try {
            var parts = channel.parts(delivery);
            for (int i = 0; i < Math.min(parts.size(), MOST_PARTS); i++) {
                switch (parts.get(i)) {
                    case Receipt receipt -> receipts.add(receipt);
                    case Message message ->
                        pieces.add(piece(channel, account, delivery, original, i, message, null, null));
                    case Notice notice ->
                        pieces.add(piece(
                                channel, account, delivery, original, i, notice, Outcome.REJECTED, notice.reason()));
                }
            }
            if (parts.size() > MOST_PARTS) {
                pieces.add(piece(
                        channel, account, delivery, original, MOST_PARTS, null, Outcome.QUARANTINED, "too-many-parts"));
            } else if (parts.isEmpty()) {
                var nothing = new Notice(original.hash(), "no-request");
                pieces.add(piece(channel, account, delivery, original, 0, nothing, Outcome.REJECTED, nothing.reason()));
            }
        } catch (UnreadableException e) {
            pieces.add(piece(channel, account, delivery, original, 0, null, Outcome.QUARANTINED, "unreadable"));
        }
        return new Pieces(pieces, channel.name(), account.name(), receipts);
    }

    private static Piece piece(
            WebhookChannel channel,
            Account account,
            Delivery delivery,
            Original original,
            int index,
            @Nullable Part part,
            @Nullable Outcome outcome,
            @Nullable String reason) {
        var circumstances = new TreeMap<String, String>();
        circumstances.put(DeliveredChannel.PART, Integer.toString(index));
        var key = part == null ? null : DeliveredChannel.dedupeKey(channel.name(), account.name(), part);
        if (key != null) {
            circumstances.put(DeliveredChannel.DEDUPE_KEY, key);
        }
        for (var name : channel.headers()) {
            var value = delivery.header(name);
            if (value != null) {
                circumstances.put(DeliveredChannel.HEADER + name, value);
            }
        }
        var type = delivery.header("content-type");
        var arrival = new Arrival(
                Ids.next(),
                channel.name(),
                account.name(),
                type == null ? "application/octet-stream" : type,
                original,
                circumstances);
        return new Piece(arrival, key, outcome, reason);
    }

    Uni<Pieces> take(Work work, Pieces pieces) {
        return Multi.createFrom()
                .iterable(pieces.pieces())
                .onItem()
                .transformToUniAndConcatenate(piece -> enter(work, piece))
                .collect()
                .asList()
                .chain(() -> recordReceipts.record(work, pieces.channel(), pieces.account(), pieces.receipts()))
                .replaceWith(pieces);
    }

    private Uni<Void> enter(Work work, Piece piece) {
        var outcome = piece.outcome();
        return ledger.receive(work, piece.arrival(), piece.dedupeKey(), outcome == null)
                .flatMap(receipt -> receipt.duplicate() || outcome == null
                        ? Uni.createFrom().voidItem()
                        : ledger.close(work, piece.arrival().id(), outcome, String.valueOf(piece.reason())));
    }

    void readSoon(Pieces pieces) {
        pieces.pieces().stream()
                .filter(piece -> piece.outcome() == null)
                .forEach(piece -> readArrivals.soon(piece.arrival().id()));
    }
}
