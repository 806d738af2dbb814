package dev.casestream.intake.submission;

import dev.casestream.chassis.data.Work;
import dev.casestream.chassis.events.Cause;
import dev.casestream.chassis.rest.Idempotency.Answer;
import dev.casestream.chassis.rest.Problems;
import dev.casestream.intake.Accepted;
import dev.casestream.intake.Conclusion;
import dev.casestream.intake.Ledger;
import dev.casestream.intake.channel.Arrival;
import dev.casestream.intake.domain.Reading;
import io.smallrye.mutiny.Uni;
import jakarta.enterprise.context.ApplicationScoped;
import org.jspecify.annotations.Nullable;

/** Takes a submission in: original, entry and event in one transaction. */
@ApplicationScoped
class Submit {

    private final Ledger ledger;
    private final Conclusion conclusion;

    Submit(Ledger ledger, Conclusion conclusion) {
        this.ledger = ledger;
        this.conclusion = conclusion;
    }

    /** An arrival that was read already, which costs more than an event loop has to give. */
    record Submitted(Arrival arrival, @Nullable String dedupeKey, String fingerprint, Reading reading) {}

    Uni<Answer> submit(Work work, Submitted submitted, String actor) {
        var arrival = submitted.arrival();
        return ledger.receive(work, arrival, submitted.dedupeKey(), false).flatMap(receipt -> {
            if (!receipt.duplicate()) {
                return conclusion
                        .ofFresh(work, arrival.id(), submitted.reading(), Cause.request(actor))
                        .replaceWith(Answer.of(202, new Accepted(receipt.inquiryId(), Accepted.PENDING)));
            }
            if (!submitted.fingerprint().equals(receipt.fingerprint())) {
                throw Problems.unprocessable(
                        "external-id-reused", "This externalId was used for another request; use a new one");
            }
            return Uni.createFrom()
                    .item(Answer.of(202, new Accepted(receipt.inquiryId(), Accepted.PENDING))
                            .with("Idempotency-Replayed", "true"));
        });
    }
}
