package dev.casestream.intake;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.contracts.InquiryEvent.DeliveryReported;
import dev.casestream.intake.channel.EmailChannel;
import dev.casestream.intake.domain.Bounce;
import dev.casestream.intake.domain.Reading.Bounced;
import io.smallrye.mutiny.Multi;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import java.util.Objects;
import java.util.UUID;

/** Says of a mail of ours that it bounced, once per recipient, and whose ticket it was about. */
@ApplicationScoped
class RecordBounces {

    private final SayInquiries say;

    RecordBounces(SayInquiries say) {
        this.say = say;
    }

    Uni<Void> record(Work work, UUID inquiryId, Bounced bounced, Cause cause) {
        return Multi.createFrom()
                .iterable(bounced.bounces())
                .onItem()
                .transformToUniAndConcatenate(bounce -> record(work, inquiryId, bounced, bounce, cause))
                .collect()
                .asList()
                .chain(() -> work.update(
                        "UPDATE inquiry SET ticket_id = $2, ticket_number = t.number FROM ticket_team t"
                                + " WHERE id = $1 AND t.ticket_id = $2",
                        inquiryId,
                        bounced.ticketId()))
                .replaceWithVoid();
    }

    private Uni<Void> record(Work work, UUID inquiryId, Bounced bounced, Bounce bounce, Cause cause) {
        var message = Objects.requireNonNullElse(bounced.messageId(), "inquiry:" + inquiryId);
        return work.update(
                        """
                        INSERT INTO receipt (channel, account, message_id, state, status, received_at)
                        VALUES ($1, $2, $3, $4, $5, clock_timestamp()) ON CONFLICT DO NOTHING""",
                        EmailChannel.NAME,
                        Objects.requireNonNullElse(bounce.recipient(), ""),
                        message,
                        bounce.state(),
                        bounce.status())
                .flatMap(fresh -> fresh == 0
                        ? Uni.createFrom().voidItem()
                        : say.say(
                                work,
                                bounced.ticketId() == null
                                        ? bounced.draft().clues().ownKey()
                                        : "ticket:" + bounced.ticketId(),
                                cause,
                                (key, at) -> new DeliveryReported(
                                        inquiryId,
                                        key,
                                        at,
                                        EmailChannel.NAME,
                                        bounced.draft().account(),
                                        bounced.messageId(),
                                        bounced.ticketId(),
                                        bounce.recipient(),
                                        bounce.state(),
                                        bounce.status())));
    }
}
