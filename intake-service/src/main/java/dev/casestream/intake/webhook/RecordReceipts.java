package dev.casestream.intake.webhook;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.events.Ids;
import dev.casestream.contracts.InquiryEvent.DeliveryReported;
import dev.casestream.intake.SayInquiries;
import dev.casestream.intake.channel.DeliveredChannel;
import dev.casestream.intake.domain.Part.Receipt;
import dev.casestream.intake.domain.Words;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.List;
import java.util.Locale;

/** Keeps what providers tell of our messages, and says each once. */
@ApplicationScoped
class RecordReceipts {

    private final SayInquiries say;

    RecordReceipts(SayInquiries say) {
        this.say = say;
    }

    Uni<Void> record(Work work, String channel, String account, List<Receipt> receipts) {
        return Multi.createFrom()
                .iterable(receipts)
                .onItem()
                .transformToUniAndConcatenate(receipt -> record(work, channel, account, receipt))
                .collect()
                .asList()
                .replaceWithVoid();
    }

    private Uni<Void> record(Work work, String channel, String account, Receipt receipt) {
        var state = Words.line(receipt.state(), 32).toLowerCase(Locale.ROOT);
        var message = Words.line(receipt.messageId(), 255);
        return work.update("""
                        INSERT INTO receipt (channel, account, message_id, state, status, received_at)
                        VALUES ($1, $2, $3, $4, $5, clock_timestamp()) ON CONFLICT DO NOTHING""", channel, account, message, state, receipt.status())
                .flatMap(fresh -> fresh == 0
                        ? Uni.createFrom().voidItem()
                        : say.say(
                                work,
                                DeliveredChannel.conversation(channel, account, receipt.thread()),
                                Cause.request("system:intake-service"),
                                (key, at) -> new DeliveryReported(
                                        Ids.next(),
                                        key,
                                        at,
                                        channel,
                                        account,
                                        message,
                                        null,
                                        receipt.recipient(),
                                        state,
                                        receipt.status())));
    }
}
